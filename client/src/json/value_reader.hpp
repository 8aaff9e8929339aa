// Values of the document.
#pragma once

#include "place.hpp"

#include <spikelet/value.hpp>

namespace spikelet::json_form {

value read_value(const json& found, const place& where);
// A list of the document, each element a value.
value::list read_list(const json& found, const place& where);
// A map of the document in any of its forms.
value::map read_map(const json& found, const place& where);

}  // namespace spikelet::json_form
