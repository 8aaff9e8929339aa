// What the nodes of a cluster were asked, in order: how many requests a call took, and where they
// went.
#pragma once

#include <spikelet/key.hpp>
#include <spikelet/mock/clock.hpp>
#include <spikelet/wire/result_code.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spikelet::mock {

enum class request_kind : std::uint8_t {
    read,     // of one record, also of its header alone
    write,    // of one record, touches and operations among them
    remove,   // of one record as a whole
    apply,    // a function on one record
    batch,    // of any rows
    unknown,  // no request that this cluster understands
};

// "read", "write", "remove", "apply", "batch", "unknown".
std::string_view name(request_kind kind);

// One data request that a node answered. Info requests, which clients send in the background too,
// are left out.
struct journal_entry {
    std::string node;  // that received it: "A1"
    request_kind kind = request_kind::unknown;
    // Without a user key unless the request carried it; nullopt: it is not about one record.
    std::optional<spikelet::key> key;
    // Which replica of the key's partition that node holds: 0 is the master. nullopt: none, so that
    // the node passed the request on.
    std::optional<std::uint32_t> replica;
    wire::result_code result = wire::result_code::ok;  // of a batch: of its last message
    time_ms time = 0;                                  // when it was answered
};

}  // namespace spikelet::mock
