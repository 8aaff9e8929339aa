// Any bytes as HyperLogLog operations: (1 modify, 0 read; size in two bytes; value), again and
// again on one bin. Nothing may crash, over-read or change the bin and fail; the bin stays a valid
// sketch.
#include "../support/one_bin.hpp"

#include <spikelet/wire/particle.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet;
    using namespace spikelet::mock;
    fuzz::input in(data, size);
    fuzz::one_bin bin(value_view{});
    for (int n = 0; n < 16 && !in.at_end(); ++n) {
        const bool modifies = (in.byte() & 1) != 0;
        const std::size_t high = in.byte();
        const wire::bytes_view packed = in.bytes(high << 8 | in.byte());
        bin.run(modifies ? wire::operation_type::hll_modify : wire::operation_type::hll_read,
                packed);
        const value_view after = bin.get();
        fuzz::require(after.type == particle_type::null ||
                      (after.type == particle_type::hll && wire::is_valid_hll(after.bytes)));
    }
    return 0;
}
