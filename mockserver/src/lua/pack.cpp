#include "lua/pack.hpp"

#include "lua/context.hpp"
#include "lua/map_keys.hpp"
#include "lua/objects.hpp"

#include <spikelet/value.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <bit>
#include <cinttypes>
#include <cstdio>

namespace spikelet::mock::lua {
namespace {

// What an element costs in either form, and how many of its bytes are a unit more.
constexpr std::uint64_t packed_units = 1;
constexpr std::uint64_t shown_units = 4;
constexpr std::size_t copied_bytes_per_unit = 32;

// Shared by both forms: a walk that knows how deep it is and how much it has written.
void enter(lua_State* L, std::size_t depth, std::size_t written, std::uint64_t units) {
    if (depth >= value_depth_max) {
        luaL_error(L, "lists and maps are more than %d deep, or one contains itself",
                   static_cast<int>(value_depth_max));
    }
    // Few elements make many bytes when they are the same again and again.
    budget& limits = context_of(L).limits;
    if (written > limits.memory_max()) limits.exhaust(L, exhaustion::memory);
    limits.charge(L, units);
    luaL_checkstack(L, 6, "a list or map");
}

bytes_view data_of(lua_State* L, int index) {
    const auto* const b = static_cast<const bytes_node*>(node_at(L, index));
    if (b->size == 0) return {};
    lua_getiuservalue(L, index, bytes_data);
    const auto* const data = static_cast<const std::uint8_t*>(lua_touserdata(L, -1));
    lua_pop(L, 1);  // the node keeps it
    return {data, b->size};
}

std::string_view text_of_geojson(lua_State* L, int index) {
    lua_getiuservalue(L, index, geojson_text);
    const std::string_view text = string_at(L, -1);
    lua_pop(L, 1);  // the node keeps it
    return text;
}

class packer {
public:
    packer(lua_State* L, wire::buffer& out) : L_(L), out_(out), writer_(out) {}

    void element(int index, std::size_t depth) {
        enter(L_, depth, out_.size(), packed_units);
        switch (lua_type(L_, index)) {
            case LUA_TBOOLEAN:
                writer_.boolean(lua_toboolean(L_, index) != 0);
                break;
            case LUA_TNUMBER:
                if (lua_isinteger(L_, index) != 0) {
                    writer_.integer(lua_tointeger(L_, index));
                } else {
                    writer_.floating(lua_tonumber(L_, index));
                }
                break;
            case LUA_TSTRING:
                charge(L_, lua_rawlen(L_, index) / copied_bytes_per_unit);
                writer_.string(string_at(L_, index));
                break;
            case LUA_TUSERDATA:
                container(lua_absindex(L_, index), depth);
                break;
            default:
                writer_.nil();
                break;
        }
    }

private:
    void container(int index, std::size_t depth) {
        const node* const n = node_at(L_, index);
        switch (n->what) {
            case kind::list:
                list(index, depth);
                break;
            case kind::map:
                map(index, depth);
                break;
            case kind::geojson:
                writer_.geojson(text_of_geojson(L_, index));
                break;
            default: {
                const bytes_view data = data_of(L_, index);
                charge(L_, data.size() / copied_bytes_per_unit);
                writer_.bytes(static_cast<std::uint8_t>(static_cast<const bytes_node*>(n)->type),
                              data);
                break;
            }
        }
    }

    void list(int index, std::size_t depth) {
        lua_getiuservalue(L_, index, list_items);
        const lua_Unsigned count = lua_rawlen(L_, -1);
        writer_.list(count);
        for (lua_Unsigned i = 1; i <= count; ++i) {
            lua_rawgeti(L_, -1, static_cast<lua_Integer>(i));
            element(-1, depth + 1);
            lua_pop(L_, 1);
        }
        lua_pop(L_, 1);
    }

    // Only the order by key is kept, as it was received; Lua code makes maps without.
    void map(int index, std::size_t depth) {
        const auto* const m = static_cast<const map_node*>(node_at(L_, index));
        const bool flagged = (m->flags & wire::msgpack::flags::ordered) != 0;
        const auto keys = sorted_keys(L_, index);
        writer_.map(keys.size() + (flagged ? 1 : 0));
        if (flagged) writer_.map_flags(m->flags);
        for (const map_key& key : keys) {
            switch (key.what) {
                case map_key::type::integer:
                    writer_.integer(key.number);
                    break;
                case map_key::type::string:
                    writer_.string(key.text);
                    break;
                case map_key::type::blob:
                    writer_.bytes(wire::as_bytes(key.text)[0], wire::as_bytes(key.text).subspan(1));
                    break;
            }
            push_map_element(L_, index, key);
            element(-1, depth + 1);
            lua_pop(L_, 1);
        }
    }

    lua_State* L_;
    wire::buffer& out_;
    wire::msgpack::writer writer_;
};

class texter {
public:
    texter(lua_State* L, std::string& out) : L_(L), out_(out) {}

    void element(int index, std::size_t depth) {
        enter(L_, depth, out_.size(), shown_units);
        switch (lua_type(L_, index)) {
            case LUA_TBOOLEAN:
                out_ += lua_toboolean(L_, index) != 0 ? "true" : "false";
                break;
            case LUA_TNUMBER:
                number(index);
                break;
            case LUA_TSTRING:
                charge(L_, lua_rawlen(L_, index) / copied_bytes_per_unit);
                quoted(string_at(L_, index));
                break;
            case LUA_TUSERDATA:
                container(lua_absindex(L_, index), depth);
                break;
            default:
                out_ += "NIL";
                break;
        }
    }

private:
    void number(int index) {
        char text[40];
        const int size = lua_isinteger(L_, index) != 0
                             ? std::snprintf(text, sizeof text, "%" PRId64,
                                             static_cast<std::int64_t>(lua_tointeger(L_, index)))
                             : std::snprintf(text, sizeof text, "%.16g", lua_tonumber(L_, index));
        out_.append(text, static_cast<std::size_t>(size));
    }

    void quoted(std::string_view text) {
        out_ += '"';
        out_ += text;
        out_ += '"';
    }

    void bytes(bytes_view data) {
        if (data.empty()) {
            out_ += "Bytes()";
            return;
        }
        charge(L_, data.size());
        constexpr char digits[] = "0123456789ABCDEF";
        for (const std::uint8_t byte : data) {
            out_ += digits[byte >> 4];
            out_ += digits[byte & 15];
            out_ += ' ';
        }
        out_.pop_back();
    }

    void container(int index, std::size_t depth) {
        switch (node_at(L_, index)->what) {
            case kind::list:
                list(index, depth);
                break;
            case kind::map:
                map(index, depth);
                break;
            case kind::geojson:
                quoted(text_of_geojson(L_, index));
                break;
            default:
                bytes(data_of(L_, index));
                break;
        }
    }

    void list(int index, std::size_t depth) {
        out_ += '[';
        lua_getiuservalue(L_, index, list_items);
        const lua_Unsigned count = lua_rawlen(L_, -1);
        for (lua_Unsigned i = 1; i <= count; ++i) {
            if (i != 1) out_ += ", ";
            lua_rawgeti(L_, -1, static_cast<lua_Integer>(i));
            element(-1, depth + 1);
            lua_pop(L_, 1);
        }
        lua_pop(L_, 1);
        out_ += ']';
    }

    void map(int index, std::size_t depth) {
        out_ += '{';
        bool first = true;
        for (const map_key& key : sorted_keys(L_, index)) {
            if (!first) out_ += ", ";
            first = false;
            switch (key.what) {
                case map_key::type::integer:
                    out_ += std::to_string(key.number);
                    break;
                case map_key::type::string:
                    quoted(key.text);
                    break;
                case map_key::type::blob:
                    bytes(wire::as_bytes(key.text).subspan(1));
                    break;
            }
            out_ += ':';
            push_map_element(L_, index, key);
            element(-1, depth + 1);
            lua_pop(L_, 1);
        }
        out_ += '}';
    }

    lua_State* L_;
    std::string& out_;
};

// The types that a server's Bytes can have; others are stored as plain bytes.
particle_type type_of_bytes(std::uint32_t type) {
    const auto known = static_cast<particle_type>(type);
    const bool kept = type <= 0xFF && (wire::is_bytes(known) || known == particle_type::hll);
    return kept ? known : particle_type::blob;
}

particle_type append_node(lua_State* L, int index, wire::buffer& out) {
    const node* const n = node_at(L, index);
    switch (n->what) {
        case kind::list:
            pack_element(L, index, out);
            return particle_type::list;
        case kind::map:
            pack_element(L, index, out);
            return particle_type::map;
        case kind::geojson:
            out.append_u8(0);   // flags
            out.append_u16(0);  // number of cells
            out.append(text_of_geojson(L, index));
            return particle_type::geojson;
        default:
            out.append(data_of(L, index));
            return type_of_bytes(static_cast<const bytes_node*>(n)->type);
    }
}

}  // namespace

void pack_element(lua_State* L, int index, wire::buffer& out) {
    packer(L, out).element(lua_absindex(L, index), 0);
}

particle_type append_particle(lua_State* L, int index, wire::buffer& out) {
    switch (lua_type(L, index)) {
        case LUA_TBOOLEAN:
            out.append_u8(lua_toboolean(L, index) != 0 ? 1 : 0);
            return particle_type::boolean;
        case LUA_TNUMBER:
            if (lua_isinteger(L, index) != 0) {
                out.append_u64(static_cast<std::uint64_t>(lua_tointeger(L, index)));
                return particle_type::integer;
            }
            out.append_u64(std::bit_cast<std::uint64_t>(lua_tonumber(L, index)));
            return particle_type::floating;
        case LUA_TSTRING:
            out.append(string_at(L, index));
            return particle_type::string;
        case LUA_TUSERDATA:
            return append_node(L, lua_absindex(L, index), out);
        default:
            return particle_type::null;
    }
}

void append_text(lua_State* L, int index, std::string& out) {
    texter(L, out).element(lua_absindex(L, index), 0);
}

}  // namespace spikelet::mock::lua
