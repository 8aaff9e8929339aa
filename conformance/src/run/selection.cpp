#include "run/selection.hpp"

#include <algorithm>

namespace spikelet::conformance {
namespace {

// Goes back to the last "*" when a text does not go on as the pattern does: linear but for stars.
bool matches_glob(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_text = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_text = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++star_text;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

bool matches(std::string_view filter, std::string_view id) {
    if (filter.find_first_of("*?") != std::string_view::npos) return matches_glob(filter, id);
    if (filter.ends_with('/')) filter.remove_suffix(1);
    return id.starts_with(filter) && (id.size() == filter.size() || id[filter.size()] == '/');
}

}  // namespace

selection::selection(const std::vector<std::string>& filters) {
    for (const std::string& f : filters) {
        if (f.starts_with('-'))
            out_.push_back(f.substr(1));
        else
            in_.push_back(f);
    }
}

bool selection::takes(std::string_view id) const {
    const auto any = [&](const std::vector<std::string>& filters) {
        return std::any_of(filters.begin(), filters.end(),
                           [&](const std::string& f) { return matches(f, id); });
    };
    return (in_.empty() || any(in_)) && !any(out_);
}

}  // namespace spikelet::conformance
