#include "record/recording.hpp"

#include "record/info_masks.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>

#include <nlohmann/json.hpp>

#include <fstream>

namespace spikelet::conformance {
namespace {

using nlohmann::json;

std::string info_frame(const std::string& text) {
    wire::buffer out;
    wire::frame_writer writer(out, wire::frame_type::info);
    out.append(text);
    writer.finish();
    return std::string(wire::as_text(out.view()));
}

struct message_parts {
    wire::message_header header = {};
    bool with_digest = true;
    bool with_range = false;
    std::vector<wire::operation_type> operations = {};
};

std::string message_frame(const message_parts& parts) {
    wire::buffer body;
    wire::frame_writer writer(body, wire::frame_type::message);
    wire::message_header header = parts.header;
    header.field_count =
        static_cast<std::uint16_t>((parts.with_digest ? 1 : 0) + (parts.with_range ? 1 : 0));
    header.operation_count = static_cast<std::uint16_t>(parts.operations.size());
    wire::store_message_header(body.grow(wire::message_header_size), header);
    const std::string digest(20, 'd');
    if (parts.with_digest)
        wire::append_field(body, wire::field_type::digest, wire::as_bytes(digest));
    if (parts.with_range)
        wire::append_field(body, wire::field_type::index_range, wire::as_bytes("r"));
    for (const wire::operation_type op : parts.operations)
        wire::append_operation(body, op, "a", wire::particle_type::null, 0);
    writer.finish();
    return std::string(wire::as_text(body.view()));
}

json line(const std::string& request, const std::string& answer) {
    return json::parse(recorded_line("id", wire::as_bytes(request), wire::as_bytes(answer)));
}

TEST(recorded_line, of_a_single_record_compares_all_of_the_answer) {
    const json l = line(message_frame({.header = {.info2 = wire::info2::write},
                                       .operations = {wire::operation_type::write}}),
                        message_frame({.with_digest = false}));
    EXPECT_EQ(l["op"], "put");
    EXPECT_EQ(l["category"], "recorded");
    EXPECT_EQ(l["steps"][0]["check"], true);
    EXPECT_FALSE(l["steps"][0].contains("kind"));
    EXPECT_FALSE(l["steps"][0].contains("mode"));
}

TEST(recorded_line, of_all_bins_leaves_their_order_open) {
    const json l =
        line(message_frame({.header = {.info1 = wire::info1::read | wire::info1::get_all}}),
             message_frame({}));
    EXPECT_EQ(l["op"], "get");
    EXPECT_EQ(l["steps"][0]["mode"], "bins");
}

TEST(recorded_line, of_a_query_is_a_set_of_messages_without_index_values) {
    const json l = line(
        message_frame(
            {.header = {.info1 = wire::info1::read}, .with_digest = false, .with_range = true}),
        message_frame({}));
    EXPECT_EQ(l["op"], "query");
    EXPECT_EQ(l["steps"][0]["kind"], "multi");
    EXPECT_EQ(l["steps"][0]["mode"], "set");
    EXPECT_EQ(l["steps"][0]["masks"], json::parse(R"(["bval"])"));
}

TEST(recorded_line, of_a_compressed_request_is_that_of_what_it_holds) {
    const std::string batch =
        message_frame({.header = {.info1 = wire::info1::batch | wire::info1::read},
                       .with_digest = false,
                       .operations = std::vector(20, wire::operation_type::read)});
    wire::buffer packed;
    ASSERT_TRUE(wire::compress_frame(wire::as_bytes(batch), packed));
    EXPECT_EQ(kind_of_answer(packed.view()), answer_kind::stream);
    const json l = line(std::string(wire::as_text(packed.view())), message_frame({}));
    EXPECT_EQ(l["op"], "batch");
    EXPECT_EQ(l["steps"][0]["kind"], "multi");
    EXPECT_EQ(l["steps"][0]["mode"], "set");
    const std::string broken("\x02\x04\x00\x00\x00\x00\x00\x03xyz", 11);
    EXPECT_EQ(operation_of_request(wire::as_bytes(broken)), "malformed");
    EXPECT_EQ(kind_of_answer(wire::as_bytes(broken)), answer_kind::message);
}

TEST(recorded_line, of_a_closed_connection_says_so) {
    EXPECT_EQ(line("\x01\x02", "")["steps"][0]["resp"], "CLOSED");
    EXPECT_EQ(line("\x01\x02", "")["op"], "malformed");
}

TEST(recorded_line, of_info_masks_what_differs_from_server_to_server) {
    const json build = line(info_frame("build\n"), info_frame("build\t8.1.2.0\n"));
    EXPECT_EQ(build["steps"][0]["kind"], "info");
    EXPECT_EQ(build["steps"][0]["check"], true);
    EXPECT_EQ(build["steps"][0]["masks"][0][1], "BUILD");
    const json statistics = line(info_frame("statistics\n"), info_frame("statistics\ta=1\n"));
    EXPECT_EQ(statistics["steps"][0]["check"], false);
}

TEST(operation_of_request, names_what_it_does) {
    using op = wire::operation_type;
    const auto of = [](const message_parts& parts) {
        return operation_of_request(wire::as_bytes(message_frame(parts)));
    };
    const wire::message_header read{.info1 = wire::info1::read};
    const wire::message_header write{.info2 = wire::info2::write};
    EXPECT_EQ(of({.header = read, .operations = {op::read}}), "select");
    EXPECT_EQ(of({.header = read, .operations = {op::read, op::cdt_read}}), "operate");
    EXPECT_EQ(of({.header = {.info1 = wire::info1::read | wire::info1::get_no_bins}}), "exists");
    EXPECT_EQ(of({.header = write, .operations = {op::touch}}), "touch");
    EXPECT_EQ(of({.header = write, .operations = {op::write, op::touch}}), "operate");
    EXPECT_EQ(of({.header = {.info2 = wire::info2::write | wire::info2::delete_record}}), "remove");
    EXPECT_EQ(of({.header = {.info1 = wire::info1::batch}, .with_digest = false}), "batch");
}

TEST(info_rules, join_those_of_several_commands) {
    EXPECT_EQ(rule_of_info("node\nbuild\n").masks.size(), 2U);
    EXPECT_FALSE(rule_of_info("build\nstatistics\n").is_compared);
    EXPECT_FALSE(rule_of_info("").is_compared);
    EXPECT_TRUE(rule_of_info("sindex-list:ns=test\n").is_set);
    EXPECT_TRUE(rule_of_info("no-such-command\n").is_compared);
    EXPECT_FALSE(rule_of_info("namespace/test\n").is_compared);
    EXPECT_TRUE(rule_of_info("namespaces\n").is_set);
}

TEST(proxy_address, replaces_addresses_and_hides_peers) {
    EXPECT_EQ(with_proxy_address("node\tA1\nservice-clear-std\t10.0.0.7:3000\n"
                                 "peers-clear-std\t2,3000,[[A2,,[10.0.0.8]]]\n",
                                 "127.0.0.1:4000"),
              "node\tA1\nservice-clear-std\t127.0.0.1:4000\npeers-clear-std\t2,3000,[]\n");
}

TEST(recording, leaves_logins_out) {
    const std::string file = ::testing::TempDir() + "logins.jsonl";
    recording r(file);
    r.add(wire::as_bytes(std::string("\x02\x02\x00\x00\x00\x00\x00\x00", 8)), {});
    const std::string request = info_frame("node\n");
    r.add(wire::as_bytes(request), wire::as_bytes(request));
    r.close();
    EXPECT_EQ(r.exchanges(), 1U);
    EXPECT_EQ(r.left_out(), 1U);
    std::ifstream in(file);
    std::string text;
    std::getline(in, text);
    EXPECT_EQ(json::parse(text)["id"], "recorded/info/000001");
    EXPECT_FALSE(std::getline(in, text));
}

TEST(recording, says_when_it_cannot_be_written) {
    EXPECT_THROW(recording("/nonexistent/r.jsonl"), std::runtime_error);
}

}  // namespace
}  // namespace spikelet::conformance
