#include "topology/info_text.hpp"

#include <algorithm>
#include <array>

namespace spikelet::topology {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 0xff;

constexpr auto digits = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}();

bool starts_like(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(), [](char wanted, char c) {
               return (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) == wanted;
           });
}

}  // namespace

std::optional<std::string_view> take_part(std::string_view& rest, char separator) {
    if (rest.empty()) return std::nullopt;
    const std::size_t at = rest.find(separator);
    const std::string_view part = rest.substr(0, at);
    rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
    return part;
}

std::optional<std::string_view> find_value(std::string_view body, std::string_view command) {
    while (const auto line = take_part(body, '\n')) {
        if (line->size() > command.size() && line->starts_with(command) &&
            (*line)[command.size()] == '\t') {
            return line->substr(command.size() + 1);
        }
    }
    return std::nullopt;
}

std::optional<info_error> parse_error(std::string_view value) {
    std::string_view rest;
    if (starts_like(value, "ERROR")) {
        rest = value.substr(5);
    } else if (starts_like(value, "FAIL")) {
        rest = value.substr(4);
    } else {
        return std::nullopt;
    }
    info_error e;
    if (rest.starts_with(':') || rest.starts_with('=')) rest.remove_prefix(1);
    const std::size_t colon = rest.find(':');
    if (colon == 0) {
        rest.remove_prefix(1);
    } else if (colon != std::string_view::npos) {
        if (const auto code = parse_number<std::uint8_t>(rest.substr(0, colon)); code) {
            if (*code != 0) e.code = *code;
            rest.remove_prefix(colon + 1);
        }
    } else if (const auto code = parse_number<std::uint8_t>(rest); code && *code != 0) {
        e.code = *code;
        rest = {};
    }
    e.text = rest;
    return e;
}

bool decode_base64(std::string_view text, std::uint8_t* out, std::size_t size) {
    if (text.size() != (size + 2) / 3 * 4) return false;
    const std::size_t padding = (3 - size % 3) % 3;
    for (std::size_t i = 0; i < padding; ++i) {
        if (text[text.size() - 1 - i] != '=') return false;
    }
    std::uint32_t bits = 0;
    unsigned bit_count = 0;
    std::size_t done = 0;
    for (const char c : text.substr(0, text.size() - padding)) {
        const std::uint8_t digit = digits[static_cast<std::uint8_t>(c)];
        if (digit == no_digit) return false;
        bits = bits << 6 | digit;
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            out[done++] = static_cast<std::uint8_t>(bits >> bit_count);
        }
    }
    return (bits & ((1u << bit_count) - 1)) == 0;
}

std::string encode_base64(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t k) {
            return i + k < bytes.size() ? static_cast<std::uint8_t>(bytes[i + k]) : std::uint8_t{0};
        };
        const std::uint32_t group =
            std::uint32_t{byte(0)} << 16 | std::uint32_t{byte(1)} << 8 | byte(2);
        out += alphabet[group >> 18];
        out += alphabet[group >> 12 & 63];
        out += i + 1 < bytes.size() ? alphabet[group >> 6 & 63] : '=';
        out += i + 2 < bytes.size() ? alphabet[group & 63] : '=';
    }
    return out;
}

}  // namespace spikelet::topology
