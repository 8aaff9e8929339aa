#include "hex.hpp"

#include <spikelet/wire/frame.hpp>

namespace spikelet::wire {
namespace {

TEST(frame, header_reads_back) {
    std::uint8_t bytes[frame_header_size];
    store_frame_header(bytes, {.type = frame_type::info, .body_size = 0x010203040506});
    EXPECT_EQ(byte_vector(bytes, bytes + sizeof bytes), from_hex("0201010203040506"));
    const frame_header header = load_frame_header(bytes);
    EXPECT_EQ(header.version, frame_version);
    EXPECT_EQ(header.type, frame_type::info);
    EXPECT_EQ(header.body_size, 0x010203040506u);
}

TEST(frame, writer_fills_in_the_size_of_what_follows_it) {
    buffer out;
    out.append(std::string_view("before"));
    frame_writer frame(out, frame_type::admin);
    out.append(std::string_view("12345"));
    frame.finish();
    EXPECT_EQ(frame.start(), 6u);
    const frame_header header = load_frame_header(out.data() + frame.start());
    EXPECT_EQ(header.type, frame_type::admin);
    EXPECT_EQ(header.body_size, 5u);
    EXPECT_EQ(out.size(), 6u + 8u + 5u);
}

struct header_case {
    const char* name;
    const char* bytes;
    frame_verdict verdict;
};

// Names the case instead of printing its bytes.
void PrintTo(const header_case& c, std::ostream* out) {
    *out << c.name;
}

class request_header : public testing::TestWithParam<header_case> {};

TEST_P(request_header, is_judged_as_a_server_judges_it) {
    const auto bytes = from_hex(GetParam().bytes);
    EXPECT_EQ(check_request_header(bytes.data()), GetParam().verdict);
}

INSTANTIATE_TEST_SUITE_P(
    frame, request_header,
    testing::Values(header_case{"info", "0201000000000001", frame_verdict::ok},
                    header_case{"admin", "0202000000000010", frame_verdict::ok},
                    header_case{"message", "0203000000000016", frame_verdict::ok},
                    header_case{"compressed", "0204000000000016", frame_verdict::ok},
                    header_case{"xdr", "0205000000000016", frame_verdict::ok},
                    header_case{"empty_body", "0201000000000000", frame_verdict::ok},
                    header_case{"largest_body", "0203000008000000", frame_verdict::ok},
                    header_case{"too_large", "0203000008000001", frame_verdict::too_large},
                    header_case{"all_ones_size", "0203ffffffffffff", frame_verdict::too_large},
                    header_case{"old_admin", "0002000000000010", frame_verdict::ok},
                    header_case{"old_info", "0001000000000001", frame_verdict::bad_version},
                    header_case{"old_message", "0003000000000016", frame_verdict::bad_version},
                    header_case{"version_1", "0103000000000016", frame_verdict::bad_version},
                    header_case{"version_3", "0303000000000016", frame_verdict::bad_version},
                    header_case{"type_0", "0200000000000001", frame_verdict::bad_type},
                    header_case{"type_6", "0206000000000001", frame_verdict::bad_type},
                    header_case{"type_255", "02ff000000000001", frame_verdict::bad_type},
                    header_case{"tls_1_2", "1603010200010001", frame_verdict::tls_hello},
                    header_case{"not_quite_tls", "1603010200020001", frame_verdict::bad_version}),
    [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace spikelet::wire
