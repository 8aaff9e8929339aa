// Long texts and blobs in case files, written short.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace spikelet::conformance {

// Replaces, everywhere in the document,
//
//     {"$fill": "ab", "size": 1000}    by a text of so many bytes,
//     {"$fill_bytes": "00ff", "size": 1000}    by a blob of so many bytes, {"$bytes": …},
//     {"$fill_list": 7, "size": 1000}    by an array of so many equal elements.
//
// Throws json_error; sizes reach 16 MiB, elements a million, and all of a document 64 MiB.
void expand_fills(nlohmann::json& document);

}  // namespace spikelet::conformance
