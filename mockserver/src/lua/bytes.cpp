// The type Bytes (chapter 14 §4.5). Positions count from 1; "outside" is behind the size for
// reading, and nowhere for writing, which makes room.
#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/objects.hpp"
#include "lua/pack.hpp"

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <string>

namespace spikelet::mock::lua {
namespace {

constexpr lua_Integer position_max = std::numeric_limits<std::uint32_t>::max();

bytes_node* push_bytes(lua_State* L, int arg) {
    return static_cast<bytes_node*>(push_node(L, arg, kind::bytes));
}

int answer(lua_State* L, bool done) {
    lua_pushboolean(L, done);
    return 1;
}

bool is_position(lua_Integer i) {
    return i >= 1 && i <= position_max;
}

// The memory of the bytes node at `index`; null if it never had any.
std::uint8_t* data_of(lua_State* L, int index) {
    lua_getiuservalue(L, index, bytes_data);
    auto* const data = static_cast<std::uint8_t*>(lua_touserdata(L, -1));
    lua_pop(L, 1);  // the node keeps it
    return data;
}

// Makes the node at `index` hold `capacity` bytes, new ones 0. Returns its memory.
std::uint8_t* ensure(lua_State* L, int index, lua_Integer capacity) {
    auto* const b = static_cast<bytes_node*>(node_at(L, index));
    if (capacity > b->capacity) b->capacity = static_cast<std::uint32_t>(capacity);
    std::uint8_t* const data = data_of(L, index);
    if (b->capacity <= b->allocated) return data;
    index = lua_absindex(L, index);
    const std::uint64_t doubled = std::min<std::uint64_t>(std::uint64_t{b->allocated} * 2,
                                                          static_cast<std::uint64_t>(position_max));
    const auto allocated =
        static_cast<std::uint32_t>(std::max<std::uint64_t>(doubled, b->capacity));
    auto* const larger = static_cast<std::uint8_t*>(lua_newuserdatauv(L, allocated, 0));
    if (b->allocated != 0) std::memcpy(larger, data, b->allocated);
    std::memset(larger + b->allocated, 0, allocated - b->allocated);
    b->allocated = allocated;
    lua_setiuservalue(L, index, bytes_data);
    return larger;
}

// Copies bytes to position `at` (from 0), behind the end if need be. `source` may lie in the node.
bool write(lua_State* L, int index, lua_Integer at, const std::uint8_t* source, std::size_t size) {
    const auto end = at + static_cast<lua_Integer>(size);
    if (end > position_max) return false;
    charge(L, size / 16);
    std::uint8_t* const data = ensure(L, index, end);
    if (size != 0) std::memmove(data + at, source, size);
    auto* const b = static_cast<bytes_node*>(node_at(L, index));
    b->size = std::max(b->size, static_cast<std::uint32_t>(end));
    return true;
}

// ---- integers

template <class Int, std::endian Order>
bool write_integer(lua_State* L, int index, lua_Integer at, lua_Integer value) {
    std::uint8_t bytes[sizeof(Int)];
    if constexpr (Order == std::endian::big) {
        wire::store_be(bytes, static_cast<Int>(value));
    } else {
        wire::store_le(bytes, static_cast<Int>(value));
    }
    return write(L, index, at, bytes, sizeof bytes);
}

template <class Int>
bool fits(lua_Integer value) {
    return value >= static_cast<lua_Integer>(std::numeric_limits<Int>::min()) &&
           value <= static_cast<lua_Integer>(std::numeric_limits<Int>::max());
}

// bytes.set_int32(b, i, v)
template <class Int, std::endian Order>
int set_integer(lua_State* L) {
    if (lua_gettop(L) != 3) return answer(L, false);
    check(L, 1, kind::bytes);
    const lua_Integer i = luaL_optinteger(L, 2, 0);
    const lua_Integer value = luaL_optinteger(L, 3, 0);
    if (!is_position(i) || !fits<Int>(value)) return answer(L, false);
    push_bytes(L, 1);
    return answer(L, write_integer<Int, Order>(L, -1, i - 1, value));
}

template <class Int, std::endian Order>
int append_integer(lua_State* L) {
    if (lua_gettop(L) != 2) return answer(L, false);
    check(L, 1, kind::bytes);
    const lua_Integer value = luaL_optinteger(L, 2, 0);
    if (!fits<Int>(value)) return answer(L, false);
    const bytes_node* const b = push_bytes(L, 1);
    return answer(L, write_integer<Int, Order>(L, -1, b->size, value));
}

template <class Int, std::endian Order>
int get_integer(lua_State* L) {
    if (lua_gettop(L) != 2) return 0;
    check(L, 1, kind::bytes);
    const lua_Integer i = luaL_optinteger(L, 2, 0);
    const bytes_node* const b = push_bytes(L, 1);
    if (!is_position(i) || i - 1 + static_cast<lua_Integer>(sizeof(Int)) > b->size) return 0;
    const std::uint8_t* const p = data_of(L, -1) + (i - 1);
    lua_pushinteger(L, Order == std::endian::big ? wire::load_be<Int>(p) : wire::load_le<Int>(p));
    return 1;
}

// ---- integers of variable length: seven bits a byte, least significant first. As on a server they
// are written without changing the size.

int write_variable(lua_State* L, int index, lua_Integer at, lua_Integer value) {
    constexpr lua_Integer size_max = 5;
    if (at + size_max > position_max || !fits<std::int32_t>(value)) return 0;
    std::uint8_t* const first = ensure(L, index, at + size_max) + at;
    std::uint8_t* p = first;
    auto rest = static_cast<std::uint32_t>(value);
    while (rest >= 0x80) {
        *p++ = static_cast<std::uint8_t>(rest | 0x80);
        rest >>= 7;
    }
    *p++ = static_cast<std::uint8_t>(rest);
    return static_cast<int>(p - first);
}

int set_var_int(lua_State* L) {
    int written = 0;
    if (lua_gettop(L) == 3) {
        check(L, 1, kind::bytes);
        const lua_Integer i = luaL_optinteger(L, 2, 0);
        const lua_Integer value = luaL_optinteger(L, 3, 0);
        push_bytes(L, 1);
        if (is_position(i)) written = write_variable(L, -1, i - 1, value);
    }
    lua_pushinteger(L, written);
    return 1;
}

int append_var_int(lua_State* L) {
    int written = 0;
    if (lua_gettop(L) == 2) {
        check(L, 1, kind::bytes);
        const lua_Integer value = luaL_optinteger(L, 2, 0);
        const bytes_node* const b = push_bytes(L, 1);
        written = write_variable(L, -1, b->size, value);
    }
    lua_pushinteger(L, written);
    return 1;
}

// Value and number of bytes.
int get_var_int(lua_State* L) {
    if (lua_gettop(L) != 2) return 0;
    check(L, 1, kind::bytes);
    const lua_Integer i = luaL_optinteger(L, 2, 0);
    if (!is_position(i)) return 0;
    const bytes_node* const b = push_bytes(L, 1);
    const std::uint8_t* const data = data_of(L, -1);
    std::uint32_t value = 0;
    unsigned shift = 0;
    for (lua_Integer at = i - 1; at < b->capacity; ++at) {
        if (shift < 32) value |= static_cast<std::uint32_t>(data[at] & 0x7F) << shift;
        shift += 7;
        if (data[at] < 0x80) {
            lua_pushinteger(L, value);
            lua_pushinteger(L, at - (i - 1) + 1);
            return 2;
        }
    }
    // A real server reads on, wherever that is.
    return luaL_error(L, "no integer ends between position %I and the end of the bytes, %d", i,
                      static_cast<int>(b->capacity));
}

// ---- strings and bytes

int set_string(lua_State* L) {
    if (lua_gettop(L) != 3) return answer(L, false);
    check(L, 1, kind::bytes);
    const lua_Integer i = luaL_optinteger(L, 2, 0);
    std::size_t size = 0;
    const char* const text = luaL_optlstring(L, 3, nullptr, &size);
    if (!is_position(i) || text == nullptr) return answer(L, false);
    push_bytes(L, 1);
    return answer(L, write(L, -1, i - 1, reinterpret_cast<const std::uint8_t*>(text), size));
}

int append_string(lua_State* L) {
    if (lua_gettop(L) != 2) return answer(L, false);
    check(L, 1, kind::bytes);
    std::size_t size = 0;
    const char* const text = luaL_optlstring(L, 2, nullptr, &size);
    if (text == nullptr || size == 0) return answer(L, false);
    const bytes_node* const b = push_bytes(L, 1);
    return answer(L, write(L, -1, b->size, reinterpret_cast<const std::uint8_t*>(text), size));
}

// Writes the first `count` bytes of the Bytes at `source`, or all if it has fewer.
int write_bytes(lua_State* L, lua_Integer at, int source, lua_Integer count) {
    const bytes_node* const from = push_bytes(L, source);
    const auto size = static_cast<std::size_t>(std::min<lua_Integer>(count, from->size));
    push_bytes(L, 1);
    // Room first: making it may move the source, if that is the target.
    if (at + static_cast<lua_Integer>(size) > position_max) return answer(L, false);
    ensure(L, -1, at + static_cast<lua_Integer>(size));
    return answer(L, write(L, -1, at, data_of(L, -2), size));
}

int set_bytes(lua_State* L) {
    if (lua_gettop(L) != 4) return answer(L, false);
    check(L, 1, kind::bytes);
    const lua_Integer i = luaL_optinteger(L, 2, 0);
    check(L, 3, kind::bytes);
    const lua_Integer count = luaL_optinteger(L, 4, 0);
    if (!is_position(i) || count < 0 || count > position_max) return answer(L, false);
    return write_bytes(L, i - 1, 3, count);
}

int append_bytes(lua_State* L) {
    if (lua_gettop(L) != 3) return answer(L, false);
    check(L, 1, kind::bytes);
    check(L, 2, kind::bytes);
    const lua_Integer count = luaL_optinteger(L, 3, 0);
    if (count < 0 || count > position_max) return answer(L, false);
    const bytes_node* const b = push_bytes(L, 1);
    return write_bytes(L, b->size, 2, count);
}

// The bytes that the arguments (b, i, n) mean: as many as there are. False if they mean nothing.
bool part(lua_State* L, wire::bytes_view& out) {
    if (lua_gettop(L) != 3) return false;
    check(L, 1, kind::bytes);
    const lua_Integer i = luaL_optinteger(L, 2, 0);
    const lua_Integer count = luaL_optinteger(L, 3, 0);
    if (!is_position(i) || count < 0 || count > position_max) return false;
    const bytes_node* const b = push_bytes(L, 1);
    const lua_Integer left = std::max<lua_Integer>(b->size - (i - 1), 0);
    if (left > 0) out = {data_of(L, -1) + (i - 1), static_cast<std::size_t>(std::min(count, left))};
    return true;
}

int get_string(lua_State* L) {
    wire::bytes_view bytes;
    if (!part(L, bytes)) return 0;
    push_string(L, wire::as_text(bytes));
    return 1;
}

int get_bytes(lua_State* L) {
    wire::bytes_view bytes;
    if (!part(L, bytes)) return 0;
    push_bytes_node(L, bytes, static_cast<std::uint32_t>(wire::particle_type::blob));
    box(L);
    return 1;
}

// ---- the whole

// bytes(), bytes(capacity). Called with the table `bytes` in front.
int construct(lua_State* L) {
    const int count = lua_gettop(L);
    if (count > 2) return 0;
    const lua_Integer capacity = luaL_optinteger(L, 2, 0);
    if (capacity < 0 || capacity > position_max) {
        return luaL_error(L, "bytes have a capacity of 0 to %I, not %I", position_max, capacity);
    }
    push_bytes_node(L, {}, static_cast<std::uint32_t>(wire::particle_type::blob));
    ensure(L, -1, capacity);
    box(L);
    return 1;
}

int size(lua_State* L) {
    // As a metamethod of # it is called with two arguments: 0, as on a server.
    lua_pushinteger(L, lua_gettop(L) == 1 ? push_bytes(L, 1)->size : 0);
    return 1;
}

// Whether it could grow to so many bytes; the size stays what it is.
int set_size(lua_State* L) {
    if (lua_gettop(L) != 2) return answer(L, false);
    const lua_Integer wanted = luaL_optinteger(L, 2, 0);
    const bytes_node* const b = push_bytes(L, 1);
    return answer(L, wanted >= 0 && wanted <= b->capacity);
}

int get_type(lua_State* L) {
    if (lua_gettop(L) < 1) return 0;
    lua_pushinteger(L, push_bytes(L, 1)->type);
    return 1;
}

int set_type(lua_State* L) {
    if (lua_gettop(L) != 2) return answer(L, false);
    check(L, 1, kind::bytes);
    const lua_Integer type = luaL_optinteger(L, 2, 0);
    if (type == 0) return answer(L, false);
    push_bytes(L, 1)->type = static_cast<std::uint32_t>(type);
    return answer(L, true);
}

int to_string(lua_State* L) {
    push_bytes(L, 1);
    std::string text;
    append_text(L, -1, text);
    push_string(L, text);
    return 1;
}

using enum std::endian;
constexpr luaL_Reg functions[] = {
    {"size", size},
    {"set_size", set_size},
    {"get_type", get_type},
    {"set_type", set_type},
    {"get_string", get_string},
    {"get_bytes", get_bytes},
    {"get_byte", get_integer<std::uint8_t, big>},
    {"get_int16", get_integer<std::int16_t, big>},
    {"get_int16_be", get_integer<std::int16_t, big>},
    {"get_int16_le", get_integer<std::int16_t, little>},
    {"get_int32", get_integer<std::int32_t, big>},
    {"get_int32_be", get_integer<std::int32_t, big>},
    {"get_int32_le", get_integer<std::int32_t, little>},
    {"get_int64", get_integer<std::int64_t, big>},
    {"get_int64_be", get_integer<std::int64_t, big>},
    {"get_int64_le", get_integer<std::int64_t, little>},
    {"get_var_int", get_var_int},
    {"set_string", set_string},
    {"set_bytes", set_bytes},
    {"set_byte", set_integer<std::uint8_t, big>},
    {"set_int16", set_integer<std::int16_t, big>},
    {"set_int16_be", set_integer<std::int16_t, big>},
    {"set_int16_le", set_integer<std::int16_t, little>},
    {"set_int32", set_integer<std::int32_t, big>},
    {"set_int32_be", set_integer<std::int32_t, big>},
    {"set_int32_le", set_integer<std::int32_t, little>},
    {"set_int64", set_integer<std::int64_t, big>},
    {"set_int64_be", set_integer<std::int64_t, big>},
    {"set_int64_le", set_integer<std::int64_t, little>},
    {"set_var_int", set_var_int},
    {"append_string", append_string},
    {"append_bytes", append_bytes},
    {"append_byte", append_integer<std::uint8_t, big>},
    {"append_int16", append_integer<std::int16_t, big>},
    {"append_int16_be", append_integer<std::int16_t, big>},
    {"append_int16_le", append_integer<std::int16_t, little>},
    {"append_int32", append_integer<std::int32_t, big>},
    {"append_int32_be", append_integer<std::int32_t, big>},
    {"append_int32_le", append_integer<std::int32_t, little>},
    {"append_int64", append_integer<std::int64_t, big>},
    {"append_int64_be", append_integer<std::int64_t, big>},
    {"append_int64_le", append_integer<std::int64_t, little>},
    {"append_var_int", append_var_int},
    {nullptr, nullptr},
};
constexpr luaL_Reg object_metamethods[] = {{"__call", construct}, {nullptr, nullptr}};
constexpr luaL_Reg metamethods[] = {
    {"__index", get_integer<std::uint8_t, big>},
    {"__newindex", set_integer<std::uint8_t, big>},
    {"__len", size},
    {"__tostring", to_string},
    {nullptr, nullptr},
};

}  // namespace

void add_bytes(lua_State* L) {
    make_object(L, "bytes", functions, object_metamethods);
    make_class(L, kind::bytes, metamethods);
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
