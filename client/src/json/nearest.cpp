#include "nearest.hpp"

#include <algorithm>
#include <vector>

namespace spikelet::json_form {
namespace {

// Letters to add, drop, replace or swap with their neighbour until one name is the other.
std::size_t mistakes_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = a[i - 1] == b[j - 1];
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view written, std::span<const std::string_view> known) {
    constexpr std::size_t size_max = 64;  // of any name there is, with room for mistakes
    if (written.empty() || written.size() > size_max) return {};
    std::string_view best;
    // A third of a short name may be wrong, of a long one three letters.
    std::size_t mistakes_max = std::min<std::size_t>(3, (written.size() + 2) / 3);
    for (const std::string_view name : known) {
        const std::size_t mistakes = mistakes_between(written, name);
        if (mistakes > mistakes_max) continue;
        if (best.empty() || mistakes < mistakes_max) best = name;
        mistakes_max = mistakes;
    }
    return best;
}

std::string suggestion(std::string_view written, std::span<const std::string_view> known) {
    const std::string_view meant = nearest(written, known);
    if (meant.empty()) return {};
    return ", did you mean " + std::string(meant) + "?";
}

}  // namespace spikelet::json_form
