// Base64 with padding (RFC 4648 §4), as info texts carry bytes.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spikelet::mock::info {

std::string encode_base64(wire::bytes_view bytes);
// nullopt for what does not decode.
std::optional<std::string> decode_base64(std::string_view text);
// Whether the text decodes: whole groups of four, padding only at the end.
bool is_base64(std::string_view text);

}  // namespace spikelet::mock::info
