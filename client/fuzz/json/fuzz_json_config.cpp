// A client's configuration: either one that is read, or a complaint that says something.
#include <spikelet/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet;
    try {
        config_from_json(std::string_view(reinterpret_cast<const char*>(data), size));
    } catch (const json_error& e) {
        if (e.problem().empty()) std::abort();
    }
    return 0;
}
