// What the C functions of a Lua state find behind it.
#pragma once

#include "lua/bin_cache.hpp"
#include "lua/budget.hpp"
#include "lua/log_sink.hpp"
#include "lua/record_target.hpp"

#include <cstdint>
#include <lua.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::mock::lua {

struct module;

// Where a state finds the modules of its cluster.
class module_source {
public:
    virtual ~module_source() = default;
    // The module that a name means, as calls and `require` write it; null if there is none.
    virtual std::shared_ptr<const module> find_module(std::string_view name) const = 0;
    // A number that no other call gets; the seed of its random numbers.
    virtual std::uint64_t next_random_seed() = 0;
};

// What a cluster offers its states; outlives them.
struct services {
    const udf_limits& limits;
    const clock& time;
    const clock& machine_time;
    time_ms start_time;  // of the cluster
    log_sink& log;
    module_source& modules;
};

// One call of a record function.
struct call {
    record_target& record;
    bin_cache cache;
    // What the function logged: written when it is certain that it does not run again.
    std::vector<logged_line> log;
};

struct context {
    explicit context(const services& s) : host(s), limits(s.limits, s.time, s.machine_time) {}

    const services& host;
    budget limits;
    call* current = nullptr;  // null while a module is loaded
    std::vector<logged_line> load_log;
    bool random_seeded = false;  // in this call
    bool has_required = false;   // holds the code of other modules
};

inline context& context_of(lua_State* state) {
    return **static_cast<context**>(lua_getextraspace(state));
}

inline void charge(lua_State* state, std::uint64_t units) {
    context_of(state).limits.charge(state, units);
}

}  // namespace spikelet::mock::lua
