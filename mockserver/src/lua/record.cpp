// Records (chapter 14 §4.2): rec.bin, and the functions of `record`.
#include "lua/record.hpp"

#include "lua/environment.hpp"
#include "lua/objects.hpp"
#include "lua/pack.hpp"
#include "lua/unpack.hpp"

#include <spikelet/wire/packed_normalize.hpp>
#include <spikelet/wire/particle.hpp>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <optional>

namespace spikelet::mock::lua {
namespace {

// User value: the table of the cached values, as elements.
constexpr int cached_values = 1;

// A bin's name at `arg`. nullopt for what names no bin: numbers, nil, more than 15 bytes.
std::optional<std::string_view> bin_name(lua_State* L, int arg) {
    const int type = lua_type(L, arg);
    if (type == LUA_TNUMBER || type <= LUA_TNIL) return std::nullopt;
    luaL_checktype(L, arg, LUA_TSTRING);
    const std::string_view name = before_zero(string_at(L, arg));
    if (name.size() > wire::bin_name_size_max) return std::nullopt;
    return name;
}

// Keeps the element on top, which is popped, as the value of a bin.
void cache(lua_State* L, int record, call& c, std::string_view name, bool assigned) {
    const std::size_t i = c.cache.put(name, !is_nil_element(L, -1), assigned);
    if (i == bin_cache::none) {
        lua_pop(L, 1);
        return;
    }
    lua_getiuservalue(L, record, cached_values);
    lua_insert(L, -2);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
    lua_pop(L, 1);
}

int index(lua_State* L) {
    call& c = check_record(L, 1);
    const auto name = bin_name(L, 2);
    if (!name) return 0;
    if (const std::size_t i = c.cache.find(*name); i != bin_cache::none) {
        lua_getiuservalue(L, 1, cached_values);
        lua_rawgeti(L, -1, static_cast<lua_Integer>(i) + 1);
        reveal(L);
        return 1;
    }
    if (!c.record.is_open() || !c.record.is_loadable()) return 0;
    const value_view* const value = c.record.bins().find(*name);
    if (value == nullptr) return 0;
    charge(L, value->bytes.size() / 16);
    push_stored(L, *value);
    lua_pushvalue(L, -1);
    cache(L, 1, c, *name, false);
    reveal(L);
    return 1;
}

int newindex(lua_State* L) {
    call& c = check_record(L, 1);
    const auto name = bin_name(L, 2);
    if (!name) return 0;
    if (!push_element(L, 3)) {
        return luaL_error(L, "can't set bin %s to unsupported type", lua_tostring(L, 2));
    }
    cache(L, 1, c, *name, true);
    return 0;
}

// ---- updates

// The stored form of the element on top. nullopt for what a bin cannot hold.
std::optional<value_view> stored_form(lua_State* L, record_target& target) {
    wire::buffer particle;
    const particle_type type = append_particle(L, -1, particle);
    bytes_view bytes = particle.view();
    wire::buffer normal;
    if (type == particle_type::list || type == particle_type::map) {
        if (wire::normalize_collection(type, bytes, normal) != wire::normalize_errc::ok) {
            return std::nullopt;
        }
        bytes = normal.view();
    } else if (type == particle_type::hll && !wire::is_valid_hll(bytes)) {
        return std::nullopt;
    }
    return value_view{type, target.copy(bytes)};
}

result_code set_bin(lua_State* L, record_target& target, std::string_view name) {
    working_bins& bins = target.bins_to_change();
    const bool is_new = bins.find(name) == nullptr;
    if (is_new && bins.size() >= record_target::bin_count_max) return result_code::bin_name;
    const auto value = stored_form(L, target);
    if (!value) return result_code::bin_incompatible_type;
    bins.set(is_new ? wire::as_text(target.copy(wire::as_bytes(name))) : name, *value);
    budget& limits = context_of(L).limits;
    if (target.allocated() > limits.memory_max()) limits.exhaust(L, exhaustion::memory);
    return result_code::ok;
}

// In the order in which a server goes through its cache, which decides the order of new bins.
result_code apply_cache(lua_State* L, int values, call& c) {
    if (c.cache.overflown()) return result_code::bin_name;
    for (std::size_t i = 0; i < c.cache.size();) {
        bin_cache::bin& bin = c.cache[i];
        if (!bin.assigned) {
            ++i;
            continue;
        }
        charge(L, 10);
        bin.assigned = false;
        if (bin.has_value) {
            lua_rawgeti(L, values, static_cast<lua_Integer>(i) + 1);
            const result_code rc = set_bin(L, c.record, bin.name());
            lua_pop(L, 1);
            if (rc != result_code::ok) return rc;
            ++i;
        } else {
            c.record.bins_to_change().erase(bin.name());
            lua_rawgeti(L, values, static_cast<lua_Integer>(c.cache.size()));
            lua_rawseti(L, values, static_cast<lua_Integer>(i) + 1);
            c.cache.remove(i);
        }
    }
    return result_code::ok;
}

// ---- metadata

void push_key(lua_State* L, bytes_view key) {
    const bytes_view value = key.empty() ? key : key.subspan(1);
    switch (key.empty() ? particle_type::null : static_cast<particle_type>(key[0])) {
        case particle_type::integer:
        case particle_type::string:
        case particle_type::blob:
            push_stored(L, {static_cast<particle_type>(key[0]), value});
            reveal(L);
            break;
        default:
            lua_pushnil(L);
            break;
    }
}

int key(lua_State* L) {
    const record_target& r = check_record(L, 1).record;
    const bytes_view stored = r.facts().stored != nullptr ? r.facts().stored->key() : bytes_view{};
    if (!r.is_open() || !r.is_loadable() || r.is_key_dropped()) {
        lua_pushnil(L);
    } else {
        push_key(L, stored.empty() ? r.facts().message_key : stored);
    }
    return 1;
}

int setname(lua_State* L) {
    const record_target& r = check_record(L, 1).record;
    if (r.is_open() && !r.facts().set.empty()) {
        push_string(L, r.facts().set);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

int digest(lua_State* L) {
    push_bytes_node(L, check_record(L, 1).record.facts().digest,
                    static_cast<std::uint32_t>(particle_type::blob));
    box(L);
    return 1;
}

// A number that the stored record has; 0 without one.
template <class Get>
int number(lua_State* L, Get get) {
    const record_facts& facts = check_record(L, 1).record.facts();
    lua_pushinteger(L, facts.stored != nullptr ? static_cast<lua_Integer>(get(facts)) : 0);
    return 1;
}

int gen(lua_State* L) {
    return number(L, [](const record_facts& f) { return f.stored->generation(); });
}
int ttl(lua_State* L) {
    return number(L, [](const record_facts& f) {
        const std::uint32_t void_time = f.stored->void_time_s();
        return void_time > f.now_s ? void_time - f.now_s : 0;
    });
}
int last_update_time(lua_State* L) {
    return number(L, [](const record_facts& f) { return f.stored->last_update_time(); });
}
int record_size(lua_State* L) {
    return number(L, [](const record_facts& f) { return f.stored_size; });
}
int device_size(lua_State* L) {
    return number(L, [](const record_facts&) { return 0; });  // all lies in memory
}

int numbins(lua_State* L) {
    const record_target& r = check_record(L, 1).record;
    const bool seen = r.is_open() && r.is_loadable();
    lua_pushinteger(L, seen ? static_cast<lua_Integer>(r.bins().size()) : 0);
    return 1;
}

int bin_names(lua_State* L) {
    const record_target& r = check_record(L, 1).record;
    if (!r.is_open() || !r.is_loadable()) return luaL_error(L, "can't get bin names");
    lua_createtable(L, static_cast<int>(r.bins().size()), 0);
    lua_Integer i = 0;
    for (const bin_view& bin : r.bins().view()) {
        push_string(L, bin.name);
        lua_rawseti(L, -2, ++i);
    }
    return 1;
}

int set_ttl(lua_State* L) {
    check_record(L, 1).record.set_ttl(static_cast<std::uint32_t>(luaL_optinteger(L, 2, 0)));
    return 0;
}

int drop_key(lua_State* L) {
    record_target& r = check_record(L, 1).record;
    if (r.is_open() && r.is_loadable()) r.drop_key();
    return 0;
}

constexpr luaL_Reg functions[] = {
    {"bin_names", bin_names},
    {"device_size", device_size},
    {"digest", digest},
    {"drop_key", drop_key},
    {"gen", gen},
    {"key", key},
    {"last_update_time", last_update_time},
    {"memory_size", record_size},
    {"numbins", numbins},
    {"set_ttl", set_ttl},
    {"setname", setname},
    {"size", record_size},
    {"ttl", ttl},
    {nullptr, nullptr},
};
constexpr luaL_Reg metamethods[] = {
    {"__index", index}, {"__newindex", newindex}, {nullptr, nullptr}};

}  // namespace

record_box* push_record(lua_State* L, call& c) {
    auto* const box = new (push_userdata(L, kind::record, sizeof(record_box), 1)) record_box{&c};
    lua_createtable(L, 4, 0);
    lua_setiuservalue(L, -2, cached_values);
    return box;
}

call& check_record(lua_State* L, int arg) {
    auto* const r = static_cast<record_box*>(check(L, arg, kind::record));
    if (r->owner == nullptr) {
        luaL_error(L, "the record belongs to a call that is over; it cannot be kept");
        std::abort();  // luaL_error does not return, which its declaration does not tell
    }
    return *r->owner;
}

int execute_update(lua_State* L, int record, call& c) {
    result_code rc = c.record.facts().write_refusal;
    if (rc == result_code::ok) {
        lua_getiuservalue(L, record, cached_values);
        rc = apply_cache(L, lua_gettop(L), c);
        lua_pop(L, 1);
    }
    if (rc == result_code::ok) {
        c.record.changed();
        return 0;
    }
    c.record.fail(rc);
    c.cache.clear();
    return -1;
}

void add_record(lua_State* L) {
    make_object(L, "record", functions, nullptr);
    make_class(L, kind::record, metamethods);
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
