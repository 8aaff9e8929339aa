// The server release whose behaviour this one has.
#pragma once

#include <string_view>

namespace spikelet::mock::info {

inline constexpr std::string_view server_version = "8.1.2.0";
inline constexpr std::string_view server_os = "debian12";
inline constexpr std::string_view server_arch = "x86_64";
// No commit and no build of a real server: zeros, in the forms of the real ones.
inline constexpr std::string_view server_sha = "0000000000000000000000000000000000000000";
inline constexpr std::string_view server_build_time = "Thu Jan 01 00:00:00 UTC 1970";
inline constexpr unsigned compatibility_id = 15;

}  // namespace spikelet::mock::info
