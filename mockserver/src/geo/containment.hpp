// Which geometry lies in which (chapter 12 §6).
#pragma once

#include <string_view>

namespace spikelet::mock::geo {

// True if one of the texts is a point and the other a region around it. False for two points, two
// regions, and texts that are no GeoJSON values.
bool is_one_in_other(std::string_view a, std::string_view b);

}  // namespace spikelet::mock::geo
