// Random operations on lists, on the engine and on the plain model beside it, through the sizes at
// which a list becomes a tree of chunks and goes back to bytes.
#include "list_model.hpp"
#include "model_target.hpp"
#include "support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace spikelet::mock {
namespace {

using testing::list_call;
using testing::list_model;
using testing::list_outcome;
using testing::reply;
using wire::result_code;

enum class shape {
    many_equal,  // few different values
    distinct,    // hardly any that equal each other
    long_texts,
};

struct list_parameters {
    std::uint64_t seed;
    shape values;
    bool nested;
};

class random_list_calls {
public:
    random_list_calls(std::uint64_t seed, shape values) : engine_(seed), values_(values) {}

    std::size_t below(std::size_t n) { return n == 0 ? 0 : engine_() % n; }
    bool one_in(std::size_t n) { return below(n) == 0; }

    value element() {
        const std::size_t kind = below(12);
        if (kind == 0) return {};
        if (kind == 1) return one_in(2);
        if (kind == 2) return value(value::list{integer(), integer()});
        if (kind == 3) return static_cast<double>(integer()) / 2 + 0.25;
        if (kind <= 5 || values_ == shape::long_texts) return text();
        return integer();
    }
    value::list elements(std::size_t n) {
        value::list all;
        for (std::size_t i = 0; i < n; ++i)
            all.push_back(element());
        return all;
    }

    // A call that suits a list of about `size` elements.
    list_call next(const list_model& model) {
        const value::list& items = model.items ? *model.items : none_;
        size_ = static_cast<std::int64_t>(items.size());
        for (;;) {
            list_call call = one(items);
            if (!model.depends_on_ties(call)) return call;
        }
    }

private:
    std::int64_t integer() {
        switch (values_) {
            case shape::many_equal:
                return static_cast<std::int64_t>(below(12)) - 3;
            default:
                return static_cast<std::int64_t>(engine_() >> below(60)) - 40;
        }
    }
    value text() {
        const std::size_t size = values_ == shape::long_texts ? below(700) : below(12);
        std::string s(size, static_cast<char>('a' + below(3)));
        if (values_ != shape::many_equal) s += std::to_string(engine_() % 100000);
        return s;
    }
    value probe(const value::list& items) {
        if (!items.empty() && !one_in(3)) return items[below(items.size())];
        return element();
    }
    std::int64_t position() {
        const std::int64_t bound = std::max<std::int64_t>(size_, 1);
        switch (below(12)) {
            case 0:
                return size_ + static_cast<std::int64_t>(below(3));
            case 1:
                return -size_ - static_cast<std::int64_t>(below(3));
            case 2:
                return one_in(2) ? INT64_MIN : INT64_MAX;
            default: {
                const auto i = static_cast<std::int64_t>(below(static_cast<std::size_t>(bound)));
                return one_in(2) ? i : i - bound;
            }
        }
    }
    // Removals are mostly short, or lists would never grow.
    std::int64_t count(bool removes) {
        if (one_in(8)) return size_ + 3;
        return static_cast<std::int64_t>(below(removes ? 5 : static_cast<std::size_t>(size_) + 2));
    }
    std::int64_t write_flags() { return one_in(2) ? 0 : static_cast<std::int64_t>(below(16)); }
    std::int64_t return_type(bool removes) {
        static constexpr int types[] = {0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 12, 13, 6, 14};
        std::int64_t type = types[below(one_in(10) ? 14 : 12)];
        if (one_in(removes ? 20 : 4)) type |= 0x10000;
        return type;
    }

    list_call one(const value::list& items) {
        const bool grows = size_ < 40 || one_in(3);
        if (grows && one_in(2)) {
            const std::size_t n = one_in(6) ? below(600) : below(6);
            if (one_in(2)) return {2, {value(elements(n)), order(), write_flags()}};
            return {4, {insert_position(), value(elements(n)), write_flags()}};
        }
        switch (below(26)) {
            case 0:
                return {0, {order()}};
            case 1:
            case 2:
            case 3:
                return {1, {element(), order(), write_flags()}};
            case 4:
                return {3, {insert_position(), element(), write_flags()}};
            case 5:
                return {one_in(2) ? 5 : 7, {position()}};
            case 6:
                return {one_in(2) ? 6 : 8, {position(), count(true)}};
            case 7:
                return {9, {insert_position(), element(), write_flags()}};
            case 8:
                if (one_in(6)) return {10, {position(), count(false)}};
                return {10, {static_cast<std::int64_t>(below(3)), size_}};
            case 9:
                if (one_in(8)) return {11, {}};
                return {16, {}};
            case 10:
            case 11:
                return {12, {insert_position(), delta(), order(), write_flags()}};
            case 12:
                return {13, {static_cast<std::int64_t>(one_in(5) ? below(4) : below(2))}};
            case 13:
                return {17, {position()}};
            case 14:
                return {18, {position(), count(false)}};
            default:
                break;
        }
        const bool removes = one_in(3);
        const int offset = removes ? 13 : 0;
        const value type = return_type(removes);
        switch (below(9)) {
            case 0:
                return {19 + offset, {type, position()}};
            case 1:
                return {20 + offset, {type, probe(items)}};
            case 2:
                return {21 + offset, {type, position()}};
            case 3:
                return {22 + offset, {type, probe(items)}};
            case 4: {
                value::list wanted;
                for (std::size_t i = below(4); i > 0; --i)
                    wanted.push_back(probe(items));
                return {23 + offset, {type, value(wanted)}};
            }
            case 5:
                return {24 + offset, {type, position(), count(removes)}};
            case 6: {
                list_call call{25 + offset, {type, probe(items)}};
                if (!removes || !one_in(4)) call.args.push_back(probe(items));
                return call;
            }
            case 7:
                return {26 + offset, {type, position(), count(removes)}};
            default:
                return {
                    27 + offset,
                    {type, probe(items), static_cast<std::int64_t>(below(9)) - 4, count(removes)}};
        }
    }
    std::int64_t order() { return one_in(12) ? 1 : 0; }
    std::int64_t insert_position() {
        const std::int64_t i = position();
        return i == INT64_MIN ? -size_ - 1 : i;
    }
    value delta() {
        if (one_in(4)) return {};
        if (one_in(3)) return 1.5;
        return integer();
    }

    std::mt19937_64 engine_;
    shape values_;
    std::int64_t size_ = 0;
    const value::list none_;
};

class list_property : public ::testing::TestWithParam<list_parameters> {};

TEST_P(list_property, engine_does_what_the_model_does) {
    SCOPED_TRACE("seed " + std::to_string(GetParam().seed));
    random_list_calls calls(GetParam().seed, GetParam().values);
    list_model model;
    testing::model_target target(GetParam().nested, value::list{});
    if (GetParam().nested) model.items.emplace();
    constexpr std::size_t chunked = 400;  // elements of a list that is no longer packed bytes
    std::size_t largest = 0;
    for (int round = 0; round < 300 || (largest <= chunked && round < 2000); ++round) {
        // One command of one to three operations, which fails as a whole.
        list_model after = model;
        std::vector<list_call> command;
        list_outcome expected;
        for (std::size_t i = calls.one_in(4) ? 3 : 1; i > 0 && expected.code == result_code::ok;
             --i) {
            command.push_back(calls.next(after));
            expected = after.run(command.back());
        }
        const reply actual = target.run(command);
        const std::string what = "round " + std::to_string(round) + ", list of " +
                                 std::to_string(model.items ? model.items->size() : 0) +
                                 (model.ordered ? " (ordered)" : "") + ", " +
                                 testing::describe(command.back());
        ASSERT_NO_FATAL_FAILURE(testing::expect_outcome(actual, expected, command.size(), what));
        if (expected.code == result_code::ok) model = after;
        const std::optional<value> now = target.stored();
        ASSERT_EQ(now.has_value(), model.items.has_value()) << what;
        if (!now) continue;
        ASSERT_EQ(now->ordering_of_list() == list_order::ordered, model.ordered) << what;
        ASSERT_EQ(now->as_list().size(), model.items->size()) << what;
        for (std::size_t i = 0; i < model.items->size(); ++i) {
            ASSERT_EQ(now->as_list()[i], (*model.items)[i]) << what << ", element " << i;
        }
        largest = std::max(largest, model.items->size());
        if (model.items->size() > 4000) {
            const list_call clear{11, {}};
            model.run(clear);
            target.run({clear});
        }
    }
    EXPECT_GT(largest, chunked) << "the test did not reach the size that it is about";
}

std::vector<list_parameters> all_list_parameters() {
    std::vector<list_parameters> all;
    for (const std::uint64_t seed : testing::seeds(6)) {
        for (const shape s : {shape::many_equal, shape::distinct, shape::long_texts}) {
            all.push_back({seed * 1000 + static_cast<std::uint64_t>(s), s, seed % 3 == 0});
        }
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(seeds, list_property, ::testing::ValuesIn(all_list_parameters()),
                         [](const auto& test) { return std::to_string(test.param.seed); });

}  // namespace
}  // namespace spikelet::mock
