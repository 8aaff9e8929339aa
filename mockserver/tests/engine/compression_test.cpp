// Compressed messages (chapter 01 §2): a matter of the enterprise personality.
#include "engine_fixture.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/frame.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace spikelet::mock {
namespace {

const key k("test", "demo", "k");
const std::string text(5000, 'x');

std::string compressed(std::string_view frame) {
    wire::buffer out;
    EXPECT_TRUE(wire::compress_frame(wire::as_bytes(frame), out));
    return std::string(wire::as_text(out.view()));
}

// What comes back for `bytes`, one frame; empty when the connection was closed.
std::string answer(direct_connection& connection, std::string_view bytes) {
    wire::buffer out;
    connection.exchange(wire::as_bytes(bytes), out);
    return std::string(wire::as_text(out.view()));
}

result_code code_of(std::string_view frame) {
    const auto reply = testing::parse_reply(wire::as_bytes(frame));
    EXPECT_TRUE(reply) << ::testing::PrintToString(frame);
    return reply ? reply->code : result_code::server_error;
}

wire::frame_type type_of(std::string_view frame) {
    return wire::load_frame_header(wire::as_bytes(frame).data()).type;
}

TEST(compression, request_is_refused_by_a_community_server) {
    cluster cluster;
    auto connection = cluster.connect();
    const std::string asked = compressed(request(k).write("a", text).bytes());
    EXPECT_EQ(code_of(answer(connection, asked)), result_code::enterprise_only);
    EXPECT_FALSE(cluster.get(k));
}

class compression_test : public ::testing::Test {
protected:
    cluster cluster_{{.personality = personality::enterprise}};
    direct_connection connection_ = cluster_.connect();
};

TEST_F(compression_test, request_is_executed_and_the_next_one_too) {
    const std::string asked = compressed(request(k).write("a", text).bytes());
    EXPECT_EQ(type_of(asked), wire::frame_type::compressed);
    EXPECT_EQ(code_of(answer(connection_, asked)), result_code::ok);
    EXPECT_EQ(cluster_.get(k)->bins.at("a"), text);
    EXPECT_EQ(code_of(answer(connection_, request(k).write("b", 1).bytes())), result_code::ok);
}

TEST_F(compression_test, reply_is_compressed_when_that_is_asked_for_and_worth_it) {
    cluster_.put(k, {{"long", text}, {"short", "x"}});
    const auto reply = [&](const char* bin, bool asks) {
        request r(k);
        r.read(bin);
        if (asks) r.info1(wire::info1::compress_response);
        return answer(connection_, r.bytes());
    };
    const std::string plain = reply("long", false);
    EXPECT_EQ(type_of(plain), wire::frame_type::message);
    EXPECT_EQ(type_of(reply("short", true)), wire::frame_type::message);

    const std::string packed = reply("long", true);
    ASSERT_EQ(type_of(packed), wire::frame_type::compressed);
    EXPECT_LT(packed.size(), plain.size());
    wire::buffer inflated;
    ASSERT_EQ(
        wire::inflate_frame(wire::as_bytes(packed).subspan(wire::frame_header_size), inflated),
        wire::inflate_errc::ok);
    EXPECT_EQ(wire::as_text(inflated.view()), plain);
}

TEST_F(compression_test, body_that_does_not_inflate_is_refused_and_the_connection_goes_on) {
    const std::string good = compressed(request(k).write("a", text).bytes());
    std::string torn = good;
    torn.back() = static_cast<char>(torn.back() + 1);
    std::string boastful = good;
    boastful[wire::frame_header_size] = '\x7f';
    for (const std::string& bad : {torn, boastful}) {
        EXPECT_EQ(code_of(answer(connection_, bad)), result_code::parameter);
        EXPECT_FALSE(cluster_.get(k));
    }
    // What inflates to another compressed frame is no message.
    EXPECT_EQ(code_of(answer(connection_, compressed(good + std::string(1000, 'x')))),
              result_code::parameter);
    EXPECT_EQ(code_of(answer(connection_, good)), result_code::ok);
}

}  // namespace
}  // namespace spikelet::mock
