// Modules that calls name by the path of a file.
#pragma once

#include <spikelet/error.hpp>

#include <filesystem>
#include <string>

namespace spikelet {

struct module_file {
    std::string name;  // "visits.lua"
    std::string text;
};

// A relative path that is not there is looked for in `user_path`, unless that is empty.
result<module_file> read_module(const std::filesystem::path& path, const std::string& user_path);

}  // namespace spikelet
