// The global `aerospike` (chapter 14 §4.1). Called with a colon: itself, then the record.
#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/log.hpp"
#include "lua/objects.hpp"
#include "lua/record.hpp"

namespace spikelet::mock::lua {
namespace {

constexpr int done = 0;
constexpr int exists_already = 1;
constexpr int no_record = 1;
constexpr int not_open = -2;
constexpr int not_supported = 2;
constexpr int bad_set = 4;

int answer(lua_State* L, int code) {
    lua_pushinteger(L, code);
    return 1;
}

call& check_arguments(lua_State* L) {
    check(L, 1, kind::aerospike);
    return check_record(L, 2);
}

int create(lua_State* L) {
    call& c = check_arguments(L);
    record_target& r = c.record;
    if (r.is_open()) {
        if (!r.is_loadable() || !r.bins().empty()) return answer(L, exists_already);
        return answer(L, execute_update(L, 2, c));
    }
    if (!r.facts().can_be_created) return answer(L, bad_set);
    const int code = execute_update(L, 2, c);
    if (code == done) r.open();
    return answer(L, code);
}

int update(lua_State* L) {
    call& c = check_arguments(L);
    if (!c.record.is_open() || !c.record.is_loadable()) return answer(L, not_open);
    return answer(L, execute_update(L, 2, c));
}

int remove(lua_State* L) {
    call& c = check_arguments(L);
    if (!c.record.is_open() || !c.record.is_loadable()) return answer(L, no_record);
    c.cache.clear();
    if (const int code = execute_update(L, 2, c); code != done) return answer(L, code);
    c.record.bins_to_change().clear();
    return answer(L, done);
}

int exists(lua_State* L) {
    lua_pushboolean(L, check_arguments(L).record.is_open());
    return 1;
}

// aerospike:log(level, text)
int log(lua_State* L) {
    check(L, 1, kind::aerospike);
    const lua_Integer level = luaL_optinteger(L, 2, 0);
    const char* const text = luaL_optstring(L, 3, nullptr);
    if (text != nullptr) {
        add_log_line(L,
                     level < 1   ? log_level::warning
                     : level > 4 ? log_level::detail
                                 : static_cast<log_level>(level),
                     text);
    }
    return 0;
}

int get_current_time(lua_State* L) {
    check(L, 1, kind::aerospike);
    const auto now = static_cast<lua_Integer>(context_of(L).host.time.now());
    lua_pushinteger(L, now + epoch_unix_s * 1000);
    return 1;
}

// There is nothing behind these on a server either.
int unsupported(lua_State* L) {
    check_arguments(L);
    return answer(L, not_supported);
}

constexpr luaL_Reg functions[] = {
    {"create", create},
    {"exists", exists},
    {"get_config", unsupported},
    {"get_current_time", get_current_time},
    {"log", log},
    {"remove", remove},
    {"set_context", unsupported},
    {"update", update},
    {nullptr, nullptr},
};

}  // namespace

void add_aerospike(lua_State* L) {
    make_class(L, kind::aerospike, functions);
    lua_getglobal(L, name(kind::aerospike));
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
    push_userdata(L, kind::aerospike, 0, 0);
    lua_setglobal(L, "aerospike");
}

}  // namespace spikelet::mock::lua
