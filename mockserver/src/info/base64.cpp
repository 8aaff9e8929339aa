#include "info/base64.hpp"

#include <algorithm>

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
