// The type GeoJSON (chapter 14 §4.6): a text that nobody checks.
#include "lua/environment.hpp"
#include "lua/objects.hpp"
#include "lua/pack.hpp"

#include <string>

namespace spikelet::mock::lua {
namespace {

// geojson(text). Called with the table `geojson` in front.
int construct(lua_State* L) {
    if (lua_gettop(L) != 2) return 0;
    const char* const text = luaL_optstring(L, 2, nullptr);
    if (text == nullptr) return 0;
    push_geojson_node(L, text);  // up to the first zero byte
    box(L);
    return 1;
}

int to_string(lua_State* L) {
    push_node(L, 1, kind::geojson);
    std::string text;
    append_text(L, -1, text);
    push_string(L, text);
    return 1;
}

constexpr luaL_Reg object_metamethods[] = {{"__call", construct}, {nullptr, nullptr}};
constexpr luaL_Reg metamethods[] = {{"__tostring", to_string}, {nullptr, nullptr}};

}  // namespace

void add_geojson(lua_State* L) {
    make_object(L, "geojson", nullptr, object_metamethods);
    make_class(L, kind::geojson, metamethods);
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
