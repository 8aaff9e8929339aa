// What the official client sends for a call equals what the documented dictionary of the same call
// becomes, byte for byte (fixtures/wire).
#include "official_dictionary.hpp"
#include "packed_operation.hpp"

#include <spikelet/json.hpp>
#include <spikelet/list.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>

#include <zlib.h>

#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace spikelet {
namespace {

using nlohmann::json;

std::vector<json> read_lines(const std::string& family) {
    const std::string path = SPIKELET_SOURCE_DIR "/fixtures/wire/" + family + ".jsonl.gz";
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    EXPECT_NE(file, nullptr) << path;
    std::string text;
    char block[1 << 16];
    for (int n = 0; file && (n = gzread(file.get(), block, sizeof block)) > 0;)
        text.append(block, static_cast<std::size_t>(n));
    std::vector<json> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(json::parse(line));
    return lines;
}

std::string hex_of(wire::bytes_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (const std::uint8_t b : bytes) {
        hex += digits[b >> 4];
        hex += digits[b & 15];
    }
    return hex;
}

std::vector<std::uint8_t> bytes_of(const std::string& hex) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

// The documented forms of the older ranges always have a count; that client may leave it out.
operation to_the_end(const json& dictionary) {
    using range = operation (*)(std::string, std::int64_t, list::optional_count);
    const std::map<std::string, range> ranges = {{"OP_LIST_GET_RANGE", list::get_range},
                                                 {"OP_LIST_POP_RANGE", list::pop_range},
                                                 {"OP_LIST_REMOVE_RANGE", list::remove_range}};
    operation made =
        ranges.at(dictionary["op"])(dictionary["bin"], dictionary["index"], std::nullopt);
    if (!dictionary.contains("ctx")) return made;
    return std::move(made).within(context_from_json(dictionary["ctx"]));
}

operation operation_of(const json& recorded) {
    const json dictionary = official_dictionary(recorded);
    const std::string op = dictionary["op"];
    const bool is_older_range = op.ends_with("_RANGE") && op.starts_with("OP_LIST_") &&
                                op.find("_BY_") == std::string::npos;
    if (is_older_range && !dictionary.contains("val")) return to_the_end(dictionary);
    return operation_from_json(dictionary);
}

class official_client : public ::testing::TestWithParam<const char*> {};

TEST_P(official_client, sends_what_builders_make) {
    std::size_t compared = 0;
    for (const json& line : read_lines(GetParam())) {
        SCOPED_TRACE(line["id"].get<std::string>() + " " + line["options"].dump());
        if (!line["options"].contains("ops")) continue;
        const auto request = bytes_of(line["req"]);
        wire::message_view message;
        ASSERT_EQ(wire::parse_message(wire::bytes_view(request).subspan(8), message),
                  wire::message_errc::ok);
        const json& operations = line["options"]["ops"];
        ASSERT_EQ(message.header.operation_count, operations.size());
        std::size_t i = 0;
        bool answers = false;
        for (const wire::operation_view sent : message.operations()) {
            const json& recorded = operations[i++];
            if (official_dictionary(recorded).is_null()) continue;
            const operation made = operation_of(recorded);
            EXPECT_EQ(made.type(), sent.type);
            EXPECT_EQ(made.bin(), sent.bin);
            EXPECT_EQ(packed_call(made), hex_of(sent.value));
            answers |= made.collection_call()->always_answers;
            ++compared;
        }
        EXPECT_EQ(answers, (message.header.info2 & wire::info2::respond_all_ops) != 0);
    }
    // Of 811 list and 1258 map lines all but those with other operations among them.
    EXPECT_GT(compared, 800u);
}

INSTANTIATE_TEST_SUITE_P(families, official_client, ::testing::Values("list", "map"));

}  // namespace
}  // namespace spikelet
