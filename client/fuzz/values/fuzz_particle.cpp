// A bin's value, a type byte in front: what decodes comes back from its own particle.
#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/particle.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet;
    using namespace spikelet::wire;
    if (size == 0) return 0;
    const auto type = static_cast<particle_type>(data[0]);
    const bytes_view bytes(data + 1, size - 1);

    require(particle_text(type, bytes).size() <= value_text_max + 64);
    value v;
    const particle_errc error = decode_particle(type, bytes, v);
    require(!explain(error).empty());
    if (error != particle_errc::ok) return 0;
    require(particle_type_of(v) == type);
    buffer out;
    encode_particle(v, out);
    require(out.size() == particle_size(v));
    value again;
    require(decode_particle(type, out.view(), again) == particle_errc::ok);
    buffer same;
    encode_particle(again, same);
    require(as_text(same.view()) == as_text(out.view()));
    return 0;
}
