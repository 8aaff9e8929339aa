// What expressions can ask about the record they are evaluated for (chapter 12 §2.3).
#pragma once

#include "operations/working_bins.hpp"

#include <optional>
#include <string_view>

namespace spikelet::mock {

// Views live as long as the command.
struct record_facts {
    const record* stored = nullptr;  // null: there is none yet
    const digest* key_digest = nullptr;
    std::string_view set = {};
    bytes_view key = {};  // as stored: type byte and value; empty: none
    time_ms now = 0;
    std::uint64_t stored_size = 0;  // bytes (chapter 18 §4)
};

namespace expressions {

// Numbers about a record; `code` is that of the expression. Nothing for what it does not have.
std::optional<std::int64_t> ask(const record_facts& record, std::uint8_t code);

}  // namespace expressions
}  // namespace spikelet::mock
