// require and the table `package`: modules are those of the cluster.
#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/guards.hpp"
#include "lua/module.hpp"
#include "lua/objects.hpp"

#include <string>

namespace spikelet::mock::lua {
namespace {

// Pushes the chunk of a module and its file, or an error's text where there is none.
bool push_module(lua_State* L, const char* name) {
    context& c = context_of(L);
    const auto found = c.host.modules.find_module(name);
    if (!found) {
        std::string file(name);
        for (char& letter : file) {
            if (letter == '.') letter = '/';
        }
        lua_pushfstring(L,
                        "module '%s' not found:\n\tno field package.preload['%s']\n\tno file '%s'",
                        name, name, (std::string(user_path) + file + ".lua").c_str());
        return false;
    }
    c.has_required = true;
    if (load_module(L, *found) != LUA_OK) lua_error(L);
    push_string(L, path_of(found->file));
    return true;
}

// require(name). Upvalue: the table of what is loaded.
int require(lua_State* L) {
    const char* const name = luaL_checkstring(L, 1);
    lua_settop(L, 1);
    constexpr int loaded = lua_upvalueindex(1);
    lua_getfield(L, loaded, name);
    if (lua_toboolean(L, -1) != 0) return 1;
    lua_pop(L, 1);

    lua_getglobal(L, "package");
    if (lua_istable(L, -1)) lua_getfield(L, -1, "preload");
    if (lua_istable(L, -1) && lua_getfield(L, -1, name) != LUA_TNIL) {
        lua_pushliteral(L, ":preload:");
    } else if (!push_module(L, name)) {
        return luaL_error(L, "%s", lua_tostring(L, -1));
    }
    // function, where it is from
    const int from = lua_gettop(L);
    lua_pushvalue(L, from - 1);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, from);
    lua_call(L, 2, 1);
    if (!lua_isnil(L, -1)) {
        lua_setfield(L, loaded, name);
    } else {
        lua_pop(L, 1);
    }
    if (lua_getfield(L, loaded, name) == LUA_TNIL) {
        lua_pushboolean(L, 1);
        lua_copy(L, -1, -2);
        lua_setfield(L, loaded, name);
    }
    lua_pushvalue(L, from);
    return 2;
}

}  // namespace

void add_package(lua_State* L) {
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    const int loaded = lua_gettop(L);
    lua_newtable(L);
    lua_pushvalue(L, loaded);
    lua_setfield(L, -2, "loaded");
    lua_newtable(L);
    lua_setfield(L, -2, "preload");
    lua_newtable(L);
    lua_setfield(L, -2, "searchers");
    push_string(L, std::string(user_path) + "?.lua");
    lua_setfield(L, -2, "path");
    lua_pushliteral(L, "");
    lua_setfield(L, -2, "cpath");
    lua_pushliteral(L, "/\n;\n?\n!\n-\n");
    lua_setfield(L, -2, "config");
    forbid(L, "loadlib", "package.loadlib");
    forbid(L, "searchpath", "package.searchpath");
    lua_pushvalue(L, -1);
    lua_setfield(L, loaded, "package");
    lua_setglobal(L, "package");

    // Modules ask for it, though it is there.
    lua_pushboolean(L, 1);
    lua_setfield(L, loaded, "aerospike");
    for (const char* const library : {"os", "io"}) {
        lua_getglobal(L, library);
        lua_setfield(L, loaded, library);
    }
    lua_pushvalue(L, loaded);
    lua_pushcclosure(L, require, 1);
    lua_setglobal(L, "require");
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
