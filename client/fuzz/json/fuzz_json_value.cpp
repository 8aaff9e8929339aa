// A value: what is read is written in a form that reads as the same value.
#include <spikelet/json.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet;
    value read;
    try {
        read = value_from_json(
            parse_json(std::string_view(reinterpret_cast<const char*>(data), size)));
    } catch (const json_error& e) {
        if (e.problem().empty()) std::abort();
        return 0;
    }
    const std::string written = value_to_json(read).dump();
    if (!(value_from_json(parse_json(written)) == read)) std::abort();
    return 0;
}
