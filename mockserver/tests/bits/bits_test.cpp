// Rules of bitwise operations that the recordings cannot show, or show only once: requests that
// bring a real server down, limits, and several changes in one command.
#include "support/calls.hpp"

#include <gtest/gtest.h>

#include <string>

namespace spikelet::mock {
namespace {

using mock::testing::blob;
using mock::testing::from_hex;
using mock::testing::one_record;
using mock::testing::reply;
using mock::testing::request;
using wire::operation_type;
using wire::result_code;

namespace code {
constexpr int resize = 0, insert = 1, remove = 2, set = 3, lshift = 8, rshift = 9, add = 10,
              set_int = 12, get = 50, count = 51, lscan = 52, rscan = 53, get_int = 54;
}

constexpr int update_only = 2, no_fail = 4, partial = 8;
constexpr std::int64_t mebi = std::int64_t{1} << 20;

class bits_test : public ::testing::Test, protected one_record {
protected:
    reply modify(const value::list& c) { return call(operation_type::bits_modify, c); }
    reply read(const value::list& c) { return call(operation_type::bits_read, c); }
    // What a change leaves, in hex, or the name of its error.
    std::string after(std::string_view before, const value::list& c) {
        put_blob(from_hex(before));
        const reply r = modify(c);
        return r.code == result_code::ok ? get_hex() : std::string(wire::name(r.code));
    }
};

// ---- requests on which a real server crashes

TEST_F(bits_test, shift_of_a_cut_off_range_by_more_than_is_left_clears_it) {
    for (const int direction : {code::lshift, code::rshift}) {
        EXPECT_EQ(after("ffffff", {direction, 4, 64, 20, partial}), "f00000");
        EXPECT_EQ(after("ffffff", {direction, 4, 64, 21, partial}), "f00000");
        EXPECT_EQ(after("ffffff", {direction, 4, 64, 1000000, partial}), "f00000");
    }
    EXPECT_EQ(after("ffffff", {code::lshift, 4, 64, 19, partial}), "f80000");
    EXPECT_EQ(after("ffffff", {code::rshift, 4, 64, 19, partial}), "f00001");
}

TEST_F(bits_test, blob_argument_without_a_type_byte_is_an_error) {
    put_blob("abc");
    const value empty = value::blob({}, wire::particle_type::null);
    EXPECT_EQ(modify({code::set, 0, 8, empty}).code, result_code::parameter);
    EXPECT_EQ(modify({code::insert, 0, empty}).code, result_code::parameter);
}

// ---- the particle type of the operation

TEST_F(bits_test, operation_that_is_not_typed_as_blob_is_refused) {
    put_blob("abc");
    for (const operation_type type : {operation_type::bits_read, operation_type::bits_modify}) {
        const int opcode = type == operation_type::bits_read ? code::count : code::resize;
        request r = make_request();
        r.info1(wire::info1::read).info2(wire::info2::write);
        r.operation(type, "b", wire::particle_type::list,
                    mock::testing::packed(value::list{opcode, 0, 8}));
        EXPECT_EQ(send_request(r).code, result_code::bin_incompatible_type);
    }
}

// ---- limits

TEST_F(bits_test, offsets_and_sizes_of_128_mebibytes_are_errors) {
    put_blob("abc");
    EXPECT_EQ(modify({code::resize, 128 * mebi}).code, result_code::parameter);
    EXPECT_EQ(modify({code::insert, 128 * mebi, blob("x")}).code, result_code::parameter);
    EXPECT_EQ(modify({code::insert, -128 * mebi, blob("x")}).code, result_code::parameter);
    EXPECT_EQ(modify({code::insert, 128 * mebi - 1, blob("x")}).code, result_code::parameter)
        << "the result would be too large";
    EXPECT_EQ(modify({code::remove, 0, 128 * mebi, no_fail}).code, result_code::parameter);
    EXPECT_EQ(modify({code::set, 1024 * mebi, 1, blob("x"), no_fail}).code, result_code::parameter);
    EXPECT_EQ(modify({code::set, 1024 * mebi - 1, 1, blob("x"), no_fail}).code, result_code::ok);
    EXPECT_EQ(read({code::count, 0, 1024 * mebi}).code, result_code::parameter);
    EXPECT_EQ(read({code::count, 0, 1024 * mebi - 1}).code, result_code::op_not_applicable);
    EXPECT_EQ(modify({code::lshift, 0, 8, 1024 * mebi + 1}).code, result_code::parameter);
}

TEST_F(bits_test, blob_above_the_record_limit_is_too_big_only_if_it_stays_so) {
    put_blob("abc");
    EXPECT_EQ(modify({code::resize, 100 * mebi}).code, result_code::record_too_big);
    EXPECT_EQ(get_bytes(), "abc");
    request r = make_request();
    add_call(r, operation_type::bits_modify, {code::resize, 100 * mebi});
    add_call(r, operation_type::bits_modify, {code::resize, 4});
    EXPECT_EQ(send_request(r).code, result_code::ok);
    EXPECT_EQ(get_hex(), "61626300");
}

TEST_F(bits_test, command_that_piles_up_blobs_is_refused_before_memory_runs_out) {
    request r = make_request();
    r.info2(wire::info2::write);
    for (int i = 0; i < 100; ++i) {
        r.operation(operation_type::bits_modify, "b" + std::to_string(i), wire::particle_type::blob,
                    mock::testing::packed(value::list{code::resize, 127 * mebi}));
    }
    EXPECT_EQ(send_request(r).code, result_code::record_too_big);
    EXPECT_FALSE(exists());
}

// ---- several operations in one command

TEST_F(bits_test, changes_follow_one_another_and_reads_see_them) {
    put_blob(std::string(10000, '\0'));  // large: changed in place from the second operation on
    request r = make_request();
    for (int i = 0; i < 80; ++i) {
        add_call(r, operation_type::bits_modify, {code::set_int, i * 1000, 8, i});
        add_call(r, operation_type::bits_read, {code::get_int, i * 1000, 8});
    }
    add_call(r, operation_type::bits_modify, {code::insert, 0, blob("\xff")});
    add_call(r, operation_type::bits_modify, {code::set_int, 0, 4, 0});
    add_call(r, operation_type::bits_read, {code::get_int, 0, 16});
    const reply answers = send_request(r);
    ASSERT_EQ(answers.code, result_code::ok);
    ASSERT_EQ(answers.operations.size(), 81u) << "changes have no result";
    for (int i = 0; i < 80; ++i) {
        EXPECT_EQ(answers.operations[static_cast<std::size_t>(i)].integer(), i);
    }
    EXPECT_EQ(answers.operations.back().integer(), 0x0f00);
    EXPECT_EQ(get_bytes().size(), 10001u);
}

TEST_F(bits_test, failing_operation_undoes_the_changes_in_front_of_it) {
    const std::string before(10000, 'x');
    put_blob(before);
    request r = make_request();
    add_call(r, operation_type::bits_modify, {code::set_int, 0, 64, 1});
    add_call(r, operation_type::bits_modify, {code::set_int, 64, 64, 1});
    add_call(r, operation_type::bits_modify, {code::resize, 5000});
    add_call(r, operation_type::bits_modify, {code::set_int, 39999, 2, 1});
    EXPECT_EQ(send_request(r).code, result_code::op_not_applicable);
    EXPECT_EQ(get_bytes(), before);
}

TEST_F(bits_test, part_of_a_blob_stays_when_its_other_part_is_removed) {
    const std::string content = std::string(5000, 'a') + std::string(5000, 'b');
    put_blob(content);
    request r = make_request();
    add_call(r, operation_type::bits_modify, {code::set_int, 0, 8, 'A'});  // a large copy
    add_call(r, operation_type::bits_modify, {code::remove, 9000, 1000});  // its front
    add_call(r, operation_type::bits_modify, {code::remove, 0, 4000});     // its middle
    add_call(r, operation_type::bits_modify, {code::set_int, 0, 8, 'C'});  // a copy again
    add_call(r, operation_type::bits_modify, {code::resize, 4500, 0, 1});  // the end of that
    add_call(r, operation_type::bits_modify, {code::add, 0, 8, 1});
    ASSERT_EQ(send_request(r).code, result_code::ok);
    EXPECT_EQ(get_bytes(), "b" + std::string(499, 'a') + std::string(4000, 'b'));
}

TEST_F(bits_test, megabytes_are_shifted_by_any_distance) {
    std::string bytes(4 << 20, '\0');
    bytes.front() = '\x01';
    bytes.back() = '\x80';
    put_blob(bytes);
    const std::int64_t bits = static_cast<std::int64_t>(bytes.size()) * 8;
    ASSERT_EQ(modify({code::rshift, 0, bits, bits / 2 + 3}).code, result_code::ok);
    EXPECT_EQ(read({code::lscan, 0, bits, true}).operations.at(0).integer(), bits / 2 + 3 + 7);
    EXPECT_EQ(read({code::count, 0, bits}).operations.at(0).integer(), 1);
    ASSERT_EQ(modify({code::lshift, 5, bits - 5, bits / 2 - 1}).code, result_code::ok);
    EXPECT_EQ(read({code::lscan, 0, bits, true}).operations.at(0).integer(), 11);
}

// ---- quirks of a real server

TEST_F(bits_test, scan_from_the_right_sees_the_bits_in_front_of_the_range_in_its_first_byte) {
    put_blob(from_hex("0188ff"));
    EXPECT_EQ(read({code::rscan, 11, 1, true}).operations.at(0).integer(), -3);
    EXPECT_EQ(read({code::rscan, 8, 4, true}).operations.at(0).integer(), 0);
    EXPECT_EQ(read({code::rscan, 9, 3, true}).operations.at(0).integer(), -1)
        << "in front of the range, though it looks like none";
    EXPECT_EQ(read({code::rscan, 17, 7, false}).operations.at(0).integer(), -1);
    EXPECT_EQ(read({code::lscan, 9, 3, true}).operations.at(0).integer(), -1);
}

TEST_F(bits_test, read_of_a_bin_that_does_not_exist_is_nothing_whatever_it_asks_for) {
    put_blob("x");
    request r = make_request();
    r.info1(wire::info1::read);
    r.operation(operation_type::bits_read, "other", wire::particle_type::blob, "garbage");
    const reply answer = send_request(r);
    EXPECT_EQ(answer.code, result_code::ok);
    EXPECT_TRUE(answer.operations.empty());
}

TEST_F(bits_test, text_and_any_kind_of_blob_serve_as_operand) {
    EXPECT_EQ(after("00", {code::set, 0, 8, "a"}), "61");
    const value language_blob = value::blob(wire::as_bytes("b"), wire::particle_type::python_blob);
    EXPECT_EQ(after("00", {code::set, 0, 8, language_blob}), "62");
    EXPECT_EQ(after("00", {code::set, 0, 8, 5}), "REQUEST_INVALID");
}

TEST_F(bits_test, resize_to_nothing_leaves_an_empty_blob_but_makes_none) {
    EXPECT_EQ(after("0102", {code::resize, 0}), "");
    EXPECT_TRUE(exists());
    remove();
    EXPECT_EQ(modify({code::resize, 0}).code, result_code::record_not_found);
    EXPECT_FALSE(exists());
}

TEST_F(bits_test, update_only_makes_no_blob) {
    EXPECT_EQ(modify({code::insert, 0, blob("x"), update_only}).code, result_code::bin_not_found);
    EXPECT_EQ(modify({code::insert, 0, blob("x")}).code, result_code::ok);
    EXPECT_EQ(modify({code::insert, 0, blob("x"), update_only}).code, result_code::ok);
    EXPECT_EQ(get_bytes(), "xx");
}

TEST_F(bits_test, context_is_an_error) {
    put_blob("abc");
    const value::list path{16, 0};  // the first element of a list
    EXPECT_EQ(read({255, path, value::list{code::count, 0, 8}}).code, result_code::parameter);
    EXPECT_EQ(modify({255, path, value::list{code::resize, 1}}).code, result_code::parameter);
    EXPECT_EQ(get_bytes(), "abc");
}

}  // namespace
}  // namespace spikelet::mock
