#include "info/sha1.hpp"

#include <spikelet/wire/buffer.hpp>

#include <array>
#include <bit>
#include <cstdint>

namespace spikelet::mock::info {
namespace {

constexpr std::size_t block_size = 64;
using state = std::array<std::uint32_t, 5>;

void add_block(state& h, const std::uint8_t* block) {
    std::array<std::uint32_t, 80> w;
    for (std::size_t t = 0; t < 16; ++t) {
        w[t] = wire::load_be<std::uint32_t>(block + 4 * t);
    }
    for (std::size_t t = 16; t < w.size(); ++t) {
        w[t] = std::rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    }
    auto [a, b, c, d, e] = h;
    for (std::size_t t = 0; t < w.size(); ++t) {
        std::uint32_t f = 0;
        std::uint32_t k = 0;
        switch (t / 20) {
            case 0:
                f = (b & c) | (~b & d);
                k = 0x5a827999;
                break;
            case 1:
                f = b ^ c ^ d;
                k = 0x6ed9eba1;
                break;
            case 2:
                f = (b & c) | (b & d) | (c & d);
                k = 0x8f1bbcdc;
                break;
            default:
                f = b ^ c ^ d;
                k = 0xca62c1d6;
                break;
        }
        const std::uint32_t next = std::rotl(a, 5) + f + e + k + w[t];
        e = d;
        d = c;
        c = std::rotl(b, 30);
        b = a;
        a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

}  // namespace

std::string sha1_hex(std::string_view text) {
    state h{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    const std::uint64_t bit_count = std::uint64_t{text.size()} * 8;
    while (text.size() >= block_size) {
        add_block(h, wire::as_bytes(text).data());
        text.remove_prefix(block_size);
    }
    // The rest, a bit, zeros, and the count of bits in the last eight bytes.
    std::array<std::uint8_t, 2 * block_size> last{};
    text.copy(reinterpret_cast<char*>(last.data()), text.size());
    last[text.size()] = 0x80;
    const std::size_t size = text.size() < block_size - 8 ? block_size : 2 * block_size;
    wire::store_be(last.data() + size - 8, bit_count);
    for (std::size_t at = 0; at < size; at += block_size) {
        add_block(h, last.data() + at);
    }
    std::string hex;
    for (const std::uint32_t word : h) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            hex += "0123456789abcdef"[word >> shift & 15];
        }
    }
    return hex;
}

}  // namespace spikelet::mock::info
