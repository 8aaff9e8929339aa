// Time to live: from a request's number to a record's void-time (chapter 01 §12).
#pragma once

#include "engine/command.hpp"

#include <spikelet/wire/result_code.hpp>

#include <cstdint>
#include <optional>

namespace spikelet::mock {

namespace ttl {
inline constexpr std::uint32_t use_default = 0;
inline constexpr std::uint32_t never_expire = 0xFFFFFFFF;
inline constexpr std::uint32_t keep = 0xFFFFFFFE;
inline constexpr std::uint32_t max_s = 315360000;  // ten years
}  // namespace ttl

// Refuses what no record could make valid: a ttl above the limit (parameter), or one that nobody
// would ever enforce because nsup does not run (forbidden).
// `asked` is what the request's header holds, or what a Lua function asks for instead.
result_code check_ttl(const command& cmd, std::uint32_t asked);
inline result_code check_ttl(const command& cmd) {
    return check_ttl(cmd, cmd.header().record_ttl);
}

// Void-time of the record after the write. `old` is null for a new record; `set` is the record's
// set.
std::uint32_t void_time_after(const command& cmd, std::uint32_t asked, const record* old,
                              set_id set);
inline std::uint32_t void_time_after(const command& cmd, const record* old, set_id set) {
    return void_time_after(cmd, cmd.header().record_ttl, old, set);
}

// For a read: the void-time that a touch by reading gives the record, or nullopt when it stays as
// it is.
std::optional<std::uint32_t> void_time_after_read(const command& cmd, const record& r);

}  // namespace spikelet::mock
