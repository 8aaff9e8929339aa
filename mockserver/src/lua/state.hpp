// One Lua state: the environment, a module's globals, and room for one call at a time.
#pragma once

#include "lua/context.hpp"
#include "lua/module.hpp"

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <lua.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace spikelet::mock::lua {

struct call_request {
    std::string_view function;
    bytes_view arguments;  // a packed list
    time_ms deadline = UINT64_MAX;
    effort allowed = effort::whole;
};

// How a call ended.
struct call_result {
    bool success = false;
    // It needs more than the turn that it was allowed: nothing else is known about it.
    bool turn_is_over = false;
    // The value of a successful one, as a particle; views the state until its next call.
    wire::particle_type type = wire::particle_type::null;
    bytes_view value;
    // What the client is told otherwise.
    std::string failure;
};

// Not for several threads at once; any one at a time.
class state {
public:
    // With the module's top level run. Null when that fails, or needs more than is allowed.
    static std::unique_ptr<state> make(const services& host, const std::shared_ptr<const module>& m,
                                       effort allowed, bool& turn_is_over);
    // Fills in the chunk of a module that has its text, and runs it once: that state is ready for
    // calls. Null, and the error's text, when it fails.
    static std::unique_ptr<state> compile(const services& host, const std::shared_ptr<module>& m,
                                          std::string& error);

    explicit state(const services& host);
    state(const state&) = delete;
    state& operator=(const state&) = delete;
    ~state();

    call_result run(const call_request& request, call& c);

    // Lets go of what calls have left behind; the result of the last one is gone. False when the
    // next call should get another state: this one has come to a limit, or holds on to much memory.
    bool make_reusable();
    // It holds code of modules besides its own.
    bool has_required() const { return context_.has_required; }

private:
    class locale;

    // Runs `body` with `argument` where errors are caught.
    int protect(lua_CFunction body, void* argument);
    bool load(const std::shared_ptr<const module>& m, effort allowed, std::string& error);
    std::string error_text() const;

    context context_;
    lua_State* L_ = nullptr;
    bool failed_ = false;  // to build the environment, or inside Lua
    std::shared_ptr<const module> module_;
    std::size_t memory_at_start_ = 0;
    wire::buffer result_;
};

}  // namespace spikelet::mock::lua
