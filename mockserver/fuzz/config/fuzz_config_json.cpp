// A configuration document: either a valid configuration or std::invalid_argument with a text.
#include <spikelet/mock/config_json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet::mock;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        validate(parse_config_json(text));
    } catch (const std::invalid_argument& e) {
        if (std::string_view(e.what()).empty()) std::abort();
    }
    return 0;
}
