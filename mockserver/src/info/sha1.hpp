// SHA-1 (FIPS 180-4), which udf-list shows of each module.
#pragma once

#include <string>
#include <string_view>

namespace spikelet::mock::info {

// 40 hexadecimal digits.
std::string sha1_hex(std::string_view text);

}  // namespace spikelet::mock::info
