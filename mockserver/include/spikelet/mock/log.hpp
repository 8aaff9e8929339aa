// Lines of a cluster's log.
#pragma once

#include <cstdint>
#include <string_view>

namespace spikelet::mock {

// The levels of the functions warn, info, debug and trace of a Lua module.
enum class log_level : std::uint8_t { warning = 1, info = 2, debug = 3, detail = 4 };

// "warning", "info", "debug", "detail".
std::string_view name(log_level level);

// Valid while the function that receives it runs.
struct log_line {
    log_level level;
    std::string_view file;  // of the module that logs, "m.lua"
    int line;               // in that file; 0: unknown
    std::string_view text;
};

}  // namespace spikelet::mock
