#include "hex.hpp"

#include <spikelet/wire/message.hpp>

#include <string>

namespace spikelet::wire {
namespace {

constexpr const char* empty_header = "16 00000000 00 00000000 00000000 00000000 0000 0000";

// A header with these counts in front of `rest`.
byte_vector body(unsigned field_count, unsigned operation_count, std::string_view rest) {
    byte_vector bytes = from_hex(empty_header);
    store_be(bytes.data() + 18, static_cast<std::uint16_t>(field_count));
    store_be(bytes.data() + 20, static_cast<std::uint16_t>(operation_count));
    const byte_vector tail = from_hex(rest);
    bytes.insert(bytes.end(), tail.begin(), tail.end());
    bytes.shrink_to_fit();
    return bytes;
}

TEST(message, header_reads_back) {
    const message_header header{.info1 = 1,
                                .info2 = 2,
                                .info3 = 3,
                                .info4 = 4,
                                .result_code = 5,
                                .generation = 0x01020304,
                                .record_ttl = 0xfffffffe,
                                .transaction_ttl = 10000,
                                .field_count = 0x0102,
                                .operation_count = 0xfffe};
    std::uint8_t bytes[message_header_size];
    store_message_header(bytes, header);
    EXPECT_EQ(byte_vector(bytes, bytes + sizeof bytes),
              from_hex("16 01020304 05 01020304 fffffffe 00002710 0102 fffe"));
    const message_header read = load_message_header(bytes);
    EXPECT_EQ(read.info1, 1);
    EXPECT_EQ(read.info2, 2);
    EXPECT_EQ(read.info3, 3);
    EXPECT_EQ(read.info4, 4);
    EXPECT_EQ(read.result_code, 5);
    EXPECT_EQ(read.generation, 0x01020304u);
    EXPECT_EQ(read.record_ttl, 0xfffffffeu);
    EXPECT_EQ(read.transaction_ttl, 10000u);
    EXPECT_EQ(read.field_count, 0x0102);
    EXPECT_EQ(read.operation_count, 0xfffe);
}

// Two operations as an official client sends it.
TEST(message, recorded_request_is_taken_apart) {
    const auto whole = from_hex(
        "160081000000000000000000000000002710000300020000000500746573740000000701"
        "6f7261636c6500000015049d92af717239e76a514102c9b1c9bb62e441a4d0"
        "000000080404000162920001 0000001204040001629402980804fe09070401020100");
    message_view m;
    ASSERT_EQ(parse_message(whole, m), message_errc::ok);
    EXPECT_EQ(m.size(), whole.size());
    EXPECT_EQ(m.header.info2, info2::write | info2::respond_all_ops);
    EXPECT_EQ(m.header.transaction_ttl, 10000u);
    EXPECT_EQ(as_text(*m.field(field_type::namespace_name)), "test");
    EXPECT_EQ(as_text(*m.field(field_type::set_name)), "oracle");
    EXPECT_EQ(m.field(field_type::digest)->size(), 20u);
    EXPECT_FALSE(m.field(field_type::key));
    ASSERT_EQ(m.operations().size(), 2u);
    auto it = m.operations().begin();
    EXPECT_EQ((*it).type, operation_type::cdt_modify);
    EXPECT_EQ((*it).particle, particle_type::blob);
    EXPECT_EQ((*it).bin, "b");
    EXPECT_EQ((*it).value.size(), 3u);
    it++;
    EXPECT_EQ((*it).value.size(), 13u);
    EXPECT_EQ(++it, m.operations().end());
}

TEST(message, header_size_byte_is_not_checked) {
    auto bytes = body(0, 0, "");
    bytes[0] = 255;
    message_view m;
    EXPECT_EQ(parse_message(bytes, m), message_errc::ok);
}

TEST(message, first_of_a_repeated_field_counts) {
    const auto bytes = body(2, 0, "00000002 00 61 00000003 00 6263");
    message_view m;
    ASSERT_EQ(parse_message(bytes, m), message_errc::ok);
    EXPECT_EQ(as_text(*m.field(field_type::namespace_name)), "a");
}

TEST(message, unknown_fields_are_skipped) {
    const auto bytes = body(3, 0, "00000002 2e 61 00000003 ff 6263 00000002 01 64");
    message_view m;
    ASSERT_EQ(parse_message(bytes, m), message_errc::ok);
    EXPECT_EQ(as_text(*m.field(field_type::set_name)), "d");
    EXPECT_FALSE(m.field(static_cast<field_type>(46)));
    EXPECT_FALSE(m.has(static_cast<field_type>(255)));
}

TEST(message, empty_field_at_the_very_end_is_present) {
    const auto bytes = body(1, 0, "00000001 01");
    message_view m;
    ASSERT_EQ(parse_message(bytes, m), message_errc::ok);
    ASSERT_TRUE(m.has(field_type::set_name));
    EXPECT_TRUE(m.field(field_type::set_name)->empty());
}

TEST(message, update_time_lies_between_name_and_value) {
    const auto bytes = body(0, 1, "0000000f 02 01 01 02 6162 0102030405060708 2a");
    message_view m;
    ASSERT_EQ(parse_message(bytes, m), message_errc::ok);
    const operation_view o = *m.operations().begin();
    EXPECT_EQ(o.bin, "ab");
    ASSERT_EQ(o.value.size(), 1u);
    EXPECT_EQ(o.value[0], 0x2a);
}

TEST(message, view_can_be_reused) {
    const auto first = body(1, 1, "00000002 00 61 00000004 0b000000");
    const auto second = body(0, 0, "");
    message_view m;
    ASSERT_EQ(parse_message(first, m), message_errc::ok);
    ASSERT_EQ(parse_message(second, m), message_errc::ok);
    EXPECT_FALSE(m.has(field_type::namespace_name));
    EXPECT_TRUE(m.operations().empty());
}

TEST(message, prefix_leaves_the_next_message_alone) {
    auto bytes = body(0, 1, "00000005 01 00 00 01 61");
    const std::size_t first_size = bytes.size();
    const auto second = body(1, 0, "00000002 00 61");
    bytes.insert(bytes.end(), second.begin(), second.end());
    message_view m;
    EXPECT_EQ(parse_message(bytes, m), message_errc::trailing_bytes);
    ASSERT_EQ(parse_message_prefix(bytes, m), message_errc::ok);
    EXPECT_EQ(m.size(), first_size);
    ASSERT_EQ(parse_message_prefix(bytes_view(bytes).subspan(m.size()), m), message_errc::ok);
    EXPECT_TRUE(m.has(field_type::namespace_name));
    EXPECT_EQ(m.size(), second.size());
}

// ---- malformed

struct malformed_case {
    const char* name;
    unsigned field_count;
    unsigned operation_count;
    const char* rest;
    message_errc error;
};

void PrintTo(const malformed_case& c, std::ostream* out) {
    *out << c.name;
}

class malformed_message : public testing::TestWithParam<malformed_case> {};

TEST_P(malformed_message, is_refused_for_the_right_reason) {
    const malformed_case& c = GetParam();
    const auto bytes = body(c.field_count, c.operation_count, c.rest);
    message_view m;
    EXPECT_EQ(parse_message(bytes, m), c.error);
    EXPECT_EQ(m.header.field_count, c.field_count);
    if (c.error != message_errc::trailing_bytes) {
        EXPECT_TRUE(m.operations().empty());
    }
}

constexpr auto bad_field = message_errc::field_out_of_bounds;
constexpr auto bad_operation = message_errc::operation_out_of_bounds;

INSTANTIATE_TEST_SUITE_P(
    message, malformed_message,
    testing::Values(
        malformed_case{"field_missing", 1, 0, "", bad_field},
        malformed_case{"field_size_cut", 1, 0, "000000", bad_field},
        malformed_case{"field_size_zero", 1, 0, "00000000", bad_field},
        malformed_case{"field_size_zero_before_data", 1, 0, "00000000 00 61", bad_field},
        malformed_case{"field_type_missing", 1, 0, "00000001", bad_field},
        malformed_case{"field_one_byte_short", 1, 0, "00000003 00 61", bad_field},
        malformed_case{"field_size_all_ones", 1, 0, "ffffffff 00 61", bad_field},
        malformed_case{"second_field_missing", 2, 0, "00000002 00 61", bad_field},
        malformed_case{"most_fields_missing", 65535, 0, "00000002 00 61", bad_field},
        malformed_case{"operation_missing", 0, 1, "", bad_operation},
        malformed_case{"operation_size_cut", 0, 1, "0000", bad_operation},
        malformed_case{"operation_header_cut", 0, 1, "00000004 020000", bad_operation},
        malformed_case{"operation_size_zero", 0, 1, "00000000 02000000", bad_operation},
        malformed_case{"operation_size_three", 0, 1, "00000003 02000000", bad_operation},
        malformed_case{"operation_name_beyond_size", 0, 1, "00000004 02000001 61", bad_operation},
        malformed_case{"operation_name_beyond_end", 0, 1, "00000005 02000001", bad_operation},
        malformed_case{"operation_no_room_for_update_time", 0, 1,
                       "0000000c 02000101 61 01020304050607", bad_operation},
        malformed_case{"operation_one_byte_short", 0, 1, "00000006 02030001 61", bad_operation},
        malformed_case{"operation_size_all_ones", 0, 1, "ffffffff 02030001 6161", bad_operation},
        malformed_case{"operation_size_wraps", 0, 1, "fffffffc 02030001 6161", bad_operation},
        malformed_case{"second_operation_missing", 0, 2, "00000005 02000001 61", bad_operation},
        malformed_case{"most_operations_missing", 0, 65535, "00000005 02000001 61", bad_operation},
        malformed_case{"byte_behind_header", 0, 0, "00", message_errc::trailing_bytes},
        malformed_case{"byte_behind_field", 1, 0, "00000002 00 61 00",
                       message_errc::trailing_bytes},
        malformed_case{"byte_behind_operation", 0, 1, "00000005 02000001 61 00",
                       message_errc::trailing_bytes}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(message, short_header_gives_what_could_be_read) {
    const auto header = from_hex("16 01020304 05 01020304 fffffffe 00002710 0001 0001");
    for (std::size_t size = 0; size < message_header_size; ++size) {
        const byte_vector bytes(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(size));
        message_view m;
        ASSERT_EQ(parse_message(bytes, m), message_errc::short_header) << size;
        EXPECT_EQ(m.header.info1, size > 1 ? 1 : 0);
        EXPECT_EQ(m.header.generation, size >= 10 ? 0x01020304u : m.header.generation);
        EXPECT_EQ(m.header.operation_count, 0);
        EXPECT_TRUE(m.operations().empty());
    }
}

TEST(message, every_truncation_is_refused) {
    const auto whole = body(2, 2,
                            "00000002 00 61 00000003 01 6263 "
                            "00000006 02030001 61 78 0000000d 02010000 000000000000000162");
    message_view m;
    ASSERT_EQ(parse_message(whole, m), message_errc::ok);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const byte_vector bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_NE(parse_message(bytes, m), message_errc::ok) << size;
    }
}

TEST(message, errors_have_sentences) {
    for (unsigned i = 0; i <= static_cast<unsigned>(message_errc::trailing_bytes); ++i) {
        EXPECT_FALSE(explain(static_cast<message_errc>(i)).empty());
    }
}

// ---- writing

TEST(message, writer_makes_what_the_parser_reads) {
    buffer out;
    out.append(std::string_view("x"));
    message_writer w(out);
    w.field(field_type::namespace_name, as_bytes("test"));
    w.field(field_type::set_name, {});
    w.operation(operation_type::write, "a", particle_type::string, as_bytes("hello"));
    std::uint8_t* p = w.operation(operation_type::write, "b", particle_type::integer, 8);
    store_be<std::uint64_t>(p, 7);
    EXPECT_EQ(w.operation_count(), 2);
    w.finish({.info2 = info2::write, .generation = 3});

    const bytes_view frame = out.view().subspan(1);
    const frame_header header = load_frame_header(frame.data());
    EXPECT_EQ(header.type, frame_type::message);
    ASSERT_EQ(header.body_size, frame.size() - frame_header_size);
    message_view m;
    ASSERT_EQ(parse_message(frame.subspan(frame_header_size), m), message_errc::ok);
    EXPECT_EQ(m.header.generation, 3u);
    EXPECT_EQ(m.header.field_count, 2);
    EXPECT_EQ(as_text(*m.field(field_type::namespace_name)), "test");
    EXPECT_TRUE(m.field(field_type::set_name)->empty());
    auto it = m.operations().begin();
    EXPECT_EQ(as_text((*it).value), "hello");
    ++it;
    EXPECT_EQ((*it).bin, "b");
    EXPECT_EQ(load_be<std::uint64_t>((*it).value.data()), 7u);
}

TEST(message, writer_starts_again_without_a_trace) {
    buffer out;
    message_writer w(out);
    w.field(field_type::namespace_name, as_bytes("test"));
    w.operation(operation_type::read, "a", particle_type::null, bytes_view{});
    w.restart();
    w.finish({.result_code = 4});
    EXPECT_EQ(out.size(), frame_header_size + message_header_size);
    message_view m;
    ASSERT_EQ(parse_message(out.view().subspan(frame_header_size), m), message_errc::ok);
    EXPECT_EQ(m.header.result_code, 4);
    EXPECT_EQ(m.header.field_count, 0);
}

}  // namespace
}  // namespace spikelet::wire
