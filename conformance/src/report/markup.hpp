// Text inside XML and HTML documents.
#pragma once

#include <string>
#include <string_view>

namespace spikelet::conformance {

// Escapes what would be markup, also inside attributes; replaces what no XML document may hold
// (control characters, bytes that are not UTF-8).
std::string markup_text(std::string_view text);

}  // namespace spikelet::conformance
