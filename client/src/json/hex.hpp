// Bytes in hexadecimal.
#pragma once

#include "place.hpp"

#include <spikelet/wire/buffer.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace spikelet::json_form {

// json_error unless it is text of an even number of hexadecimal digits.
std::vector<std::uint8_t> read_hex(const json& found, const place& where);
std::string to_hex(wire::bytes_view bytes);

}  // namespace spikelet::json_form
