// A value from the network on its way into storage (chapter 13 §1, chapter 07 §3.1).
#pragma once

#include "operations/working_bins.hpp"

#include <spikelet/wire/particle_type.hpp>
#include <spikelet/wire/result_code.hpp>

namespace spikelet::mock {

// Checks the particle and brings it to stored form. `out` views either the particle itself or
// `memory`. Not for nil, which a write takes as "remove the bin".
wire::result_code accept_value(particle_type type, bytes_view particle, command_memory& memory,
                               value_view& out);

}  // namespace spikelet::mock
