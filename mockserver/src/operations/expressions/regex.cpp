#include "operations/expressions/regex.hpp"

#include <algorithm>
#include <cstdlib>

namespace spikelet::mock::expressions {
namespace {

// The C library expands repetitions and recurses into groups: both are bounded here.
constexpr std::size_t pattern_size_max = 4096;
constexpr std::uint64_t expansion_max = 20000;

// The product of all counts in braces: an upper bound of what nested repetitions expand to.
bool is_too_involved(const std::string& pattern) {
    if (pattern.size() > pattern_size_max) return true;
    std::uint64_t expansion = 1;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '{') continue;
        std::uint64_t most = 1;
        std::uint64_t number = 0;
        for (++i; i < pattern.size() && pattern[i] != '}'; ++i) {
            const char c = pattern[i];
            number = c >= '0' && c <= '9'
                         ? std::min<std::uint64_t>(number * 10 + static_cast<unsigned>(c - '0'),
                                                   1u << 20)
                         : 0;
            most = std::max(most, number);
        }
        expansion *= most;
        if (expansion > expansion_max) return true;
    }
    return false;
}

int compile_flags(std::int64_t flags) {
    constexpr std::int64_t extended = 1;
    constexpr std::int64_t ignore_case = 2;
    constexpr std::int64_t newline = 8;
    int out = REG_NOSUB;
    if ((flags & extended) != 0) out |= REG_EXTENDED;
    if ((flags & ignore_case) != 0) out |= REG_ICASE;
    if ((flags & newline) != 0) out |= REG_NEWLINE;
    return out;
}

std::string up_to_zero(wire::bytes_view bytes) {
    const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t{0});
    return {bytes.begin(), end};
}

}  // namespace

std::shared_ptr<const regex> regex::compile(std::int64_t flags, wire::bytes_view pattern) {
    const std::string text = up_to_zero(pattern);
    if (is_too_involved(text)) return nullptr;
    // regfree() is for what was compiled only.
    regex_t compiled;
    if (regcomp(&compiled, text.c_str(), compile_flags(flags)) != 0) return nullptr;
    std::shared_ptr<regex> made(new regex);
    made->compiled_ = compiled;
    return made;
}

bool regex::is_found_in(wire::bytes_view text) const {
    return regexec(&compiled_, up_to_zero(text).c_str(), 0, nullptr, 0) == 0;
}

}  // namespace spikelet::mock::expressions
