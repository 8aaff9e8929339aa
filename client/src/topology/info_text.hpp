// Reading the answers of the text protocol (chapter 03 §1). Nothing here trusts what it reads.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spikelet::topology {

// Takes the part in front of the next `separator`, or all that is left, off `rest`. nullopt when
// nothing is left.
std::optional<std::string_view> take_part(std::string_view& rest, char separator);

// The value that a reply body has for a command; nullopt when it has none.
std::optional<std::string_view> find_value(std::string_view body, std::string_view command);

// All of `text` is a number that fits. nullopt otherwise.
template <class Int>
std::optional<Int> parse_number(std::string_view text) {
    Int value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// The number that a reply body has for a command; nullopt when it has none.
template <class Int>
std::optional<Int> find_number(std::string_view body, std::string_view command) {
    const auto value = find_value(body, command);
    return value ? parse_number<Int>(*value) : std::nullopt;
}

// `ERROR:<code>:<text>`, its older forms included.
struct info_error {
    std::uint8_t code = 1;  // of chapter 02; 1 when none is given
    std::string_view text;
};
std::optional<info_error> parse_error(std::string_view value);

// The text form of a set of bytes. Answers false, with `out` unspecified, unless it is exactly
// `size` bytes in canonical base64 with padding.
bool decode_base64(std::string_view text, std::uint8_t* out, std::size_t size);
std::string encode_base64(std::string_view bytes);

}  // namespace spikelet::topology
