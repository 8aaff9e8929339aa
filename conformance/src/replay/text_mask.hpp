// A regular expression and what stands in for its matches, for texts that hold build numbers, node
// names and the like.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace spikelet::conformance {

class text_mask {
public:
    // Perl syntax; '.' matches no line end, '^' and '$' only the ends of the text. The replacement
    // is taken as it is. Throws std::invalid_argument that says what is wrong.
    text_mask(const std::string& pattern, std::string replacement);
    ~text_mask();
    text_mask(const text_mask&) = delete;
    text_mask& operator=(const text_mask&) = delete;

    // Throws std::runtime_error when the text drives the matcher beyond its limits.
    std::string apply(std::string_view text) const;

private:
    struct compiled;
    std::unique_ptr<compiled> pattern_;
    std::string replacement_;
};

}  // namespace spikelet::conformance
