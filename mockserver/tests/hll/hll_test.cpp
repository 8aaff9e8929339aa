// Rules of HyperLogLog operations that the recordings cannot show, or show only once.
#include "operations/hll/sketch.hpp"
#include "support/calls.hpp"

#include <spikelet/wire/particle.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace spikelet::mock {
namespace {

using mock::testing::from_hex;
using mock::testing::one_record;
using mock::testing::reply;
using mock::testing::request;
using wire::operation_type;
using wire::result_code;

namespace code {
constexpr int init = 0, add = 1, set_union = 2, update_count = 3, fold = 4, count = 50,
              get_union = 51, union_count = 52, intersect_count = 53, similarity = 54,
              describe = 55, may_contain = 56;
}
constexpr int create_only = 1, update_only = 2, no_fail = 4, allow_fold = 8;

value::list integers(int begin, int end) {
    value::list out;
    for (int i = begin; i < end; ++i)
        out.emplace_back(i);
    return out;
}

class hll_test : public ::testing::Test, protected one_record {
protected:
    reply modify(const value::list& c) { return call(operation_type::hll_modify, c); }
    reply read(const value::list& c) { return call(operation_type::hll_read, c); }
    std::int64_t integer(const value::list& c) { return read(c).operations.at(0).integer(); }
    // The bytes of a sketch of its own; the bin is made anew.
    value sketch_of(int index_bits, int minhash_bits, int begin, int end) {
        remove();
        modify({code::init, index_bits, minhash_bits});
        if (begin != end) modify({code::add, integers(begin, end)});
        return get();
    }
    std::string describe() { return read({code::describe}).operations.at(0).value; }
};

TEST_F(hll_test, sketch_is_changed_in_place_and_still_follows_the_rules) {
    request r = make_request();
    add_call(r, operation_type::hll_modify, {code::init, 14, 0});  // large
    for (int i = 0; i < 20; ++i) {
        add_call(r, operation_type::hll_modify, {code::add, integers(i * 50, i * 50 + 100)});
    }
    add_call(r, operation_type::hll_modify, {code::update_count});
    add_call(r, operation_type::hll_modify, {code::fold, 10});
    add_call(r, operation_type::hll_read, {code::count});
    const reply answers = send_request(r);
    ASSERT_EQ(answers.code, result_code::ok);
    ASSERT_EQ(answers.operations.size(), 22u);
    EXPECT_EQ(answers.operations[0].integer(), 100);
    EXPECT_LE(answers.operations[5].integer(), 50) << "half of them were there already";
    const value at_once = get();
    EXPECT_EQ(sketch_of(10, 0, 0, 1050), at_once) << "folding clears the cached count";
}

TEST_F(hll_test, failing_operation_undoes_the_changes_in_front_of_it) {
    const value before = sketch_of(14, 0, 0, 10);
    request r = make_request();
    add_call(r, operation_type::hll_modify, {code::add, integers(10, 20)});
    add_call(r, operation_type::hll_modify, {code::add, integers(20, 30)});
    add_call(r, operation_type::hll_modify, {code::fold, 15});
    EXPECT_EQ(send_request(r).code, result_code::op_not_applicable);
    EXPECT_EQ(get(), before);
}

TEST_F(hll_test, cached_count_lives_until_a_register_changes) {
    sketch_of(8, 0, 0, 100);
    const auto cached = [&] {
        return hll::sketch_view(wire::as_bytes(get_bytes())).cached_count();
    };
    EXPECT_EQ(integer({code::count}), 97);
    EXPECT_EQ(cached(), 0u) << "reading stores nothing";
    EXPECT_EQ(modify({code::update_count}).operations.at(0).integer(), 97);
    EXPECT_EQ(cached(), 97u);
    EXPECT_EQ(modify({code::add, integers(0, 50)}).operations.at(0).integer(), 0);
    EXPECT_EQ(cached(), 97u);
    modify({code::fold, 8});
    EXPECT_EQ(cached(), 97u) << "folding to the same size does nothing";
    modify({code::add, integers(100, 150)});
    EXPECT_EQ(cached(), 0u);
}

TEST_F(hll_test, init_keeps_what_it_is_not_given) {
    sketch_of(8, 10, 0, 10);
    EXPECT_EQ(modify({code::init}).code, result_code::ok);
    EXPECT_EQ(describe(), from_hex("92080a"));
    EXPECT_EQ(integer({code::count}), 0);
    EXPECT_EQ(modify({code::init, -1, 12}).code, result_code::ok);
    EXPECT_EQ(describe(), from_hex("92080c"));
    EXPECT_EQ(modify({code::init, 4}).code, result_code::ok);
    EXPECT_EQ(describe(), from_hex("92040c"));
}

TEST_F(hll_test, init_to_more_than_64_bits_in_all_is_not_applicable_to_the_old_ones) {
    EXPECT_EQ(modify({code::init, 14, 51}).code, result_code::parameter);
    sketch_of(16, 0, 0, 0);
    EXPECT_EQ(modify({code::init, -1, 51}).code, result_code::op_not_applicable);
    EXPECT_EQ(modify({code::init, -1, 48}).code, result_code::ok);
    EXPECT_EQ(modify({code::init, 16, 48}).code, result_code::ok);
}

TEST_F(hll_test, addition_without_an_index_size_needs_a_bin) {
    EXPECT_EQ(modify({code::add, integers(0, 1)}).code, result_code::op_not_applicable);
    EXPECT_EQ(modify({code::add, integers(0, 1), -1, -1, no_fail}).code,
              result_code::op_not_applicable);
    EXPECT_EQ(modify({code::add, integers(0, 1), 4}).operations.at(0).integer(), 1);
    EXPECT_EQ(modify({code::add, integers(1, 2)}).code, result_code::ok);
    EXPECT_EQ(modify({code::add, integers(2, 3), 4, 0, create_only}).code, result_code::bin_exists);
}

TEST_F(hll_test, union_keeps_the_form_of_the_bin_unless_folding_is_allowed) {
    const value small = sketch_of(6, 0, 0, 100);
    const value hashed = sketch_of(8, 10, 50, 150);
    sketch_of(8, 0, 0, 1);
    EXPECT_EQ(modify({code::set_union, value::list{small}}).code, result_code::op_not_applicable);
    EXPECT_EQ(modify({code::set_union, value::list{hashed}}).code, result_code::ok);
    EXPECT_EQ(describe(), from_hex("920800"));
    EXPECT_EQ(modify({code::set_union, value::list{small, hashed}, allow_fold}).code,
              result_code::ok);
    EXPECT_EQ(describe(), from_hex("920600"));
    EXPECT_EQ(get(), sketch_of(6, 0, 0, 150));
}

TEST_F(hll_test, union_makes_a_bin_of_the_common_form) {
    const value a = sketch_of(8, 10, 0, 10);
    const value b = sketch_of(6, 10, 10, 20);
    remove();
    EXPECT_EQ(modify({code::set_union, value::list{a, b}, update_only}).code,
              result_code::bin_not_found);
    EXPECT_EQ(modify({code::set_union, value::list{a, b}}).code, result_code::ok);
    EXPECT_EQ(get(), sketch_of(6, 10, 0, 20));
}

TEST_F(hll_test, one_sketch_or_any_blob_with_its_bytes_serves_as_argument) {
    const value other = sketch_of(8, 0, 0, 100);
    sketch_of(8, 0, 50, 150);
    EXPECT_EQ(integer({code::union_count, value::list{other}}), 148);
    EXPECT_EQ(integer({code::union_count, other}), 148);
    EXPECT_EQ(integer({code::union_count, value::list{value::blob(other.as_bytes())}}), 148);
    std::string damaged(wire::as_text(other.as_bytes()));
    damaged.pop_back();
    EXPECT_EQ(read({code::union_count, value::list{value::hll(wire::as_bytes(damaged))}}).code,
              result_code::parameter);
}

TEST_F(hll_test, more_than_three_sets_are_compared_by_a_common_minhash_only) {
    const value plain = sketch_of(8, 0, 0, 100);
    const value hashed = sketch_of(8, 10, 0, 100);
    for (const int opcode : {code::intersect_count, code::similarity}) {
        sketch_of(8, 0, 0, 100);
        EXPECT_EQ(read({opcode, value::list{plain, plain}}).code, result_code::ok);
        EXPECT_EQ(read({opcode, value::list{plain, plain, plain}}).code, result_code::parameter);
        EXPECT_EQ(read({opcode, value::list{hashed, hashed, hashed}}).code,
                  result_code::op_not_applicable);
        sketch_of(8, 10, 0, 100);
        EXPECT_EQ(read({opcode, value::list{hashed, hashed, hashed}}).code, result_code::ok);
    }
    EXPECT_EQ(integer({code::intersect_count, value::list{hashed, hashed, hashed}}), 97);
}

// A real server's view: only the first 2^index-bits bytes of the registers are looked at.
TEST_F(hll_test, set_whose_first_bytes_are_zero_counts_as_empty_for_similarity) {
    const value empty = sketch_of(4, 51, 0, 0);
    for (int i = 0;; ++i) {
        const value sketch = sketch_of(4, 51, i, i + 1);
        const std::string bytes(wire::as_text(sketch.as_bytes()));
        const bool is_late =
            bytes.find_first_not_of('\0', hll::header_size) >= hll::header_size + 16;
        const reply r = read({code::similarity, value::list{empty}});
        const double similarity = std::bit_cast<double>(
            wire::load_be<std::uint64_t>(wire::as_bytes(r.operations.at(0).value).data()));
        EXPECT_EQ(std::isnan(similarity), is_late);
        if (is_late) break;
    }
}

TEST_F(hll_test, values_are_contained_only_if_all_of_them_may_be) {
    sketch_of(12, 0, 0, 100);
    EXPECT_EQ(integer({code::may_contain, integers(0, 100)}), 1);
    EXPECT_EQ(integer({code::may_contain, integers(50, 150)}), 0);
    EXPECT_EQ(read({code::may_contain, value::list{}}).code, result_code::parameter);
    EXPECT_EQ(read({code::may_contain, value::list{1, value::list{}}}).code,
              result_code::parameter);
}

TEST_F(hll_test, operation_is_recognised_before_the_bin_and_the_bin_before_the_arguments) {
    put(5);
    EXPECT_EQ(read({77}).code, result_code::parameter);
    EXPECT_EQ(read({code::add}).code, result_code::parameter);
    EXPECT_EQ(read({code::union_count, 1, 2, 3}).code, result_code::bin_incompatible_type);
    EXPECT_EQ(modify({code::fold, 99}).code, result_code::bin_incompatible_type);
    EXPECT_EQ(modify({code::count}).code, result_code::parameter);
}

TEST_F(hll_test, context_is_an_error) {
    const value before = sketch_of(8, 0, 0, 10);
    const value::list path{16, 0};  // the first element of a list
    EXPECT_EQ(read({255, path, value::list{code::count}}).code, result_code::parameter);
    EXPECT_EQ(modify({255, path, value::list{code::fold, 4}}).code, result_code::parameter);
    EXPECT_EQ(get(), before);
}

}  // namespace
}  // namespace spikelet::mock
