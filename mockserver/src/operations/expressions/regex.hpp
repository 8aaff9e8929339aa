// POSIX regular expressions (chapter 12 §5).
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstdint>
#include <memory>
#include <regex.h>
#include <string>

namespace spikelet::mock::expressions {

class regex {
public:
    // Null if the pattern is invalid, or so involved that compiling it could exhaust the machine.
    static std::shared_ptr<const regex> compile(std::int64_t flags, wire::bytes_view pattern);
    ~regex() { regfree(&compiled_); }
    regex(const regex&) = delete;
    regex& operator=(const regex&) = delete;

    // Whether it is found anywhere in the text up to its first NUL.
    bool is_found_in(wire::bytes_view text) const;

private:
    regex() = default;
    regex_t compiled_{};
};

}  // namespace spikelet::mock::expressions
