#include "operations/hll/estimate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace spikelet::mock::hll {
namespace {

constexpr int rank_max = 64;
// How many registers have each rank.
using histogram = std::array<std::uint32_t, rank_max + 1>;

double alpha(unsigned index_bits) {
    switch (index_bits) {
        case 4:
            return 0.673;
        case 5:
            return 0.697;
        case 6:
            return 0.709;
        default:
            return 0.7213 / (1.0 + 1.079 / static_cast<double>(std::uint32_t{1} << index_bits));
    }
}

double sigma(double x) {
    if (x == 1.0) return std::numeric_limits<double>::infinity();
    double y = 1.0;
    double z = x;
    for (double before = -1.0; z != before; y += y) {
        x *= x;
        before = z;
        z += x * y;
    }
    return z;
}

double tau(double x) {
    if (x == 0.0 || x == 1.0) return 0.0;
    double y = 1.0;
    double z = 1.0 - x;
    for (double before = -1.0; z != before;) {
        x = std::sqrt(x);
        before = z;
        y *= 0.5;
        z -= (1.0 - x) * (1.0 - x) * y;
    }
    return z / 3.0;
}

std::uint64_t estimate(const histogram& registers, unsigned index_bits) {
    const double n = std::uint32_t{1} << index_bits;
    double z = n * tau(registers[rank_max] / n);
    for (int rank = rank_max; rank > 0; --rank) {
        z = 0.5 * (z + registers[static_cast<std::size_t>(rank)]);
    }
    z += n * sigma(registers[0] / n);
    return static_cast<std::uint64_t>(std::llround(alpha(index_bits) * n * n / z));
}

std::uint64_t intersect_count_by_counts(sketches sets) {
    const std::uint64_t together = union_count(sets);
    std::uint64_t sum = 0;
    for (const sketch_view& set : sets) {
        sum += count(set);
    }
    if (sets.size() == 2) return sum > together ? sum - together : 0;
    // Three sets: inclusion and exclusion, with estimates.
    std::uint64_t pairs = 0;
    for (std::size_t skipped = 0; skipped < 3; ++skipped) {
        const sketch_view pair[] = {sets[(skipped + 1) % 3], sets[(skipped + 2) % 3]};
        pairs += intersect_count(pair);
    }
    const auto all = static_cast<std::int64_t>(together - (sum - pairs));
    return all > 0 ? static_cast<std::uint64_t>(all) : 0;
}

// What two sets of these sizes have in common by chance: the share of registers that agree although
// the elements do not.
double expected_collisions(sketches sets, shape common) {
    const double n = common.register_count();
    const auto a = static_cast<double>(count(sets[0]));
    const auto b = static_cast<double>(count(sets[1]));
    double sum = 0;
    for (int i = 1; i <= 64; ++i) {
        const double below = i == 64 ? 0.0 : std::ldexp(1.0, -i) / n;
        const double above = std::ldexp(1.0, -(i - 1)) / n;
        const double pa = std::pow(1.0 - below, a) - std::pow(1.0 - above, a);
        const double pb = std::pow(1.0 - below, b) - std::pow(1.0 - above, b);
        sum += pa * pb;
    }
    return n / std::ldexp(1.0, common.minhash_bits) * sum;
}

// A server looks at one byte a register, although registers with a minhash are longer: elements in
// later registers alone leave a set empty in its eyes (chapter 11 §B6).
bool seems_empty(const sketch_view& set) {
    const bytes_view seen = set.bytes().subspan(header_size, set.shape().register_count());
    return std::ranges::all_of(seen, [](std::uint8_t byte) { return byte == 0; });
}

double similarity_by_minhash(sketches sets, shape common) {
    const auto empty = static_cast<std::size_t>(std::ranges::count_if(sets, seems_empty));
    if (empty == sets.size()) return std::numeric_limits<double>::quiet_NaN();
    if (empty != 0) return 0.0;

    std::uint32_t equal = 0;
    std::uint32_t used = 0;
    for (std::uint32_t i = 0; i < common.register_count(); ++i) {
        const std::uint64_t first = sets.front().folded_register_at(i, common);
        bool all_equal = true;
        bool any_used = first != 0;
        for (const sketch_view& set : sets.subspan(1)) {
            const std::uint64_t value = set.folded_register_at(i, common);
            all_equal &= value == first;
            any_used |= value != 0;
        }
        if (any_used) ++used;
        if (all_equal && first != 0) ++equal;
    }
    const double chance = sets.size() == 2 ? expected_collisions(sets, common) : 0.0;
    if (equal < chance) return 0.0;
    return (equal - chance) / used;
}

}  // namespace

std::uint64_t estimate(const sketch_view& set) {
    return union_count({&set, 1});
}

std::uint64_t count(const sketch_view& set) {
    const std::uint64_t cached = set.cached_count();
    return cached != 0 ? cached : estimate(set);
}

std::uint64_t union_count(sketches sets) {
    const shape common{common_shape(sets).index_bits, 0};
    histogram registers{};
    for (std::uint32_t i = 0; i < common.register_count(); ++i) {
        std::uint64_t greatest = 0;
        for (const sketch_view& set : sets) {
            greatest = std::max(greatest, set.folded_register_at(i, common));
        }
        ++registers[greatest];
    }
    return estimate(registers, common.index_bits);
}

std::uint64_t intersect_count(sketches sets) {
    if (common_shape(sets).minhash_bits == 0) return intersect_count_by_counts(sets);
    const double together = static_cast<double>(union_count(sets)) * similarity(sets);
    return std::isnan(together) ? 0 : static_cast<std::uint64_t>(std::llround(together));
}

double similarity(sketches sets) {
    const shape common = common_shape(sets);
    if (common.minhash_bits != 0) return similarity_by_minhash(sets, common);
    const auto in_all = static_cast<double>(intersect_count_by_counts(sets));
    return in_all / static_cast<double>(union_count(sets));
}

}  // namespace spikelet::mock::hll
