// Writing the text of answers.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace spikelet::mock::info {

inline void append(wire::buffer& out, std::string_view text) {
    out.append(text);
}
inline void append(wire::buffer& out, const char* text) {
    out.append(std::string_view(text));
}
inline void append(wire::buffer& out, char c) {
    out.append_u8(static_cast<std::uint8_t>(c));
}
inline void append(wire::buffer& out, std::same_as<bool> auto value) {
    out.append(value ? std::string_view("true") : std::string_view("false"));
}
template <std::integral Number>
requires(!std::same_as<Number, bool>) void append(wire::buffer& out, Number value) {
    char text[20];
    out.append({text, std::to_chars(text, text + sizeof text, value).ptr});
}

// Uppercase without leading zeros, as node ids and cluster keys are written.
struct hexadecimal {
    std::uint64_t value;
};
inline void append(wire::buffer& out, hexadecimal number) {
    char digits[16];
    std::size_t first = std::size(digits);
    do {
        digits[--first] = "0123456789ABCDEF"[number.value & 15];
        number.value >>= 4;
    } while (number.value != 0);
    out.append(std::string_view(digits + first, std::size(digits) - first));
}

// put(out, "ERROR:", 4, ":missing '", name, "'")
template <class... Parts>
void put(wire::buffer& out, const Parts&... parts) {
    (append(out, parts), ...);
}

// Puts `separator` before every item but the first.
class list_writer {
public:
    list_writer(wire::buffer& out, char separator) : out_(out), separator_(separator) {}
    template <class... Parts>
    void item(const Parts&... parts) {
        if (!first_) append(out_, separator_);
        first_ = false;
        put(out_, parts...);
    }

private:
    wire::buffer& out_;
    char separator_;
    bool first_ = true;
};

}  // namespace spikelet::mock::info
