// Any text is either refused or gives a particle that splits into the same text.
#include "geo/geojson.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet;
    const wire::bytes_view bytes{data, size};
    const std::string_view text = wire::as_text(bytes);

    mock::geo::geo_particle_text(bytes);
    wire::buffer out;
    const auto error = mock::geo::append_geo_particle(text, out);
    if (error != mock::geo::geojson_errc::ok) {
        if (!out.empty()) std::abort();
        return 0;
    }
    if (mock::geo::geo_particle_text(out.view()) != text) std::abort();
    const std::size_t cells = (out.size() - text.size() - 3) / 8;
    if (out.data()[0] > 1 || (out.data()[0] == 0 && cells != 1)) std::abort();
    return 0;
}
