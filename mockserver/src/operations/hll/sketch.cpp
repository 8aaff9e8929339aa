#include "operations/hll/sketch.hpp"

#include "operations/hll/hash.hpp"

#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/packed_normalize.hpp>

#include <bit>
#include <cstring>

namespace spikelet::mock::hll {
namespace {

// Six bits hold a rank. A server's rank can be 64 or 65, once in 2^62 elements.
constexpr std::uint64_t rank_max = 63;

slot slot_of(hash128 h, shape s) {
    const std::uint64_t rank =
        std::min<std::uint64_t>(static_cast<unsigned>(std::countr_zero(h.second)) + 1, rank_max);
    const std::uint64_t minhash = (h.first >> s.index_bits) & bits::low_mask(s.minhash_bits);
    return {static_cast<std::uint32_t>(h.first & bits::low_mask(s.index_bits)),
            rank << s.minhash_bits | minhash};
}

// A quick answer for the usual elements; false only costs a rewriting that changes nothing.
bool is_shortest(bytes_view packed) {
    wire::msgpack::reader in(packed);
    wire::msgpack::item i;
    if (!in.next(i)) return true;
    switch (i.kind) {
        case wire::msgpack::item_kind::integer: {
            const bool signed_form = packed[0] >= 0xd0;
            return i.is_unsigned || (signed_form == (i.integer() < 0) &&
                                     packed.size() == wire::msgpack::integer_size(i.integer()));
        }
        case wire::msgpack::item_kind::bytes: {
            const bool bin_form = packed[0] >= 0xc4 && packed[0] <= 0xc6;
            const std::size_t size = i.payload.size();
            return !bin_form && packed.size() == size + wire::msgpack::bytes_header_size(size);
        }
        default:
            return i.kind != wire::msgpack::item_kind::extension;
    }
}

}  // namespace

void write_header(std::uint8_t* out, shape s) {
    std::memset(out, 0, header_size);
    out[1] = s.index_bits;
    out[2] = s.minhash_bits;
}

void set_cached_count(std::uint8_t* sketch, std::uint64_t count) {
    wire::store_le(sketch + 3, count);
}

slot slot_of(bytes_view packed, shape s) {
    if (is_shortest(packed)) return slot_of(murmur3(packed), s);
    wire::buffer shortest;
    // What cannot be stored (a wildcard) has one form only.
    const bool rewritten = wire::normalize_element(packed, shortest) == wire::normalize_errc::ok;
    return slot_of(murmur3(rewritten ? shortest.view() : packed), s);
}

shape common_shape(sketches sets) {
    shape common = sets.front().shape();
    for (const sketch_view& set : sets) {
        common.index_bits = std::min(common.index_bits, set.shape().index_bits);
        if (set.shape().minhash_bits != common.minhash_bits) common.minhash_bits = 0;
    }
    return common;
}

void unite(sketches sets, shape s, std::uint8_t* out) {
    write_header(out, s);
    for (std::uint32_t i = 0; i < s.register_count(); ++i) {
        std::uint64_t greatest = 0;
        for (const sketch_view& set : sets) {
            greatest = std::max(greatest, set.folded_register_at(i, s));
        }
        set_register(out, s, i, greatest);
    }
}

}  // namespace spikelet::mock::hll
