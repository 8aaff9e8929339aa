// Policies of the document.
#pragma once

#include "dictionary.hpp"

#include <spikelet/policy.hpp>

#include <cstdint>

namespace spikelet::json_form {

// Where a policy stands: a few keys are for one of the places only (names.md §3.2).
enum class policy_place : std::uint8_t { call, group };

// Lays the dictionary's keys over `out`. Policy: one of policy.hpp.
template <class Policy>
void read_policy_into(const json& found, const place& where, policy_place level, Policy& out);

}  // namespace spikelet::json_form
