#include "info/base64.hpp"

#include <algorithm>
#include <array>

namespace spikelet::mock::info {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string encode_base64(wire::bytes_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4, '=');
    char* p = text.data();
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = bytes.size() - i;
        const std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16 |
                                    (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8 : 0) |
                                    (left > 2 ? static_cast<std::uint32_t>(bytes[i + 2]) : 0);
        p[0] = alphabet[group >> 18];
        p[1] = alphabet[group >> 12 & 63];
        if (left > 1) p[2] = alphabet[group >> 6 & 63];
        if (left > 2) p[3] = alphabet[group & 63];
        p += 4;
    }
    return text;
}

std::optional<std::string> decode_base64(std::string_view text) {
    // Six bits a character; 64 marks what is none.
    static constexpr auto values = [] {
        std::array<std::uint8_t, 256> table{};
        table.fill(64);
        for (std::size_t i = 0; i < alphabet.size(); ++i) {
            table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
        }
        return table;
    }();
    if (text.size() % 4 != 0) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    text.remove_suffix(padding);
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::uint8_t value = values[static_cast<std::uint8_t>(c)];
        if (value == 64) return std::nullopt;
        bits = bits << 6 | value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count);
        }
    }
    return bytes;
}

bool is_base64(std::string_view text) {
    if (text.size() % 4 != 0) return false;
    if (text.ends_with("==")) {
        text.remove_suffix(2);
    } else if (text.ends_with('=')) {
        text.remove_suffix(1);
    }
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return alphabet.find(c) != alphabet.npos; });
}

}  // namespace spikelet::mock::info
