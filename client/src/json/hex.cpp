#include "hex.hpp"

namespace spikelet::json_form {
namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::vector<std::uint8_t> read_hex(const json& found, const place& where) {
    constexpr std::string_view accepted = "pairs of hexadecimal digits, such as \"00ff\"";
    if (!found.is_string()) refuse(where, found, accepted);
    const auto& text = found.get_ref<const std::string&>();
    if (text.size() % 2 != 0) refuse(where, found, accepted);
    std::vector<std::uint8_t> bytes(text.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digit_of(text[2 * i]);
        const int low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0) refuse(where, found, accepted);
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return bytes;
}

std::string to_hex(wire::bytes_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::uint8_t b : bytes) {
        text += digits[b >> 4];
        text += digits[b & 15];
    }
    return text;
}

}  // namespace spikelet::json_form
