#include "recorded_requests.hpp"

#include "../wire/hex.hpp"
#include "packed_operation.hpp"

#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>

#include <gtest/gtest.h>
#include <zlib.h>

#include <cctype>
#include <cstdlib>
#include <memory>
#include <ostream>
#include <sstream>
#include <stdexcept>

namespace spikelet::testing {
namespace {

using nlohmann::json;

std::string read_gzip(const std::string& path) {
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(::gzopen(path.c_str(), "rb"), &::gzclose);
    if (!file) throw std::runtime_error(path + ": cannot open");
    std::string text;
    char block[1 << 16];
    int count = 0;
    while ((count = ::gzread(file.get(), block, sizeof block)) > 0) {
        text.append(block, static_cast<std::size_t>(count));
    }
    if (count < 0) throw std::runtime_error(path + ": is not gzip data");
    return text;
}

value tagged_value(const std::string& tag, const json& content) {
    if (tag == "$bytes") return value::blob(wire::from_hex(content.get<std::string>()));
    if (tag == "$int") return std::stoll(content.get<std::string>());
    if (tag == "$double") return std::strtod(content.get<std::string>().c_str(), nullptr);
    if (tag == "$geo") return value::geojson(content);
    if (tag == "$map") {
        value::map entries;
        for (const json& entry : content) {
            entries.emplace_back(recorded_value(entry.at(0)), recorded_value(entry.at(1)));
        }
        return entries;
    }
    throw std::runtime_error("recorded value with the tag " + tag);
}

}  // namespace

std::string recorded_request::test_name() const {
    std::string name = id;
    for (char& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    }
    return name;
}

void PrintTo(const recorded_request& r, std::ostream* out) {
    *out << r.id << " " << r.call;
}

std::vector<json> recorded_lines(const std::string& family) {
    std::istringstream text(
        read_gzip(SPIKELET_SOURCE_DIR "/fixtures/wire/" + family + ".jsonl.gz"));
    std::vector<json> lines;
    for (std::string line; std::getline(text, line);)
        lines.push_back(json::parse(line));
    return lines;
}

std::vector<recorded_request> recorded_operations(const std::string& family) {
    std::vector<recorded_request> out;
    for (const json& line : recorded_lines(family)) {
        if (line.at("options").at("api") != "operate") continue;
        out.push_back({line.at("id"), line.at("call"), line.at("options"),
                       wire::from_hex(line.at("req").get<std::string>())});
    }
    return out;
}

value recorded_value(const json& v) {
    switch (v.type()) {
        case json::value_t::null:
            return {};
        case json::value_t::boolean:
            return v.get<bool>();
        case json::value_t::number_integer:
        case json::value_t::number_unsigned:
            return v.get<std::int64_t>();
        case json::value_t::number_float:
            return v.get<double>();
        case json::value_t::string:
            return v.get<std::string>();
        case json::value_t::array: {
            value::list items;
            for (const json& item : v)
                items.push_back(recorded_value(item));
            return items;
        }
        default:
            break;
    }
    if (v.size() == 1 && v.begin().key().starts_with('$')) {
        return tagged_value(v.begin().key(), v.begin().value());
    }
    value::map entries;
    for (const auto& [key, content] : v.items()) {
        entries.emplace_back(key, recorded_value(content));
    }
    return entries;
}

value recorded_argument(const json& op, std::size_t n) {
    const json& args = op.at("args");
    return n < args.size() ? recorded_value(args[n]) : value();
}

const json* chained(const json& op, const std::string& method) {
    const json* found = nullptr;
    if (const auto chain = op.find("chain"); chain != op.end()) {
        for (const json& call : *chain) {
            if (call.at(0) == method) found = &call.at(1);
        }
    }
    return found;
}

std::string to_hex(wire::bytes_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (const std::uint8_t b : bytes) {
        hex += digits[b >> 4];
        hex += digits[b & 15];
    }
    return hex;
}

void expect_operations(const recorded_request& recorded, const std::vector<operation>& operations) {
    wire::message_view message;
    const auto body = wire::bytes_view(recorded.bytes).subspan(wire::frame_header_size);
    ASSERT_EQ(wire::parse_message(body, message), wire::message_errc::ok);
    ASSERT_EQ(message.operations().size(), operations.size());
    std::size_t i = 0;
    bool reads = false;
    bool writes = false;
    bool answers = false;
    for (const wire::operation_view sent : message.operations()) {
        const operation& made = operations[i++];
        EXPECT_EQ(made.type(), sent.type);
        EXPECT_EQ(made.bin(), sent.bin);
        EXPECT_EQ(sent.particle, wire::particle_type::blob);
        EXPECT_EQ(packed_call(made), to_hex(sent.value));
        (made.is_write() ? writes : reads) = true;
        answers |= made.collection_call()->always_answers;
    }
    EXPECT_EQ(reads, (message.header.info1 & wire::info1::read) != 0);
    EXPECT_EQ(writes, (message.header.info2 & wire::info2::write) != 0);
    EXPECT_EQ(answers, (message.header.info2 & wire::info2::respond_all_ops) != 0);
}

}  // namespace spikelet::testing
