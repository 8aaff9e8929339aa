// Any bytes as bitwise operations: a blob (its size in the first byte, 255: no bin), then
// operations (1 modify, 0 read; size; value). Nothing may crash, over-read or change the bin and
// fail.
#include "../support/one_bin.hpp"
#include "operations/bits/call.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet;
    using namespace spikelet::mock;
    fuzz::input in(data, size);
    // Blobs of megabytes make few executions a second; larger ones are the business of tests.
    constexpr std::size_t blob_size_max = 1u << 20;

    const std::uint8_t blob_size = in.byte();
    const bool exists = blob_size != 255;
    fuzz::one_bin bin(exists ? value_view{particle_type::blob, in.bytes(blob_size)} : value_view{});
    for (int n = 0; n < 16 && !in.at_end(); ++n) {
        const bool modifies = (in.byte() & 1) != 0;
        const wire::bytes_view packed = in.bytes(in.byte());
        const auto how = modifies ? bits::access::modify : bits::access::read;
        const auto call = bits::parse_call(packed, how);
        if (call && call->code <= bits::code::insert &&
            (call->size > blob_size_max || std::abs(call->offset) > std::int64_t{blob_size_max})) {
            continue;
        }
        const std::size_t before = bin.get().bytes.size();
        const bool ok = bin.run(
            modifies ? wire::operation_type::bits_modify : wire::operation_type::bits_read, packed);
        const value_view after = bin.get();
        if (modifies) fuzz::require(ok <= call.has_value());
        if (!modifies) fuzz::require(after.bytes.size() == before);
        fuzz::require(after.type == particle_type::blob || after.type == particle_type::null);
        if (call && call->code > bits::code::remove) {
            fuzz::require(after.bytes.size() == before);
        }
    }
    return 0;
}
