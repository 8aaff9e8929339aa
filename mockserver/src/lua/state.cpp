#include "lua/state.hpp"

#include "lua/environment.hpp"
#include "lua/load_text.hpp"
#include "lua/objects.hpp"
#include "lua/pack.hpp"
#include "lua/record.hpp"
#include "lua/unpack.hpp"
#include "lua/weak_tables.hpp"

#include <clocale>
#include <cstddef>
#include <locale.h>
#include <span>
#include <utility>

namespace spikelet::mock::lua {
namespace {

// Memory beyond what the module itself takes that a state may keep from call to call.
constexpr std::size_t kept_memory = 1u << 20;
// A larger module is not loaded in a turn.
constexpr std::size_t chunk_in_turn_max = 128u << 10;
// Results that one large call has blown up are given back above this.
constexpr std::size_t kept_result = 64u << 10;

// ---- bodies, which run where errors are caught; each takes its argument as light userdata

template <class T>
T& argument(lua_State* L) {
    return *static_cast<T*>(lua_touserdata(L, 1));
}

// The block that a new state lives in is the first that it takes.
struct birth {
    budget& limits;
    std::span<std::byte> memory;
};

void* allocate_first(void* self, void* block, std::size_t old_size, std::size_t new_size) {
    auto& b = *static_cast<birth*>(self);
    void* const made = budget::reallocate(&b.limits, block, old_size, new_size);
    if (b.memory.empty() && made != nullptr) b.memory = {static_cast<std::byte*>(made), new_size};
    return made;
}

int build_environment(lua_State* L) {
    if (!forbid_weak_tables(L, argument<birth>(L).memory)) {
        return luaL_error(L, "the Lua library is another one than this program knows");
    }
    make_environment(L);
    return 0;
}

struct compilation {
    const module& source;
    std::string chunk;
};

int append_chunk(lua_State*, const void* bytes, std::size_t size, void* to) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
    return 0;
}

// Leaves nothing: the chunk goes to the compilation.
int compile_text(lua_State* L) {
    auto& c = argument<compilation>(L);
    const std::string name = "@" + path_of(c.source.file);
    if (load_text(L, c.source.content, name.c_str()) != LUA_OK) return lua_error(L);
    lua_dump(L, append_chunk, &c.chunk, 0);
    return 0;
}

int run_top_level(lua_State* L) {
    const auto& m = argument<const module>(L);
    if (load_module(L, m) != LUA_OK) return lua_error(L);
    // As `require` would have it, so that modules may ask for themselves.
    const std::string name = m.file.substr(0, m.file.rfind('.'));
    push_string(L, name);
    lua_call(L, 1, 0);
    return 0;
}

struct execution {
    const call_request& request;
    call& record_call;
    wire::buffer& result;
    wire::particle_type type = wire::particle_type::null;
};

int run_call(lua_State* L) {
    auto& e = argument<execution>(L);
    // Whatever way the call ends, its record ends with it.
    struct record_end {
        record_box* box;
        ~record_end() { box->owner = nullptr; }
    } const ending{push_record(L, e.record_call)};

    push_string(L, e.request.function);
    lua_pushglobaltable(L);
    lua_insert(L, -2);
    if (lua_gettable(L, -2) == LUA_TNIL) {
        lua_pushliteral(L, "function not found");
        return lua_error(L);
    }
    lua_replace(L, -2);
    lua_pushvalue(L, 2);
    const int count = push_arguments(L, e.request.arguments);
    lua_call(L, count + 1, 1);
    if (push_element(L, -1)) e.type = append_particle(L, -1, e.result);
    return 0;
}

}  // namespace

// Texts of numbers and the order of strings must not depend on the locale of the process.
class state::locale {
public:
    locale() : former_(uselocale(plain())) {}
    ~locale() { uselocale(former_); }
    locale(const locale&) = delete;
    locale& operator=(const locale&) = delete;

private:
    static locale_t plain() {
        static const locale_t c = newlocale(LC_ALL_MASK, "C", nullptr);
        return c;
    }
    const locale_t former_;
};

state::state(const services& host) : context_(host) {
    const locale in_c;
    birth born{context_.limits, {}};
    L_ = lua_newstate(allocate_first, &born);
    if (L_ == nullptr) {
        failed_ = true;
        return;
    }
    lua_setallocf(L_, budget::reallocate, &context_.limits);
    *static_cast<context**>(lua_getextraspace(L_)) = &context_;
    context_.limits.begin("the environment", "", UINT64_MAX, effort::whole);
    context_.limits.watch(L_);
    failed_ = protect(build_environment, &born) != LUA_OK;
}

state::~state() {
    if (L_ != nullptr) lua_close(L_);
}

std::unique_ptr<state> state::make(const services& host, const std::shared_ptr<const module>& m,
                                   effort allowed, bool& turn_is_over) {
    turn_is_over = allowed == effort::turn && m->chunk.size() > chunk_in_turn_max;
    if (turn_is_over) return nullptr;
    auto made = std::make_unique<state>(host);
    std::string error;
    if (made->load(m, allowed, error)) return made;
    turn_is_over = made->context_.limits.exhausted() == exhaustion::turn;
    return nullptr;
}

std::unique_ptr<state> state::compile(const services& host, const std::shared_ptr<module>& m,
                                      std::string& error) {
    auto made = std::make_unique<state>(host);
    if (made->failed_) {
        error = "not enough memory";
        return nullptr;
    }
    const locale in_c;
    made->context_.limits.begin(m->file, "", UINT64_MAX, effort::whole);
    compilation c{*m, {}};
    if (made->protect(compile_text, &c) != LUA_OK) {
        error = made->error_text();
        return nullptr;
    }
    m->chunk = std::move(c.chunk);
    lua_gc(made->L_, LUA_GCCOLLECT);
    return made->load(m, effort::whole, error) ? std::move(made) : nullptr;
}

bool state::load(const std::shared_ptr<const module>& m, effort allowed, std::string& error) {
    if (failed_) return false;
    const locale in_c;
    module_ = m;
    context_.limits.begin(m->file, "", UINT64_MAX, allowed);
    context_.limits.watch(L_);
    const int status = protect(run_top_level, const_cast<module*>(m.get()));
    if (status != LUA_OK) error = error_text();
    lua_settop(L_, 0);
    // Of a turn that is over everything happens again.
    if (context_.limits.exhausted() != exhaustion::turn) {
        context_.host.log.write(context_.load_log);
    }
    context_.load_log.clear();
    memory_at_start_ = context_.limits.memory_used();
    return status == LUA_OK;
}

int state::protect(lua_CFunction body, void* argument) {
    lua_settop(L_, 0);
    lua_pushcfunction(L_, body);
    lua_pushlightuserdata(L_, argument);
    const int status = lua_pcall(L_, 1, 0, 0);
    if (status == LUA_ERRMEM) context_.limits.note_memory_error();
    if (status == LUA_ERRRUN) context_.limits.note_caught(L_, -1);
    // Anything else that is no error of Lua's is one of ours, such as std::bad_alloc.
    if (status != LUA_OK && status != LUA_ERRRUN) failed_ = true;
    return status;
}

std::string state::error_text() const {
    if (context_.limits.exhausted() != exhaustion::none) return context_.limits.text();
    if (lua_type(L_, -1) == LUA_TSTRING) return std::string(string_at(L_, -1));
    return "(error object is a " + std::string(luaL_typename(L_, -1)) + " value)";
}

call_result state::run(const call_request& request, call& c) {
    const locale in_c;
    context_.limits.begin(module_->file, request.function, request.deadline, request.allowed);
    context_.limits.watch(L_);
    context_.current = &c;
    context_.random_seeded = false;
    result_.clear();
    execution e{request, c, result_};
    const int status = protect(run_call, &e);
    context_.current = nullptr;

    call_result out;
    if (status == LUA_OK && context_.limits.exhausted() == exhaustion::none) {
        out.success = true;
        out.type = e.type;
        out.value = result_.view();
        return out;
    }
    if (context_.limits.exhausted() != exhaustion::none) {
        failed_ = true;
        out.turn_is_over = context_.limits.exhausted() == exhaustion::turn;
        out.failure = context_.limits.text();
    } else if (lua_type(L_, -1) == LUA_TSTRING) {
        out.failure = before_zero(string_at(L_, -1));
    } else {
        out.failure = "result value type unexpected";
    }
    lua_settop(L_, 0);
    return out;
}

bool state::make_reusable() {
    if (failed_) return false;
    if (result_.capacity() > kept_result) {
        result_.clear();
        result_.shrink(kept_result);
    }
    const std::size_t memory_max = memory_at_start_ + kept_memory;
    if (context_.limits.memory_used() > memory_max) lua_gc(L_, LUA_GCCOLLECT);
    return context_.limits.memory_used() <= memory_max;
}

}  // namespace spikelet::mock::lua
