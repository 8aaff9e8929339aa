#include <spikelet/wire/digest.hpp>

#include <cryptopp/ripemd.h>

namespace spikelet::wire {

// The hash object is 200 bytes of plain state: one on the stack costs a copy of five words, shares
// nothing between threads and allocates nothing.

digest compute_digest(std::string_view set, particle_type type, bytes_view value) {
    const auto type_byte = static_cast<std::uint8_t>(type);
    CryptoPP::RIPEMD160 hash;
    hash.Update(as_bytes(set).data(), set.size());
    hash.Update(&type_byte, 1);
    hash.Update(value.data(), value.size());
    digest result;
    hash.Final(result.data());
    return result;
}

digest ripemd160(bytes_view data) {
    CryptoPP::RIPEMD160 hash;
    hash.Update(data.data(), data.size());
    digest result;
    hash.Final(result.data());
    return result;
}

}  // namespace spikelet::wire
