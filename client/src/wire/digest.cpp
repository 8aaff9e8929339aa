#include <spikelet/wire/digest.hpp>

#include <cryptopp/ripemd.h>

namespace spikelet::wire {

namespace {

using ripemd = CryptoPP::RIPEMD160;

constexpr std::size_t block_size = ripemd::BLOCKSIZE;
// What leaves room in one block for the padding's first byte and the length in bits.
constexpr std::size_t one_block_size_max = block_size - 1 - sizeof(std::uint64_t);

// The compression function over `block`, whose first `size` bytes are the input and whose other
// bytes are 0.
digest hash_block(std::uint8_t (&block)[block_size], std::size_t size) {
    block[size] = 0x80;
    store_le<std::uint64_t>(block + block_size - sizeof(std::uint64_t), size * 8);
    CryptoPP::word32 words[block_size / 4];
    for (std::size_t i = 0; i < std::size(words); ++i) {
        words[i] = load_le<std::uint32_t>(block + 4 * i);
    }
    CryptoPP::word32 state[digest_size / 4];
    ripemd::InitState(state);
    ripemd::Transform(state, words);
    digest result;
    for (std::size_t i = 0; i < std::size(state); ++i)
        store_le(result.data() + 4 * i, state[i]);
    return result;
}

}  // namespace

digest compute_digest(std::string_view set, particle_type type, bytes_view value) {
    const auto type_byte = static_cast<std::uint8_t>(type);
    const std::size_t size = set.size() + 1 + value.size();
    if (size <= one_block_size_max) {
        // Nearly every key. Without the hash object's buffering a digest takes 0.7 of the time.
        std::uint8_t block[block_size] = {};
        std::uint8_t* p = block;
        if (!set.empty()) std::memcpy(p, set.data(), set.size());
        p += set.size();
        *p++ = type_byte;
        if (!value.empty()) std::memcpy(p, value.data(), value.size());
        return hash_block(block, size);
    }
    ripemd hash;
    hash.Update(as_bytes(set).data(), set.size());
    hash.Update(&type_byte, 1);
    hash.Update(value.data(), value.size());
    digest result;
    hash.Final(result.data());
    return result;
}

digest ripemd160(bytes_view data) {
    ripemd hash;
    hash.Update(data.data(), data.size());
    digest result;
    hash.Final(result.data());
    return result;
}

}  // namespace spikelet::wire
