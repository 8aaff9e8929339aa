#include "lua/weak_tables.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace spikelet::mock::lua {
namespace {

// The collector finds metamethods by the addresses of their names, which it keeps in this order
// (Lua 5.4). Lua's interface has no way to change what they mean.
constexpr std::array names{"__index", "__newindex", "__gc", "__mode", "__len", "__eq"};
constexpr std::size_t mode = 3;

// Between a string's beginning and its text.
constexpr std::uintptr_t string_header_max = 64;

std::uintptr_t address_of_text(lua_State* L, const char* name) {
    const auto address = reinterpret_cast<std::uintptr_t>(lua_pushstring(L, name));
    lua_pop(L, 1);  // the state keeps the names
    return address;
}

}  // namespace

bool forbid_weak_tables(lua_State* L, std::span<std::byte> memory) {
    std::array<std::uintptr_t, names.size()> texts;
    for (std::size_t i = 0; i < names.size(); ++i)
        texts[i] = address_of_text(L, names[i]);

    using words = std::array<std::uintptr_t, names.size()>;
    for (std::size_t at = 0; at + sizeof(words) <= memory.size(); at += sizeof(std::uintptr_t)) {
        words found;
        std::memcpy(&found, memory.data() + at, sizeof found);
        const std::uintptr_t header = texts[0] - found[0];
        bool matches = header <= string_header_max;
        for (std::size_t i = 0; matches && i < names.size(); ++i)
            matches = texts[i] - found[i] == header;
        if (!matches) continue;
        // Another name, that no metatable of Lua code has: it is not text.
        const auto nobodys = reinterpret_cast<std::uintptr_t>(lua_pushlstring(L, "\0mode", 5));
        luaL_ref(L, LUA_REGISTRYINDEX);  // for as long as the state lives
        const std::uintptr_t name = nobodys - header;
        std::memcpy(memory.data() + at + mode * sizeof name, &name, sizeof name);
        return true;
    }
    return false;
}

}  // namespace spikelet::mock::lua
