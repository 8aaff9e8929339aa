// The style sheet of the HTML report.
#pragma once

#include <string_view>

namespace spikelet::conformance {

extern const std::string_view html_style;

}  // namespace spikelet::conformance
