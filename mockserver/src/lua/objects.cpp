#include "lua/objects.hpp"

#include <cstring>
#include <new>

namespace spikelet::mock::lua {
namespace {

// Keys of the registry: the address says it all. The metatable of each kind, and the number of the
// kind by its metatable.
constexpr char metatable_keys[kind_count] = {};
constexpr char kinds_key = 0;
// The light userdata that stands for nil inside lists and maps.
constexpr char nil_mark = 0;

constexpr const char* names[kind_count] = {"nothing", "List",   "Map",       "Bytes",
                                           "GeoJSON", "Record", "Aerospike", "Iterator"};

const void* metatable_key(kind k) {
    return &metatable_keys[static_cast<std::size_t>(k)];
}

void set_functions(lua_State* L, const luaL_Reg* functions) {
    if (functions != nullptr) luaL_setfuncs(L, functions, 0);
}

}  // namespace

const char* name(kind k) {
    return names[static_cast<std::size_t>(k)];
}

void make_class(lua_State* L, kind k, const luaL_Reg* metamethods) {
    luaL_newmetatable(L, name(k));
    set_functions(L, metamethods);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, metatable_key(k));

    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &kinds_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_createtable(L, 0, kind_count);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &kinds_key);
    }
    lua_pushvalue(L, -2);
    lua_pushinteger(L, static_cast<lua_Integer>(k));
    lua_rawset(L, -3);
    lua_pop(L, 1);

    // Lua code gets a copy: a finalizer in the metatable itself would run where no hook counts.
    lua_newtable(L);
    set_functions(L, metamethods);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "__metatable");
    lua_setglobal(L, name(k));
}

void make_object(lua_State* L, const char* object, const luaL_Reg* functions,
                 const luaL_Reg* metamethods) {
    lua_newtable(L);
    set_functions(L, functions);
    lua_newtable(L);
    set_functions(L, metamethods);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_setglobal(L, object);
}

kind kind_of(lua_State* L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || lua_getmetatable(L, index) == 0) return kind::none;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &kinds_key);
    lua_insert(L, -2);
    lua_rawget(L, -2);
    const auto number = lua_tointeger(L, -1);  // 0 for nil
    lua_pop(L, 2);
    return static_cast<kind>(number);
}

void* test(lua_State* L, int index, kind k) {
    if (lua_type(L, index) != LUA_TUSERDATA || lua_getmetatable(L, index) == 0) return nullptr;
    lua_rawgetp(L, LUA_REGISTRYINDEX, metatable_key(k));
    const bool same = lua_rawequal(L, -1, -2) != 0;
    lua_pop(L, 2);
    return same ? lua_touserdata(L, index) : nullptr;
}

void* check(lua_State* L, int arg, kind k) {
    void* const p = test(L, arg, k);
    if (p == nullptr) luaL_typeerror(L, arg, name(k));
    return p;
}

void* push_userdata(lua_State* L, kind k, std::size_t size, int values) {
    void* const p = lua_newuserdatauv(L, size, values);
    lua_rawgetp(L, LUA_REGISTRYINDEX, metatable_key(k));
    lua_setmetatable(L, -2);
    return p;
}

node* node_at(lua_State* L, int index) {
    return lua_type(L, index) == LUA_TUSERDATA ? static_cast<node*>(lua_touserdata(L, index))
                                               : nullptr;
}

void push_list_node(lua_State* L, std::size_t capacity) {
    new (lua_newuserdatauv(L, sizeof(node), 1)) node{kind::list};
    lua_createtable(L, static_cast<int>(capacity), 0);
    lua_setiuservalue(L, -2, list_items);
}

map_node* push_map_node(lua_State* L, std::size_t capacity, std::uint8_t flags) {
    auto* const m = new (lua_newuserdatauv(L, sizeof(map_node), 2)) map_node{{kind::map}, flags, 0};
    lua_createtable(L, 0, static_cast<int>(capacity));
    lua_setiuservalue(L, -2, map_items);
    return m;
}

bytes_node* push_bytes_node(lua_State* L, wire::bytes_view content, std::uint32_t type) {
    const auto size = static_cast<std::uint32_t>(content.size());
    auto* const b = new (lua_newuserdatauv(L, sizeof(bytes_node), 1))
        bytes_node{{kind::bytes}, type, size, size, size};
    if (size != 0) {
        std::memcpy(lua_newuserdatauv(L, size, 0), content.data(), size);
        lua_setiuservalue(L, -2, bytes_data);
    }
    return b;
}

void push_geojson_node(lua_State* L, std::string_view text) {
    new (lua_newuserdatauv(L, sizeof(node), 1)) node{kind::geojson};
    push_string(L, text);
    lua_setiuservalue(L, -2, geojson_text);
}

node* push_node(lua_State* L, int arg, kind k) {
    check(L, arg, k);
    lua_getiuservalue(L, arg, 1);
    return node_at(L, -1);
}

void box(lua_State* L) {
    const kind k = node_at(L, -1)->what;
    push_userdata(L, k, 0, 1);
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
}

bool push_element(lua_State* L, int index) {
    switch (lua_type(L, index)) {
        case LUA_TNIL:
            push_nil_element(L);
            return true;
        case LUA_TBOOLEAN:
        case LUA_TNUMBER:
            lua_pushvalue(L, index);
            return true;
        case LUA_TSTRING: {
            const std::string_view text = string_at(L, index);
            const std::string_view kept = before_zero(text);
            if (kept.size() == text.size()) {
                lua_pushvalue(L, index);
            } else {
                push_string(L, kept);
            }
            return true;
        }
        case LUA_TUSERDATA: {
            const kind k = kind_of(L, index);
            if (k < kind::list || k > kind::geojson) return false;
            lua_getiuservalue(L, index, 1);
            return true;
        }
        default:
            return false;
    }
}

void push_nil_element(lua_State* L) {
    lua_pushlightuserdata(L, const_cast<char*>(&nil_mark));
}

bool is_nil_element(lua_State* L, int index) {
    return lua_type(L, index) == LUA_TLIGHTUSERDATA;
}

void reveal(lua_State* L) {
    switch (lua_type(L, -1)) {
        case LUA_TLIGHTUSERDATA:
            lua_pop(L, 1);
            lua_pushnil(L);
            break;
        case LUA_TUSERDATA:
            box(L);
            break;
        default:
            break;
    }
}

}  // namespace spikelet::mock::lua
