#include "recorded_requests.hpp"

#include <spikelet/hll.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <stdexcept>

namespace spikelet {
namespace {

using nlohmann::json;
using testing::recorded_argument;
using testing::recorded_request;

// ---- against an official client

class hll_requests : public ::testing::TestWithParam<recorded_request> {};

operation build_hll(const json& op) {
    const auto bin = [&] { return recorded_argument(op, 0).as_string(); };
    const auto list = [&] { return recorded_argument(op, 1).as_list(); };
    const auto bits = [&](std::size_t n) -> hll::optional_bits {
        const value v = recorded_argument(op, n);
        if (v.is_nil()) return std::nullopt;
        return static_cast<std::uint8_t>(v.as_int());
    };
    const hll::write_flags flags = testing::chained_write_flags<hll::write_flags>(op);

    const std::map<std::string, std::function<operation()>> builders{
        {"init", [&] { return hll::init(bin(), bits(1), bits(2), flags); }},
        {"add", [&] { return hll::add(bin(), list(), bits(2), bits(3), flags); }},
        {"setUnion", [&] { return hll::set_union(bin(), list(), flags); }},
        {"refreshCount", [&] { return hll::refresh_count(bin()); }},
        {"fold", [&] { return hll::fold(bin(), bits(1).value()); }},
        {"getCount", [&] { return hll::get_count(bin()); }},
        {"getUnion", [&] { return hll::get_union(bin(), list()); }},
        {"getUnionCount", [&] { return hll::get_union_count(bin(), list()); }},
        {"getIntersectCount", [&] { return hll::get_intersect_count(bin(), list()); }},
        {"getSimilarity", [&] { return hll::get_similarity(bin(), list()); }},
        {"describe", [&] { return hll::describe(bin()); }},
    };
    const std::string name = op.at("fn");
    return builders.at(name.substr(name.find('.') + 1))();
}

TEST_P(hll_requests, are_those_of_an_official_client) {
    std::vector<operation> operations;
    for (const json& op : GetParam().options.at("ops")) {
        operations.push_back(build_hll(op));
    }
    testing::expect_operations(GetParam(), operations);
}

INSTANTIATE_TEST_SUITE_P(recorded, hll_requests,
                         ::testing::ValuesIn(testing::recorded_operations("hll")),
                         testing::name_of);

// ---- what no recording shows

TEST(hll_operations, may_contain_has_the_number_of_the_protocol) {
    const operation o = hll::may_contain("h", {1, "a"});
    EXPECT_EQ(o.type(), wire::operation_type::hll_read);
    EXPECT_EQ(o.collection_call()->code, 56);
    EXPECT_EQ(o.collection_call()->arguments, (value::list{value::list{1, "a"}}));
}

TEST(hll_operations, sketches_that_were_read_are_sent_as_such) {
    const std::uint8_t bytes[] = {1, 2, 3};
    const operation o = hll::get_union("h", {value::hll(bytes)});
    EXPECT_EQ(o.collection_call()->arguments, (value::list{value::list{value::hll(bytes)}}));
}

TEST(hll_operations, arguments_that_are_no_sketches_are_named) {
    try {
        hll::get_similarity("visitors", {value::hll({}), 5});
        FAIL();
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(),
                     "hll::get_similarity of bin \"visitors\": takes HLLs or blobs, not a value of "
                     "kind integer");
    }
}

}  // namespace
}  // namespace spikelet
