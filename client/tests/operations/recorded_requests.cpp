#include "recorded_requests.hpp"

#include "../wire/hex.hpp"

#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string_view>

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

std::string text_from_hex(const json& digits) {
    return std::string(wire::as_text(wire::from_hex(digits.get<std::string>())));
}

std::string to_hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        out.push_back("0123456789abcdef"[static_cast<unsigned char>(c) >> 4]);
        out.push_back("0123456789abcdef"[static_cast<unsigned char>(c) & 15]);
    }
    return out;
}

// As the client sends every map: ordered by key.
value key_ordered(value::map entries) {
    std::ranges::sort(entries, [](const value::entry& a, const value::entry& b) {
        return compare(a.first, b.first) < 0;
    });
    return {std::move(entries), map_order::key_ordered};
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
        return key_ordered(std::move(entries));
    }
    throw std::runtime_error("recorded value with the tag " + tag);
}

wire::message_view parse(const std::string& frame) {
    wire::message_view message;
    const wire::bytes_view body = wire::as_bytes(frame).subspan(wire::frame_header_size);
    EXPECT_EQ(wire::parse_message(body, message), wire::message_errc::ok);
    return message;
}

// Type, particle type, bin and value of operations, as a message holds them.
std::string operations_of(const wire::message_view& message) {
    wire::buffer out;
    for (const wire::operation_view op : message.operations()) {
        const auto p = wire::append_operation(out, op.type, op.bin, op.particle, op.value.size());
        std::copy(op.value.begin(), op.value.end(), p);
    }
    return std::string(wire::as_text(out.view()));
}

std::string packed(const std::vector<operation>& operations) {
    wire::buffer out;
    for (const operation& o : operations) {
        const operation::call& call = o.collection_call().value();
        EXPECT_TRUE(call.context.empty());
        value::list whole{call.code};
        whole.insert(whole.end(), call.arguments.begin(), call.arguments.end());
        const value v(std::move(whole));
        wire::buffer bytes;
        wire::encode_value(v, bytes);
        const auto p =
            wire::append_operation(out, o.type(), o.bin(), wire::particle_type::blob, bytes.size());
        std::copy(bytes.data(), bytes.data() + bytes.size(), p);
    }
    return std::string(wire::as_text(out.view()));
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

std::vector<recorded_request> recorded_requests(const std::string& family, const std::string& api) {
    const std::string path =
        std::string(SPIKELET_SOURCE_DIR) + "/fixtures/wire/" + family + ".jsonl.gz";
    const std::string text = read_gzip(path);
    std::vector<recorded_request> out;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const json line = json::parse(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                      text.begin() + static_cast<std::ptrdiff_t>(end));
        begin = end + 1;
        if (line.at("options").at("api") != api) continue;
        if (!line.at("masks").empty())
            throw std::runtime_error(path + ": masks are not known here");
        out.push_back(
            {line.at("id"), line.at("call"), line.at("options"), text_from_hex(line.at("req"))});
    }
    if (out.empty()) throw std::runtime_error(path + ": has no call of " + api);
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
    return key_ordered(std::move(entries));
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

bool has_operations(const recorded_request& recorded, const std::vector<operation>& operations) {
    return packed(operations) == operations_of(parse(recorded.bytes));
}

void expect_operations(const recorded_request& recorded, const std::vector<operation>& operations) {
    const wire::message_view message = parse(recorded.bytes);
    EXPECT_EQ(to_hex(packed(operations)), to_hex(operations_of(message)));
    const auto is_write = [](const operation& o) { return o.is_write(); };
    const auto always_answers = [](const operation& o) {
        return o.collection_call()->always_answers;
    };
    const wire::message_header& header = message.header;
    EXPECT_EQ((header.info1 & wire::info1::read) != 0, !std::ranges::all_of(operations, is_write));
    EXPECT_EQ((header.info2 & wire::info2::write) != 0, std::ranges::any_of(operations, is_write));
    EXPECT_EQ((header.info2 & wire::info2::respond_all_ops) != 0,
              std::ranges::any_of(operations, always_answers));
}

}  // namespace spikelet::testing
