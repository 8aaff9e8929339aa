#include "hex.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/message.hpp>

#include <string>

namespace spikelet::wire {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// Recorded from a server.
constexpr const char* write_request =
    "0203000000000071160001000000000000000000000000002710000300030000000500746573740000000701"
    "6f7261636c650000001504f29ebd1ba832fd1e48401735d1d805b89fc001320000000d02010001610000000000"
    "000001 0000000d020100016e0000000000000005000000080203000173737472";
constexpr const char* list_request =
    "0203000000000051160081000000000000000000000000002710000300010000000500746573740000000701"
    "6f7261636c6500000015049d92af717239e76a514102c9b1c9bb62e441a4d00000000a04040001629426040304";
constexpr const char* list_reply =
    "0203000000000030160000000000000000010000000000000000000000020000000504000001620000000d04010001"
    "620000000000000008";
constexpr const char* done_reply = "020300000000001616000001000000000000000000000000000000000000";

TEST(explain_frames, request_is_told_field_by_field) {
    EXPECT_EQ(explain_frames(from_hex(write_request)),
              "@0 message, 113 bytes\n"
              "  request, info2 write, timeout ms 10000\n"
              "    namespace \"test\"\n"
              "    set \"oracle\"\n"
              "    digest f29ebd1ba832fd1e48401735d1d805b89fc00132, partition 3826\n"
              "    write a 1\n"
              "    write n 5\n"
              "    write s \"str\"\n");
}

TEST(explain_frames, packed_operations_are_named) {
    EXPECT_THAT(explain_frames(from_hex(list_request)),
                HasSubstr("cdt_modify b list remove_by_value_interval [38, 4, 3, 4]\n"));
}

TEST(explain_frames, several_frames_are_told_with_their_offsets) {
    EXPECT_EQ(explain_frames(from_hex(std::string(list_reply) + done_reply)),
              "@0 message, 48 bytes\n"
              "  reply 0 OK, generation 1\n"
              "    cdt_modify b nil\n"
              "    cdt_modify b 8\n"
              "@56 message, 22 bytes\n"
              "  reply 0 OK, info3 last\n");
}

TEST(explain_frames, info_text_is_told_line_by_line) {
    buffer out;
    frame_writer frame(out, frame_type::info);
    out.append(std::string_view("build\t8.1\nnode\tA\xff\n"));
    frame.finish();
    EXPECT_EQ(explain_frames(out.view()),
              "@0 info, 18 bytes\n  \"build\\t8.1\"\n  \"node\\tA\\xff\"\n");
}

TEST(explain_frames, special_ttl_is_negative) {
    buffer out;
    message_writer m(out);
    m.finish({.info1 = info1::read, .info2 = info2::write, .record_ttl = 0xffffffff});
    EXPECT_THAT(explain_frames(out.view()), HasSubstr(", ttl -1\n"));
}

TEST(explain_frames, fields_are_decoded_by_type) {
    buffer out;
    message_writer m(out);
    m.field(field_type::key, from_hex("036b31"));
    m.field(field_type::record_version, from_hex("01000000000200"));
    m.field(field_type::mrt_id, from_hex("0100000000000000"));
    m.field(field_type::mrt_deadline, from_hex("02000000"));
    m.field(field_type::query_id, from_hex("0000000000000007"));
    m.field(field_type::socket_timeout, from_hex("000003e8"));
    m.field(field_type::pid_array, from_hex("000001000200"));
    m.field(field_type::digest_array, byte_vector(41));
    m.field(field_type::bval_array, from_hex("feffffffffffffff"));
    m.field(field_type::index_range, from_hex("01 01 61 03 00000001 62 00000001 63"));
    m.field(field_type::index_type, from_hex("02"));
    m.field(field_type::udf_op, from_hex("09"));
    m.field(field_type::filter_expression, from_hex("9148"));
    m.field(field_type::socket_timeout, from_hex("03e8"));
    m.field(static_cast<field_type>(99), from_hex("0102"));
    m.finish({.info1 = info1::read});
    const std::string text = explain_frames(out.view());
    for (const char* line :
         {"key \"k1\"", "record version generation 2, last update 1", "transaction id 1",
          "transaction deadline 2", "query id 7", "socket timeout 1000", "partition ids 3",
          "digests 2 and 1 odd bytes", "index values -2", "index range a string \"b\" to \"c\"",
          "index type map keys", "udf kind <09> (1 bytes)", "filter expression [72]",
          "socket timeout <03e8> (2 bytes)", "field 99 <0102> (2 bytes)"}) {
        EXPECT_THAT(text, HasSubstr(std::string("    ") + line + "\n"));
    }
}

TEST(explain_frames, batch_is_told_row_by_row) {
    buffer row;
    row.append(from_hex("00000003 0d"));
    row.append(
        from_hex("00000000 fc25810fbaa39cfe5fc4bb313feb9916635ee740 0e 01 81 08 0007 0000003c"
                 "0001 0001 00000005 00 74657374 00000005 01 00 00 01 61"));
    row.append(from_hex("00000001 d5282eeb2eb3038b63df9b75880ff531b66ee85f 01"));
    row.append(from_hex("00000002 d5282e"));
    buffer out;
    message_writer m(out);
    m.field(field_type::batch, row.view());
    m.finish({.info1 = info1::batch});
    EXPECT_EQ(explain_frames(out.view()),
              "@0 message, 120 bytes\n"
              "  request, info1 batch\n"
              "    batch 3 rows, inline|respond_all_rows|row_errors\n"
              "      row 0: digest fc25810fbaa39cfe5fc4bb313feb9916635ee740, info1 read, info2 "
              "write|respond_all_ops, info3 update_only, generation 7, ttl 60\n"
              "        namespace \"test\"\n"
              "        read a\n"
              "      row 1: digest d5282eeb2eb3038b63df9b75880ff531b66ee85f, repeat\n"
              "      fault at 121: row 3 of 3 ends early\n");
}

TEST(explain_frames, compressed_frames_are_inflated) {
    buffer plain;
    message_writer m(plain);
    m.operation(operation_type::write, "a", particle_type::string, as_bytes(std::string(200, 'x')));
    m.finish({.info2 = info2::write});
    buffer packed;
    ASSERT_TRUE(compress_frame(plain.view(), packed));
    const std::string text = explain_frames(packed.view());
    EXPECT_THAT(text, HasSubstr("  inflates to 239 bytes\n"));
    EXPECT_THAT(text, HasSubstr("    write a \"xxxx"));

    packed.data()[packed.size() - 1] ^= 1;
    EXPECT_THAT(explain_frames(packed.view()),
                HasSubstr("fault at 8: not a zlib stream of the announced size\n"));
}

TEST(explain_frames, secrets_are_left_out) {
    buffer out;
    frame_writer frame(out, frame_type::admin);
    out.append(from_hex("00001402 000000000000000000000000"));
    append_field(out, static_cast<field_type>(0), as_bytes("alice"));
    append_field(out, static_cast<field_type>(4), as_bytes("wonderland"));
    frame.finish();
    const std::string text = explain_frames(out.view());
    EXPECT_EQ(text,
              "@0 security, 41 bytes\n"
              "  login, result 0 OK\n"
              "    user \"alice\"\n"
              "    clear password 10 bytes, not shown\n");
}

// ---- faults

TEST(explain_frames, faults_have_offset_and_reason) {
    const auto text = [](std::string_view hex) { return explain_frames(from_hex(hex)); };
    EXPECT_EQ(text(""), "");
    EXPECT_EQ(text("0203"), "fault at 0: a frame header has 8 bytes, but 2 are left\n");
    EXPECT_EQ(text("0303000000000000"), "fault at 0: version 3 instead of 2\n");
    EXPECT_EQ(text("0209000000000000"), "fault at 0: unknown frame type 9\n");
    EXPECT_EQ(text("0203ffffffffffff"),
              "fault at 0: a body of 281474976710655 bytes is too large\n");
    EXPECT_EQ(text("02030000000000020102"),
              "@0 message, 2 bytes\n"
              "  fault at 8: a message header has 22 bytes, but 2 are left\n"
              "  <0102>\n");
    EXPECT_EQ(text("0203000000000018 16 00000000 00 00000000 00000000 00000000 0000 0000 0102"),
              "@0 message, 24 bytes\n"
              "  reply 0 OK\n"
              "  fault at 30: a message header has 22 bytes, but 2 are left\n"
              "  <0102>\n");
    EXPECT_THAT(text("020100000000000a 61"),
                EndsWith("  \"a\"\n  fault at 9: 9 bytes of the frame are missing\n"));
    EXPECT_THAT(text("0204000000000002 0102"),
                EndsWith("fault at 8: the compressed data ends early\n  <0102>\n"));
    EXPECT_THAT(text("0202000000000002 0102"),
                EndsWith("fault at 8: shorter than the 16 bytes of a security header\n  <0102>\n"));
}

TEST(explain_frames, message_is_told_up_to_the_fault) {
    EXPECT_EQ(explain_frames(from_hex("0203000000000021 16 01000000 00 00000000 00000000 00000000 "
                                      "0002 0000 00000002 00 61 00000009 01")),
              "@0 message, 33 bytes\n"
              "  request, info1 read\n"
              "    namespace \"a\"\n"
              "    fault at 36: field 2 of 2: size 9, but 1 bytes are left\n"
              "    <0000000901>\n");
    EXPECT_THAT(
        explain_frames(from_hex("020300000000001e 16 01000000 00 00000000 00000000 00000000 "
                                "0000 0001 00000004 01000005")),
        HasSubstr("fault at 30: operation 1 of 1: size 4 has no room for a name of 5 bytes\n"));
}

TEST(explain_frames, every_truncation_and_damage_is_survived) {
    for (const char* hex : {write_request, list_request, list_reply, done_reply}) {
        const auto whole = from_hex(hex);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const byte_vector cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
            explain_frames(cut);
            summarize_message(cut);
            auto damaged = whole;
            damaged[size] ^= 0xff;
            explain_frames(damaged);
            summarize_message(damaged);
        }
    }
}

TEST(explain_frames, whole_text_is_bounded) {
    buffer out;
    for (int i = 0; i < 1000; ++i)
        out.append(from_hex(done_reply));
    const std::string text = explain_frames(out.view(), 1000);
    EXPECT_LE(text.size(), 1100u);
    EXPECT_THAT(text, EndsWith("(cut: the whole text is longer)\n"));
    EXPECT_THAT(explain_frames(out.view()), Not(HasSubstr("cut")));
}

// ---- one line

TEST(summarize_message, requests_begin_with_the_command) {
    EXPECT_EQ(summarize_message(from_hex(write_request)),
              "write test/oracle f29ebd1b a=1, n=5, s=\"str\"");
    EXPECT_EQ(
        summarize_message(from_hex(list_request)),
        "write test/oracle 9d92af71 cdt_modify b list remove_by_value_interval [38, 4, 3, 4]");
}

TEST(summarize_message, replies_begin_with_the_result) {
    EXPECT_EQ(summarize_message(from_hex(list_reply)), "rc=0 OK gen=1 {b: nil; b: 8}");
    EXPECT_EQ(summarize_message(from_hex(std::string(list_reply) + done_reply)),
              "rc=0 OK gen=1 {b: nil; b: 8} | rc=0 OK LAST");
}

TEST(summarize_message, udf_call_reads_like_a_call) {
    buffer out;
    message_writer m(out);
    m.field(field_type::namespace_name, as_bytes("test"));
    m.field(field_type::digest, byte_vector(20));
    m.field(field_type::udf_package, as_bytes("module"));
    m.field(field_type::udf_function, as_bytes("run"));
    m.field(field_type::udf_arglist, from_hex("9101"));
    m.finish({.info2 = info2::write});
    EXPECT_EQ(summarize_message(out.view()), "apply test/ 00000000 module.run[1]");
}

TEST(summarize_message, odd_bin_names_are_quoted) {
    buffer out;
    message_writer m(out);
    m.operation(operation_type::read, "a b", particle_type::null, bytes_view{});
    m.operation(operation_type::read, "", particle_type::null, bytes_view{});
    m.field(field_type::digest, {});
    m.finish({.info1 = info1::read});
    EXPECT_THAT(summarize_message(out.view()), HasSubstr("malformed"));  // fields come first

    out.clear();
    message_writer w(out);
    w.field(field_type::digest, {});
    w.operation(operation_type::read, "a b", particle_type::null, bytes_view{});
    w.operation(operation_type::read, "", particle_type::null, bytes_view{});
    w.finish({.info1 = info1::read});
    EXPECT_EQ(summarize_message(out.view()), "read \"\"/  \"a b\", *");
}

TEST(summarize_message, malformed_frames_say_so) {
    const auto text = [](std::string_view hex) { return summarize_message(from_hex(hex)); };
    EXPECT_EQ(text(""), "malformed: a frame header has 8 bytes");
    EXPECT_EQ(text("0203000000000001"), "malformed: the frame is shorter than its header says");
    EXPECT_EQ(text("0203000000000001 16"),
              "malformed: the body is shorter than the 22 bytes of a message header");
    EXPECT_EQ(text("0207000000000000"), "malformed: unknown frame type");
    EXPECT_EQ(text("0201000000000003 610a62"), "info \"a\\nb\"");
    EXPECT_EQ(text("0202000000000010 00330000 000000000000000000000000"),
              "security authenticate rc=51 SECURITY_NOT_SUPPORTED");
}

TEST(summarize_message, length_is_bounded) {
    buffer out;
    message_writer m(out);
    for (int i = 0; i < 60000; ++i) {
        m.operation(operation_type::read, "bin", particle_type::null, bytes_view{});
    }
    m.finish({});
    const std::string text = summarize_message(out.view(), 50);
    EXPECT_LE(text.size(), 80u);
    EXPECT_THAT(text, EndsWith("bytes)"));
}

}  // namespace
}  // namespace spikelet::wire
