// How the library writes to the application's log.
//
//     SPIKELET_LOG(log_level::warn, "node ", name, " does not answer: ", why);
//
// The parts are joined only when somebody listens at that level.
#pragma once

#include <spikelet/log.hpp>

#include <sstream>
#include <string>

namespace spikelet::logging {

// One atomic read.
bool is_wanted(log_level level);
void write(log_level level, const char* function, const char* path, int line,
           const std::string& message);

template <class... Parts>
std::string join(const Parts&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    return std::move(out).str();
}

}  // namespace spikelet::logging

// A macro for the place in the source: std::source_location does not go behind a pack of parts.
#define SPIKELET_LOG(level, ...)                                                \
    do {                                                                        \
        if (::spikelet::logging::is_wanted(level)) {                            \
            ::spikelet::logging::write(level, __func__, __FILE__, __LINE__,     \
                                       ::spikelet::logging::join(__VA_ARGS__)); \
        }                                                                       \
    } while (false)
