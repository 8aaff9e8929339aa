// Bytes of tests in hex. The vector has exactly the bytes, so that sanitizers see an over-read.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace spikelet::wire {

using byte_vector = std::vector<std::uint8_t>;

// Blanks are ignored.
inline byte_vector from_hex(std::string_view text) {
    byte_vector bytes;
    int high = -1;
    for (const char c : text) {
        if (c == ' ') continue;
        const auto digit = std::string_view("0123456789abcdef").find(c);
        if (digit == std::string_view::npos) throw std::invalid_argument("not a hex digit");
        if (high < 0) {
            high = static_cast<int>(digit);
        } else {
            bytes.push_back(static_cast<std::uint8_t>(high << 4 | static_cast<int>(digit)));
            high = -1;
        }
    }
    if (high >= 0) throw std::invalid_argument("odd number of hex digits");
    bytes.shrink_to_fit();
    return bytes;
}

}  // namespace spikelet::wire
