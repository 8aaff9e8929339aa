// os and io: time is the cluster's, in UTC; what reaches out of the state is refused.
#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/guards.hpp"
#include "lua/objects.hpp"

#include <spikelet/mock/clock.hpp>

#include <climits>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <initializer_list>
#include <string_view>

namespace spikelet::mock::lua {
namespace {

constexpr std::uint64_t conversion_units = 50;  // of a date

std::int64_t unix_time(lua_State* L) {
    return static_cast<std::int64_t>(context_of(L).host.time.now() / 1000) + epoch_unix_s;
}

// Seconds that the cluster runs.
int clock(lua_State* L) {
    const services& host = context_of(L).host;
    lua_pushnumber(L, static_cast<double>(host.time.now() - host.start_time) / 1000);
    return 1;
}

// ---- dates

// A field of the table at 1. Without `otherwise` it must be there.
int field(lua_State* L, const char* key, int otherwise, int delta) {
    const int type = lua_getfield(L, 1, key);
    int is_number = 0;
    const lua_Integer value = lua_tointegerx(L, -1, &is_number);
    lua_pop(L, 1);
    if (is_number == 0) {
        if (type != LUA_TNIL) return luaL_error(L, "field '%s' is not an integer", key);
        if (otherwise < 0) return luaL_error(L, "field '%s' missing in date table", key);
        return otherwise;
    }
    if (value < lua_Integer{INT_MIN} + delta || value > lua_Integer{INT_MAX} + delta) {
        return luaL_error(L, "field '%s' is out-of-bound", key);
    }
    return static_cast<int>(value - delta);
}

// The fields of a date that Lua code sees.
void set_fields(lua_State* L, const std::tm& date) {
    const auto set = [L](const char* key, int value, lua_Integer first) {
        lua_pushinteger(L, value + first);
        lua_setfield(L, -2, key);
    };
    set("year", date.tm_year, 1900);
    set("month", date.tm_mon, 1);
    set("day", date.tm_mday, 0);
    set("hour", date.tm_hour, 0);
    set("min", date.tm_min, 0);
    set("sec", date.tm_sec, 0);
    set("yday", date.tm_yday, 1);
    set("wday", date.tm_wday, 1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "isdst");
}

// os.time([date])
int time(lua_State* L) {
    if (lua_isnoneornil(L, 1)) {
        lua_pushinteger(L, unix_time(L));
        return 1;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    std::tm date{};
    date.tm_year = field(L, "year", -1, 1900);
    date.tm_mon = field(L, "month", -1, 1);
    date.tm_mday = field(L, "day", -1, 0);
    date.tm_hour = field(L, "hour", 12, 0);
    date.tm_min = field(L, "min", 0, 0);
    date.tm_sec = field(L, "sec", 0, 0);
    errno = 0;
    const std::time_t seconds = timegm(&date);
    if (seconds == -1 && errno != 0) {
        return luaL_error(L, "time result cannot be represented in this installation");
    }
    set_fields(L, date);  // normalised
    lua_pushinteger(L, seconds);
    return 1;
}

// What may follow a % of os.date, one byte each or after E or O.
bool is_conversion(std::string_view& rest) {
    constexpr std::string_view plain = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
    constexpr std::string_view with_e = "cCxXyY";
    constexpr std::string_view with_o = "deHImMSuUVwWy";
    if (rest.empty()) return false;
    const std::string_view allowed = rest[0] == 'E' ? with_e : rest[0] == 'O' ? with_o : plain;
    if (rest[0] == 'E' || rest[0] == 'O') rest.remove_prefix(1);
    if (rest.empty() || allowed.find(rest[0]) == allowed.npos) return false;
    rest.remove_prefix(1);
    return true;
}

void add_date(lua_State* L, luaL_Buffer& out, std::string_view format, const std::tm& date) {
    while (!format.empty()) {
        charge(L, format[0] == '%' ? conversion_units : 1);
        if (format[0] != '%') {
            luaL_addchar(&out, format[0]);
            format.remove_prefix(1);
            continue;
        }
        std::string_view rest = format.substr(1);
        if (!is_conversion(rest)) {
            std::array<char, 5> shown{};
            format.copy(shown.data(), std::min<std::size_t>(format.size(), 3));
            luaL_argerror(L, 1,
                          lua_pushfstring(L, "invalid conversion specifier '%s'", shown.data()));
        }
        std::array<char, 5> conversion{};
        format.copy(conversion.data(), format.size() - rest.size());
        std::array<char, 250> text;
        const std::size_t size = std::strftime(text.data(), text.size(), conversion.data(), &date);
        luaL_addlstring(&out, text.data(), size);
        format = rest;
    }
}

// os.date([format [, time]])
int date(lua_State* L) {
    std::size_t size = 0;
    const char* const given = luaL_optlstring(L, 1, "%c", &size);
    std::string_view format(given, size);
    const std::time_t seconds = lua_isnoneornil(L, 2) ? unix_time(L) : luaL_checkinteger(L, 2);
    if (format.starts_with('!')) format.remove_prefix(1);  // it is UTC anyway
    std::tm fields{};
    if (gmtime_r(&seconds, &fields) == nullptr) {
        return luaL_error(L, "date result cannot be represented in this installation");
    }
    if (format == "*t") {
        lua_createtable(L, 0, 9);
        set_fields(L, fields);
        return 1;
    }
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    add_date(L, out, format, fields);
    luaL_pushresult(&out);
    return 1;
}

int difference(lua_State* L) {
    const lua_Integer later = luaL_checkinteger(L, 1);
    const lua_Integer earlier = luaL_checkinteger(L, 2);
    lua_pushnumber(L, static_cast<lua_Number>(later) - static_cast<lua_Number>(earlier));
    return 1;
}

// There is the one locale.
int set_locale(lua_State* L) {
    const char* const wanted = luaL_optstring(L, 1, nullptr);
    if (wanted == nullptr || *wanted == '\0' || std::strcmp(wanted, "C") == 0) {
        lua_pushliteral(L, "C");
    } else {
        lua_pushnil(L);
    }
    return 1;
}

// No value is a file here.
int type_of_file(lua_State* L) {
    luaL_checkany(L, 1);
    lua_pushnil(L);
    return 1;
}

void forbid_all(lua_State* L, std::initializer_list<const char*> full_names) {
    for (const char* const full : full_names) {
        forbid(L, std::strchr(full, '.') + 1, full);
    }
}

}  // namespace

void add_os(lua_State* L) {
    constexpr luaL_Reg os_functions[] = {
        {"clock", clock},          {"date", date},     {"difftime", difference}, {"time", time},
        {"setlocale", set_locale}, {nullptr, nullptr},
    };
    luaL_newlib(L, os_functions);
    forbid_all(L, {"os.execute", "os.exit", "os.getenv", "os.remove", "os.rename", "os.tmpname"});
    lua_setglobal(L, "os");

    constexpr luaL_Reg io_functions[] = {{"type", type_of_file}, {nullptr, nullptr}};
    luaL_newlib(L, io_functions);
    forbid_all(L, {"io.close", "io.flush", "io.input", "io.lines", "io.open", "io.output",
                   "io.popen", "io.read", "io.tmpfile", "io.write"});
    // What is read from io.stdout and its like is a function that refuses.
    for (const char* const file : {"io.stdin", "io.stdout", "io.stderr"}) {
        lua_newtable(L);
        lua_newtable(L);
        forbid(L, "__index", file);
        forbid(L, "__newindex", file);
        lua_setmetatable(L, -2);
        lua_setfield(L, -2, std::strchr(file, '.') + 1);
    }
    lua_setglobal(L, "io");
}

}  // namespace spikelet::mock::lua
