// Any bytes as expressions: operations that read and write with them. The first byte chooses what
// the bin holds; then come operations (bit 0: write; size in two bytes; value). Nothing may crash,
// over-read or hang.
#include "../support/one_bin.hpp"

#include <spikelet/value.hpp>
#include <spikelet/wire/particle.hpp>

#include <string>
#include <vector>

namespace {

using namespace spikelet;
using namespace spikelet::mock;

struct stored {
    particle_type type;
    std::string bytes;
};

const std::vector<stored>& initial_values() {
    static const std::vector<stored> all = [] {
        std::vector<stored> made{{particle_type::null, {}}};
        const value inner(value::map{{"a", value::list{3, 1, 2}}, {"b", 5}},
                          map_order::key_ordered);
        for (const value& v : {value(7), value(2.5), value("text"), value(true),
                               value(value::list{1, 2, 3}), inner, value(value::list{inner, 4})}) {
            wire::buffer out;
            wire::encode_particle(v, out);
            made.push_back({wire::particle_type_of(v), std::string(wire::as_text(out.view()))});
        }
        return made;
    }();
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::input in(data, size);
    const stored& initial = initial_values()[in.byte() % initial_values().size()];
    fuzz::one_bin bin(value_view{initial.type, wire::as_bytes(initial.bytes)});
    for (int n = 0; n < 8 && !in.at_end(); ++n) {
        const bool writes = (in.byte() & 1) != 0;
        const std::size_t length = std::size_t{in.byte()} << 8u | in.byte();
        const wire::bytes_view packed = in.bytes(length);
        bin.run(writes ? wire::operation_type::expression_modify
                       : wire::operation_type::expression_read,
                packed);
        if (bin.is_exhausted()) break;
        bin.collect();
    }
    return 0;
}
