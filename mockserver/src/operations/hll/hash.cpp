#include "operations/hll/hash.hpp"

#include <bit>

namespace spikelet::mock::hll {
namespace {

constexpr std::uint64_t multiplier_1 = 0x87c37b91114253d5;
constexpr std::uint64_t multiplier_2 = 0x4cf5ad432745937f;
constexpr std::size_t block_size = 16;

std::uint64_t scramble_1(std::uint64_t k) {
    return std::rotl(k * multiplier_1, 31) * multiplier_2;
}
std::uint64_t scramble_2(std::uint64_t k) {
    return std::rotl(k * multiplier_2, 33) * multiplier_1;
}

std::uint64_t finish(std::uint64_t k) {
    k ^= k >> 33;
    k *= 0xff51afd7ed558ccd;
    k ^= k >> 33;
    k *= 0xc4ceb9fe1a85ec53;
    return k ^ k >> 33;
}

// Up to eight bytes, the first one lowest.
std::uint64_t load_partial(const std::uint8_t* p, std::size_t size) {
    std::uint64_t k = 0;
    for (std::size_t i = size; i-- > 0;) {
        k = k << 8 | p[i];
    }
    return k;
}

}  // namespace

hash128 murmur3(wire::bytes_view bytes) {
    std::uint64_t h1 = 0;
    std::uint64_t h2 = 0;
    const std::uint8_t* p = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= block_size; p += block_size, left -= block_size) {
        h1 ^= scramble_1(wire::load_le<std::uint64_t>(p));
        h1 = (std::rotl(h1, 27) + h2) * 5 + 0x52dce729;
        h2 ^= scramble_2(wire::load_le<std::uint64_t>(p + 8));
        h2 = (std::rotl(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    // Nothing left scrambles to 0.
    const std::size_t first = left < 8 ? left : 8;
    h1 ^= scramble_1(load_partial(p, first));
    h2 ^= scramble_2(load_partial(p + first, left - first));

    h1 ^= bytes.size();
    h2 ^= bytes.size();
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    h2 += h1;
    return {h1, h2};
}

}  // namespace spikelet::mock::hll
