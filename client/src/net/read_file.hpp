// Files that calls name.
#pragma once

#include <spikelet/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>

namespace spikelet::net {

// The whole of a file of at most `size_max` bytes; client_errc::parameter, which names the path and
// the system's reason, when it cannot be read or is longer.
result<std::string> read_file(const std::filesystem::path& path, std::size_t size_max);

}  // namespace spikelet::net
