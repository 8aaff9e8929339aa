#include "text_mask.hpp"

#include <boost/regex.hpp>

#include <stdexcept>
#include <utility>

namespace spikelet::conformance {

// Not std::regex: it recurses once per character, and a long answer overflows the stack.
struct text_mask::compiled {
    boost::regex regex;
};

text_mask::text_mask(const std::string& pattern, std::string replacement)
    : replacement_(std::move(replacement)) {
    if (replacement_.find('\\') != std::string::npos) {
        throw std::invalid_argument("the replacement \"" + replacement_ +
                                    "\" refers to a group; only plain text is supported");
    }
    try {
        pattern_ = std::make_unique<compiled>(compiled{boost::regex(pattern, boost::regex::perl)});
    } catch (const boost::regex_error& error) {
        throw std::invalid_argument("the pattern \"" + pattern + "\" is wrong: " + error.what());
    }
}

text_mask::~text_mask() = default;

std::string text_mask::apply(std::string_view text) const {
    const auto flags =
        boost::regex_constants::match_not_dot_newline | boost::regex_constants::match_single_line;
    using iterator = boost::regex_iterator<std::string_view::const_iterator>;
    std::string out;
    auto from = text.begin();
    for (iterator match(text.begin(), text.end(), pattern_->regex, flags), end; match != end;
         ++match) {
        out.append(from, (*match)[0].first).append(replacement_);
        from = (*match)[0].second;
    }
    return out.append(from, text.end());
}

}  // namespace spikelet::conformance
