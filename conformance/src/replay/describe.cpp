#include "describe.hpp"

#include "recorded_case.hpp"

#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/frame.hpp>

#include <algorithm>
#include <cstddef>

namespace spikelet::conformance {

namespace {

using wire::bytes_view;

constexpr std::size_t summary_max = 2000;   // characters
constexpr std::size_t hex_bytes_max = 320;  // shown of one answer
constexpr std::size_t hex_context = 64;     // of those, in front of the first difference

std::string summarize_frames(bytes_view data) {
    std::string out;
    while (!data.empty() && out.size() < summary_max) {
        std::size_t size = data.size();
        if (size >= wire::frame_header_size) {
            const std::uint64_t body_size = wire::load_frame_header(data.data()).body_size;
            if (body_size < size - wire::frame_header_size)
                size = wire::frame_header_size + static_cast<std::size_t>(body_size);
        }
        if (!out.empty()) out += " | ";
        out += wire::summarize_message(data.first(size));
        data = data.subspan(size);
    }
    if (!data.empty()) out += " | …";
    return out;
}

// The bytes around `focus`, with what was left out at both ends.
std::string hex_around(bytes_view data, std::size_t focus) {
    if (data.size() <= hex_bytes_max) return encode_hex(data);
    const std::size_t first =
        std::min(focus - std::min(focus, hex_context), data.size() - hex_bytes_max);
    const std::size_t behind = data.size() - first - hex_bytes_max;
    std::string out;
    if (first != 0) out += "(" + std::to_string(first) + " bytes)…";
    out += encode_hex(data.subspan(first, hex_bytes_max));
    if (behind != 0) out += "…(" + std::to_string(behind) + " bytes)";
    return out;
}

}  // namespace

std::string summarize_answer(exchange_status status, bytes_view answer) {
    if (status == exchange_status::closed) return "connection closed";
    if (status == exchange_status::timed_out) return "no answer in time";
    return answer.empty() ? "nothing" : summarize_frames(answer);
}

std::string describe_difference(bytes_view request, exchange_status expected_status,
                                bytes_view expected, exchange_status actual_status,
                                bytes_view actual) {
    std::string out = "  request:  " + summarize_frames(request) + "\n            " +
                      hex_around(request, 0) + "\n";
    const auto at = static_cast<std::size_t>(
        std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end()).first -
        expected.begin());
    const auto show = [&](const char* label, exchange_status status, bytes_view answer) {
        out += label + summarize_answer(status, answer) + "\n";
        if (!answer.empty()) out += "            " + hex_around(answer, at) + "\n";
    };
    show("  expected: ", expected_status, expected);
    show("  actual:   ", actual_status, actual);
    if (expected_status == actual_status && !actual.empty())
        out += "  first differing byte: " + std::to_string(at) + "\n";
    return out;
}

}  // namespace spikelet::conformance
