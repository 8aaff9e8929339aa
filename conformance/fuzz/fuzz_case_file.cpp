// A case file: it becomes cases, or an error that names the file.
#include "load/case.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet::conformance;
    try {
        const auto cases =
            parse_case_file(std::string_view(reinterpret_cast<const char*>(data), size), "area",
                            "operation", "file.json");
        if (cases.empty()) std::abort();
        for (const conformance_case& c : cases) {
            if (!c.id.starts_with("area/operation/") || c.steps.empty()) std::abort();
        }
    } catch (const case_error& e) {
        if (!std::string_view(e.what()).starts_with("file.json: ")) std::abort();
    }
    return 0;
}
