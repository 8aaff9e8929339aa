// Requests and answers as text for reports.
#pragma once

#include <spikelet/conformance/replay.hpp>
#include <spikelet/wire/buffer.hpp>

#include <string>

namespace spikelet::conformance {

// In one line.
std::string summarize_answer(exchange_status status, wire::bytes_view answer);

// The lines that follow "FAIL …": request, expected and actual answer, decoded and in hex.
std::string describe_difference(wire::bytes_view request, exchange_status expected_status,
                                wire::bytes_view expected, exchange_status actual_status,
                                wire::bytes_view actual);

}  // namespace spikelet::conformance
