// Random operations on maps, on the engine and on the plain model beside it, through the sizes at
// which a map becomes a tree of chunks (with a second order, if it is ordered by value) and goes
// back to bytes.
#include "map_model.hpp"
#include "model_target.hpp"
#include "support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace spikelet::mock {
namespace {

using testing::map_model;
using testing::model_call;
using testing::model_outcome;
using testing::reply;
using wire::result_code;

struct map_parameters {
    std::uint64_t seed;
    std::int64_t order;  // of the map that is made first
    bool few_values;     // many entries with equal values
    bool nested;
};

class random_map_calls {
public:
    explicit random_map_calls(const map_parameters& p) : engine_(p.seed), parameters_(p) {}

    std::size_t below(std::size_t n) { return n == 0 ? 0 : engine_() % n; }
    bool one_in(std::size_t n) { return below(n) == 0; }

    // A call that suits the map there is.
    model_call next(const map_model& model) {
        const value::map& entries = model.entries ? *model.entries : none_;
        size_ = static_cast<std::int64_t>(entries.size());
        if (one_in(size_ < 40 ? 3 : 10)) return put_many(entries);
        if (one_in(2)) return change_one(entries);
        return pick(entries);
    }

private:
    std::int64_t small(std::size_t bound) { return static_cast<std::int64_t>(below(bound)); }
    value new_key() {
        switch (below(20)) {
            case 0:
                return 1.5;  // no key
            case 1:
            case 2:
            case 3:
                return "key " + std::to_string(below(400));
            case 4:
                return value::blob(wire::as_bytes(std::to_string(below(100))));
            case 5:
                return std::string(below(300), 'k');
            default:
                return small(3000) - 200;
        }
    }
    value new_value() {
        if (parameters_.few_values) return small(7);
        switch (below(12)) {
            case 0:
                return {};
            case 1:
                return one_in(2);
            case 2:
                return value(value::list{small(9), small(9)});
            case 3:
                return static_cast<double>(small(50)) / 2;
            case 4:
                return std::string(below(400), 'v');
            default:
                return static_cast<std::int64_t>(engine_() >> below(60)) - 40;
        }
    }
    value key_of(const value::map& entries) {
        if (!entries.empty() && !one_in(3)) return entries[below(entries.size())].first;
        return new_key();
    }
    value value_of(const value::map& entries) {
        if (!entries.empty() && !one_in(3)) return entries[below(entries.size())].second;
        return new_value();
    }
    std::int64_t position() {
        switch (below(12)) {
            case 0:
                return size_ + small(3);
            case 1:
                return -size_ - small(3);
            case 2:
                return one_in(2) ? INT64_MIN : INT64_MAX;
            default: {
                const std::int64_t bound = std::max<std::int64_t>(size_, 1);
                const std::int64_t i = small(static_cast<std::size_t>(bound));
                return one_in(2) ? i : i - bound;
            }
        }
    }
    // Removals are mostly short, or maps would never grow.
    std::int64_t count(bool removes) {
        if (one_in(8)) return size_ + 3;
        return small(removes ? 5 : static_cast<std::size_t>(size_) + 2);
    }
    std::int64_t write_flags() { return one_in(2) ? 0 : small(16); }
    std::int64_t attributes() {
        static constexpr std::int64_t others[] = {0, 1, 3, 0x10, 0x11, 0x13, 0x20};
        return one_in(3) ? others[below(7)] : parameters_.order;
    }
    std::int64_t return_type(bool removes) {
        static constexpr std::int64_t types[] = {0, 1,  2,  3,  4,  5,  6,  7,  8,
                                                 9, 10, 11, 12, 13, 16, 17, 14, 18};
        std::int64_t type = types[below(one_in(10) ? 18 : 16)];
        if (one_in(removes ? 40 : 3)) type |= 0x10000;
        return type;
    }

    model_call put_many(const value::map& entries) {
        value::map items;
        for (std::size_t n = one_in(4) ? 100 + below(200) : below(6); n > 0; --n) {
            const value key = one_in(4) ? key_of(entries) : new_key();
            const bool is_fit =
                key.kind() != value_kind::floating &&
                std::none_of(items.begin(), items.end(),
                             [&key](const value::entry& e) { return compare(e.first, key) == 0; });
            if (is_fit || one_in(300)) items.emplace_back(key, new_value());
        }
        switch (below(8)) {
            case 0:
                return {66, {value(items), attributes()}};
            case 1:
                return {70, {value(items)}};
            default:
                return {68, {value(items), attributes(), write_flags()}};
        }
    }
    model_call change_one(const value::map& entries) {
        switch (below(12)) {
            case 0:
                if (one_in(4)) return {64, {attributes()}};
                return {96, {}};
            case 1:
                if (one_in(30)) return {75, {}};
                return {69, {key_of(entries), new_value()}};
            case 2:
            case 3:
                return {65, {key_of(entries), new_value(), attributes()}};
            case 4:
            case 5: {
                const int code = one_in(2) ? 73 : 74;
                if (one_in(5)) return {code, {key_of(entries)}};
                const value delta = one_in(4) ? value() : one_in(3) ? value(-1.5) : new_value();
                return {code, {key_of(entries), delta, attributes()}};
            }
            default:
                return {67, {key_of(entries), new_value(), attributes(), write_flags()}};
        }
    }
    value list_of(const value::map& entries, bool of_keys) {
        value::list wanted;
        for (std::size_t i = below(6); i > 0; --i) {
            wanted.push_back(of_keys ? key_of(entries) : value_of(entries));
            if (one_in(6)) wanted.push_back(wanted[below(wanted.size())]);
        }
        return wanted;
    }
    model_call pick(const value::map& entries) {
        const bool removes = one_in(size_ < 500 ? 20 : 3);
        const value type = return_type(removes);
        switch (below(13)) {
            case 0:
                return {removes ? 76 : 97, {type, key_of(entries)}};
            case 1:
                return {removes ? 77 : 98, {type, position()}};
            case 2:
                return {removes ? 78 : 99, {type, value_of(entries)}};
            case 3:
                return {removes ? 79 : 100, {type, position()}};
            case 4:
                return {removes ? 81 : 107, {type, list_of(entries, true)}};
            case 5:
                return {removes ? 82 : 102, {type, value_of(entries)}};
            case 6:
                return {removes ? 83 : 108, {type, list_of(entries, false)}};
            case 7: {
                model_call call{removes ? 84 : 103, {type, key_of(entries)}};
                if (!removes || !one_in(8)) call.args.push_back(key_of(entries));
                return call;
            }
            case 8:
                return {removes ? 85 : 104, {type, position(), count(removes)}};
            case 9: {
                model_call call{removes ? 86 : 105, {type, value_of(entries)}};
                if (!removes || !one_in(8)) call.args.push_back(value_of(entries));
                return call;
            }
            case 10:
                return {removes ? 87 : 106, {type, position(), count(removes)}};
            case 11:
                return {removes ? 88 : 109, {type, key_of(entries), small(9) - 4, count(removes)}};
            default:
                return {removes ? 89 : 110,
                        {type, value_of(entries), small(9) - 4, count(removes)}};
        }
    }

    std::mt19937_64 engine_;
    map_parameters parameters_;
    std::int64_t size_ = 0;
    const value::map none_;
};

class map_property : public ::testing::TestWithParam<map_parameters> {};

std::string describe(const map_model& model, const model_call& call) {
    return "map of " + std::to_string(model.entries ? model.entries->size() : 0) + " (flags " +
           std::to_string(model.flags) + "), " + testing::describe(call);
}

TEST_P(map_property, engine_does_what_the_model_does) {
    SCOPED_TRACE("seed " + std::to_string(GetParam().seed));
    random_map_calls calls(GetParam());
    map_model model;
    model.is_nested = GetParam().nested;
    testing::model_target target(GetParam().nested, value::map{});
    if (GetParam().nested) model.entries.emplace();
    constexpr std::size_t chunked = 400;  // entries of a map that is no longer packed bytes
    std::size_t largest = 0;
    for (int round = 0; round < 300 || (largest < chunked && round < 2000); ++round) {
        // One command of one to three operations, which fails as a whole.
        map_model after = model;
        std::vector<model_call> command;
        model_outcome expected;
        for (std::size_t i = calls.one_in(4) ? 3 : 1; i > 0 && expected.code == result_code::ok;
             --i) {
            command.push_back(calls.next(after));
            expected = after.run(command.back());
        }
        const reply actual = target.run(command);
        const std::string what =
            "round " + std::to_string(round) + ", " + describe(model, command.back());
        ASSERT_NO_FATAL_FAILURE(testing::expect_outcome(actual, expected, command.size(), what));
        if (expected.code == result_code::ok) model = after;
        const std::optional<value> now = target.stored();
        ASSERT_EQ(now.has_value(), model.entries.has_value()) << what;
        if (!now) continue;
        ASSERT_EQ(now->flags(), model.flags) << what;
        ASSERT_EQ(now->as_map(), *model.entries) << what;
        largest = std::max(largest, model.entries->size());
        if (model.entries->size() > 1500) {
            const model_call clear{75, {}};
            model.run(clear);
            target.run({clear});
        }
    }
    EXPECT_GE(largest, chunked) << "the test did not reach the size that it is about";
}

std::vector<map_parameters> all_map_parameters() {
    std::vector<map_parameters> all;
    for (const std::uint64_t seed : testing::seeds(4)) {
        for (const std::int64_t order : {0, 1, 3, 0x13}) {
            all.push_back({seed * 1000 + static_cast<std::uint64_t>(order), order, seed % 2 == 0,
                           seed % 4 == 3});
        }
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(seeds, map_property, ::testing::ValuesIn(all_map_parameters()),
                         [](const auto& test) { return std::to_string(test.param.seed); });

}  // namespace
}  // namespace spikelet::mock
