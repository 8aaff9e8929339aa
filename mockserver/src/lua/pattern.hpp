// Lua's patterns, matched with a count of steps: the library's own matcher, which runs in C, takes
// minutes for a few characters of pattern.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <lua.hpp>
#include <string_view>

namespace spikelet::mock::lua {

class pattern_matcher {
public:
    static constexpr std::size_t none = SIZE_MAX;
    static constexpr int captures_max = 32;

    // Views that outlive this. Errors in the pattern are Lua's, raised while matching.
    pattern_matcher(lua_State* L, std::string_view subject, std::string_view pattern)
        : L_(L), subject_(subject), pattern_(pattern) {}

    // Matches the whole pattern against the subject from `at` on. The end of the match, or none.
    std::size_t match(std::size_t at);

    // Of the last match. Pushes capture `i` (from 0): a string, or a position. Without captures the
    // first one is the whole match, `begin` to `end`.
    void push_capture(int i, std::size_t begin, std::size_t end) const;
    // Pushes all of them, or the whole match; answers how many. `whole`: also when there are none.
    int push_captures(std::size_t begin, std::size_t end, bool whole) const;

private:
    struct capture {
        std::size_t begin = 0;
        std::ptrdiff_t size = 0;  // or one of those:
        static constexpr std::ptrdiff_t open = -1;
        static constexpr std::ptrdiff_t position = -2;
    };
    static constexpr int depth_max = 200;

    void step();
    std::size_t run(std::size_t s, std::size_t p);
    std::size_t item_end(std::size_t p) const;
    bool matches_item(std::size_t s, std::size_t p, std::size_t end);
    bool matches_set(char c, std::size_t p, std::size_t end) const;
    std::size_t repeat_most(std::size_t s, std::size_t p, std::size_t end);
    std::size_t repeat_least(std::size_t s, std::size_t p, std::size_t end);
    std::size_t balance(std::size_t s, std::size_t p);
    std::size_t begin_capture(std::size_t s, std::size_t p, std::ptrdiff_t size);
    std::size_t end_capture(std::size_t s, std::size_t p);
    std::size_t repeat_capture(std::size_t s, char number);
    int closed_capture(char number) const;

    lua_State* L_;
    std::string_view subject_;
    std::string_view pattern_;
    int depth_ = 0;
    int count_ = 0;
    std::uint32_t steps_ = 0;
    std::array<capture, captures_max> captures_;
};

// True when nothing in it is special: a plain search does.
bool is_plain(std::string_view pattern);

}  // namespace spikelet::mock::lua
