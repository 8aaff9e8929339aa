// The client library's log (names.md §6.5).
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace spikelet {

enum class log_level : std::int8_t {  // LOG_LEVEL_*
    off = -1,
    error = 0,
    warn = 1,
    info = 2,
    debug = 3,
    trace = 4,
};

// Level, function, source file, line, message. Called from any thread, the tending one included,
// and in the middle of calls: it must not call a client. What it throws is swallowed.
using log_handler = std::function<void(log_level level, std::string_view function,
                                       std::string_view path, int line, std::string_view message)>;

// Process-wide. Without a handler nothing is logged; an empty one ends logging.
void set_log_handler(log_handler handler);
// What is less important is not handed over; off silences all. info until it is set.
void set_log_level(log_level threshold);

}  // namespace spikelet
