// Which cases are run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spikelet::conformance {

// Of the command line's --filter: an id, the beginning of an id up to a "/", or a pattern in which
// "*" stands for any text and "?" for one character. One beginning with "-" leaves cases out.
// Several are alternatives; without one that takes cases in, all are in.
class selection {
public:
    selection() = default;
    explicit selection(const std::vector<std::string>& filters);
    bool takes(std::string_view id) const;

private:
    std::vector<std::string> in_;
    std::vector<std::string> out_;
};

}  // namespace spikelet::conformance
