// Operations of a record, one dictionary or a list of them: each is read or complained about, and
// what is read can be shown and copied.
#include <spikelet/json.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet;
    try {
        const auto document =
            parse_json(std::string_view(reinterpret_cast<const char*>(data), size));
        const auto operations = document.is_array()
                                    ? operations_from_json(document)
                                    : std::vector<operation>{operation_from_json(document)};
        for (const operation& o : operations) {
            if (to_string(o.argument()).empty()) std::abort();
            if (const auto& call = o.collection_call()) to_string(value(call->arguments));
        }
    } catch (const json_error& e) {
        if (e.problem().empty()) std::abort();
    }
    return 0;
}
