#include "recorded_requests.hpp"

#include <spikelet/bit.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <stdexcept>

namespace spikelet {
namespace {

using nlohmann::json;
using testing::recorded_argument;
using testing::recorded_request;

// ---- against an official client

class bit_requests : public ::testing::TestWithParam<recorded_request> {};

bit::integer_policy integer_policy_of(const json& op) {
    const json* action = testing::chained(op, "onOverflow");
    return {.is_signed = recorded_argument(op, 4).as_bool(),
            .action = action == nullptr ? bit::overflow::fail
                                        : static_cast<bit::overflow>(action->get<int>()),
            .flags = testing::chained_write_flags<bit::write_flags>(op)};
}

operation build_bit(const json& op) {
    const auto text = [&](std::size_t n) { return recorded_argument(op, n).as_string(); };
    const auto integer = [&](std::size_t n) {
        const value v = recorded_argument(op, n);
        // JavaScript's -0 is a double.
        return v.kind() == value_kind::floating ? static_cast<std::int64_t>(v.as_double())
                                                : v.as_int();
    };
    const auto size = [&](std::size_t n) { return static_cast<std::uint32_t>(integer(n)); };
    const auto boolean = [&](std::size_t n) { return recorded_argument(op, n).as_bool(); };
    const bit::write_flags flags = testing::chained_write_flags<bit::write_flags>(op);
    const value third = recorded_argument(op, 3);
    using combine =
        operation (*)(std::string, std::int64_t, std::uint32_t, value, bit::write_flags);
    const auto combined = [&](combine f) { return f(text(0), integer(1), size(2), third, flags); };

    const std::map<std::string, std::function<operation()>> builders{
        {"resize",
         [&] {
             const value how = recorded_argument(op, 2);
             return bit::resize(text(0), size(1),
                                how.is_nil() ? bit::resize_flags::none
                                             : static_cast<bit::resize_flags>(how.as_int()),
                                flags);
         }},
        {"insert",
         [&] { return bit::insert(text(0), integer(1), recorded_argument(op, 2), flags); }},
        {"remove", [&] { return bit::remove(text(0), integer(1), size(2), flags); }},
        {"set",
         [&] {
             // One builder of the official client for bytes and numbers.
             return third.kind() == value_kind::integer
                        ? bit::set_int(text(0), integer(1), size(2), third.as_int(), flags)
                        : combined(bit::set);
         }},
        {"or", [&] { return combined(bit::bitwise_or); }},
        {"xor", [&] { return combined(bit::bitwise_xor); }},
        {"and", [&] { return combined(bit::bitwise_and); }},
        {"not", [&] { return bit::bitwise_not(text(0), integer(1), size(2), flags); }},
        {"lshift", [&] { return bit::lshift(text(0), integer(1), size(2), size(3), flags); }},
        {"rshift", [&] { return bit::rshift(text(0), integer(1), size(2), size(3), flags); }},
        {"add",
         [&] { return bit::add(text(0), integer(1), size(2), integer(3), integer_policy_of(op)); }},
        {"subtract",
         [&] {
             return bit::subtract(text(0), integer(1), size(2), integer(3), integer_policy_of(op));
         }},
        {"get", [&] { return bit::get(text(0), integer(1), size(2)); }},
        {"getInt", [&] { return bit::get_int(text(0), integer(1), size(2), boolean(3)); }},
        {"lscan", [&] { return bit::lscan(text(0), integer(1), size(2), boolean(3)); }},
        {"rscan", [&] { return bit::rscan(text(0), integer(1), size(2), boolean(3)); }},
    };
    const std::string name = op.at("fn");
    return builders.at(name.substr(name.find('.') + 1))();
}

// What must be sent where the official client is wrong: it sends the number of rscan for lscan.
recorded_request corrected(recorded_request r) {
    if (!r.id.starts_with("bit/lscan/")) return r;
    const std::uint8_t wrong[] = {0x94, 53};  // four items, the number first
    const auto found =
        std::search(r.bytes.begin(), r.bytes.end(), std::begin(wrong), std::end(wrong));
    EXPECT_NE(found, r.bytes.end()) << "no exception any more";
    if (found != r.bytes.end()) *std::next(found) = 52;
    return r;
}

TEST_P(bit_requests, are_those_of_an_official_client) {
    std::vector<operation> operations;
    for (const json& op : GetParam().options.at("ops")) {
        operations.push_back(build_bit(op));
    }
    testing::expect_operations(corrected(GetParam()), operations);
}

INSTANTIATE_TEST_SUITE_P(recorded, bit_requests,
                         ::testing::ValuesIn(testing::recorded_operations("bit")),
                         testing::name_of);

// ---- what no recording shows

value::list arguments_of(const operation& o) {
    return o.collection_call()->arguments;
}

TEST(bit_operations, scan_and_count_have_the_numbers_of_the_protocol) {
    EXPECT_EQ(bit::lscan("b", 1, 2, true).collection_call()->code, 52);
    EXPECT_EQ(bit::rscan("b", 1, 2, true).collection_call()->code, 53);
    EXPECT_EQ(bit::count("b", 1, 2).collection_call()->code, 51);
    EXPECT_EQ(arguments_of(bit::count("b", -1, 2)), (value::list{-1, 2}));
    EXPECT_FALSE(bit::count("b", 0, 1).is_write());
    EXPECT_TRUE(bit::bitwise_not("b", 0, 1).is_write());
}

TEST(bit_operations, flags_are_joined) {
    EXPECT_EQ(arguments_of(bit::resize("b", 7,
                                       bit::resize_flags::from_front | bit::resize_flags::grow_only,
                                       bit::write_flags::create_only | bit::write_flags::no_fail)),
              (value::list{7, 5, 3}));
    EXPECT_EQ(
        arguments_of(bit::add("b", 0, 8, -1, {.is_signed = true, .action = bit::overflow::wrap})),
        (value::list{0, 8, ~std::uint64_t{0}, 0, 5}));
}

TEST(bit_operations, bytes_may_be_text_and_nothing_else) {
    EXPECT_EQ(arguments_of(bit::insert("b", 0, "text"))[1], value("text"));
    try {
        bit::bitwise_xor("flags", 0, 8, 5);
        FAIL();
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(),
                     "bit::bitwise_xor of bin \"flags\": takes a blob or text, not a value of kind "
                     "integer");
    }
}

TEST(bit_operations, reach_into_no_collection) {
    EXPECT_THROW(bit::count("b", 0, 1).within({{.type = 0x10, .value = 0}}), std::invalid_argument);
}

}  // namespace
}  // namespace spikelet
