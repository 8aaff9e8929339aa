// The string library. Searching and repeating are written anew, with a count of their steps; the
// rest is Lua's, which takes time in proportion to the strings it is given or makes: both are
// charged.
#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/metered.hpp"
#include "lua/objects.hpp"
#include "lua/pattern.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <string_view>

namespace spikelet::mock::lua {
namespace {

std::string_view check_text(lua_State* L, int arg) {
    std::size_t size = 0;
    const char* const text = luaL_checklstring(L, arg, &size);
    return {text, size};
}

// Where a search begins, from 0; behind the size when it cannot.
std::size_t start_of(lua_State* L, int arg, std::size_t size) {
    const lua_Integer i = luaL_optinteger(L, arg, 1);
    if (i > 0) return static_cast<std::size_t>(i) - 1;
    if (i == 0 || i < -static_cast<lua_Integer>(size)) return 0;
    return size - static_cast<std::size_t>(-i);
}

bool take_anchor(std::string_view& pattern) {
    if (!pattern.starts_with('^')) return false;
    pattern.remove_prefix(1);
    return true;
}

int find_plain(lua_State* L, std::string_view subject, std::string_view text, std::size_t start) {
    charge(L, (subject.size() - start + text.size()) / 16);
    // Takes time in proportion to both, whatever they are.
    const void* const found =
        memmem(subject.data() + start, subject.size() - start, text.data(), text.size());
    if (found == nullptr) {
        lua_pushnil(L);
        return 1;
    }
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - subject.data());
    lua_pushinteger(L, static_cast<lua_Integer>(at) + 1);
    lua_pushinteger(L, static_cast<lua_Integer>(at) + static_cast<lua_Integer>(text.size()));
    return 2;
}

// string.find and string.match
int search(lua_State* L, bool find) {
    const std::string_view subject = check_text(L, 1);
    std::string_view pattern = check_text(L, 2);
    std::size_t start = start_of(L, 3, subject.size());
    if (start > subject.size()) {
        lua_pushnil(L);
        return 1;
    }
    if (find && (lua_toboolean(L, 4) != 0 || is_plain(pattern))) {
        return find_plain(L, subject, pattern, start);
    }
    const bool anchored = take_anchor(pattern);
    pattern_matcher matcher(L, subject, pattern);
    do {
        const std::size_t end = matcher.match(start);
        if (end != pattern_matcher::none) {
            if (!find) return matcher.push_captures(start, end, true);
            lua_pushinteger(L, static_cast<lua_Integer>(start) + 1);
            lua_pushinteger(L, static_cast<lua_Integer>(end));
            return 2 + matcher.push_captures(start, end, false);
        }
    } while (start++ < subject.size() && !anchored);
    lua_pushnil(L);
    return 1;
}

int find(lua_State* L) {
    return search(L, true);
}
int match(lua_State* L) {
    return search(L, false);
}

// ---- gmatch

struct scan {
    std::size_t next;      // where the next match may begin
    std::size_t last_end;  // of the match before; an empty match there does not count
};

// Upvalues: subject, pattern, scan.
int next_match(lua_State* L) {
    const std::string_view subject = string_at(L, lua_upvalueindex(1));
    const std::string_view pattern = string_at(L, lua_upvalueindex(2));
    auto* const at = static_cast<scan*>(lua_touserdata(L, lua_upvalueindex(3)));
    pattern_matcher matcher(L, subject, pattern);
    for (std::size_t s = at->next; s <= subject.size(); ++s) {
        const std::size_t end = matcher.match(s);
        if (end != pattern_matcher::none && end != at->last_end) {
            at->next = at->last_end = end;
            return matcher.push_captures(s, end, true);
        }
    }
    at->next = subject.size() + 1;
    return 0;
}

int gmatch(lua_State* L) {
    const std::string_view subject = check_text(L, 1);
    check_text(L, 2);
    const std::size_t start = start_of(L, 3, subject.size());
    lua_settop(L, 2);
    new (lua_newuserdatauv(L, sizeof(scan), 0))
        scan{std::min(start, subject.size() + 1), pattern_matcher::none};
    lua_pushcclosure(L, next_match, 3);
    return 1;
}

// ---- gsub

void add_expanded(lua_State* L, luaL_Buffer& out, const pattern_matcher& m, std::size_t begin,
                  std::size_t end) {
    const std::string_view text = string_at(L, 3);
    std::size_t from = 0;
    for (;;) {
        const std::size_t at = text.find('%', from);
        const std::string_view plain = text.substr(from, at == text.npos ? at : at - from);
        luaL_addlstring(&out, plain.data(), plain.size());
        if (at == text.npos) return;
        const char c = at + 1 < text.size() ? text[at + 1] : '\0';
        if (c == '%') {
            luaL_addchar(&out, c);
        } else if (c == '0') {
            luaL_addlstring(&out, string_at(L, 1).data() + begin, end - begin);
        } else if (c >= '1' && c <= '9') {
            m.push_capture(c - '1', begin, end);
            luaL_tolstring(L, -1, nullptr);
            lua_remove(L, -2);
            luaL_addvalue(&out);
        } else {
            luaL_error(L, "invalid use of '%%' in replacement string");
        }
        from = at + 2;
    }
}

// Appends what takes the place of a match. False: nothing does.
bool add_replacement(lua_State* L, luaL_Buffer& out, const pattern_matcher& m, std::size_t begin,
                     std::size_t end) {
    switch (lua_type(L, 3)) {
        case LUA_TFUNCTION: {
            lua_pushvalue(L, 3);
            const int count = m.push_captures(begin, end, true);
            lua_call(L, count, 1);
            break;
        }
        case LUA_TTABLE:
            m.push_capture(0, begin, end);
            lua_gettable(L, 3);
            break;
        default:
            add_expanded(L, out, m, begin, end);
            return true;
    }
    if (lua_toboolean(L, -1) == 0) {
        lua_pop(L, 1);
        return false;
    }
    if (lua_isstring(L, -1) == 0) {
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    }
    luaL_addvalue(&out);
    return true;
}

// string.gsub(s, pattern, replacement [, n])
int gsub(lua_State* L) {
    const std::string_view subject = check_text(L, 1);
    std::string_view pattern = check_text(L, 2);
    const int type = lua_type(L, 3);
    luaL_argexpected(
        L,
        type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE,
        3, "string/function/table");
    const lua_Integer count_max =
        luaL_optinteger(L, 4, static_cast<lua_Integer>(subject.size()) + 1);
    if (type == LUA_TNUMBER) lua_tostring(L, 3);
    const bool anchored = take_anchor(pattern);
    pattern_matcher matcher(L, subject, pattern);
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    std::size_t s = 0;
    std::size_t last_end = pattern_matcher::none;
    lua_Integer count = 0;
    bool changed = false;
    while (count < count_max) {
        const std::size_t end = matcher.match(s);
        if (end != pattern_matcher::none && end != last_end) {
            ++count;
            if (add_replacement(L, out, matcher, s, end)) {
                changed = true;
            } else {
                luaL_addlstring(&out, subject.data() + s, end - s);
            }
            s = last_end = end;
        } else if (s < subject.size()) {
            luaL_addchar(&out, subject[s]);
            ++s;
        } else {
            break;
        }
        if (anchored) break;
    }
    if (changed) {
        luaL_addlstring(&out, subject.data() + s, subject.size() - s);
        luaL_pushresult(&out);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, count);
    return 2;
}

// ---- rep

// string.rep(s, n [, separator])
int rep(lua_State* L) {
    const std::string_view text = check_text(L, 1);
    const lua_Integer count = luaL_checkinteger(L, 2);
    std::size_t separator_size = 0;
    const char* const separator = luaL_optlstring(L, 3, "", &separator_size);
    const std::size_t unit = text.size() + separator_size;
    if (count <= 0 || unit == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (unit > static_cast<std::size_t>(LUA_MAXINTEGER) / static_cast<std::size_t>(count)) {
        return luaL_error(L, "resulting string too large");
    }
    const std::size_t size = unit * static_cast<std::size_t>(count) - separator_size;
    luaL_Buffer out;
    char* const first = luaL_buffinitsize(L, &out, size);
    const std::size_t once = std::min(unit, size);
    if (!text.empty()) std::memcpy(first, text.data(), text.size());
    if (once > text.size()) std::memcpy(first + text.size(), separator, once - text.size());
    for (std::size_t done = once; done < size;) {
        const std::size_t more = std::min(done, size - done);
        std::memcpy(first + done, first, more);
        done += more;
    }
    luaL_pushresultsize(&out, size);
    return 1;
}

}  // namespace

void add_string(lua_State* L) {
    luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 1);
    constexpr luaL_Reg own[] = {
        {"find", find},   {"gmatch", gmatch}, {"gsub", gsub},
        {"match", match}, {"rep", rep},       {nullptr, nullptr},
    };
    luaL_setfuncs(L, own, 0);
    meter_strings(L, {"format", "lower", "pack", "packsize", "reverse", "unpack", "upper"});
    lua_pop(L, 1);
    // Arithmetic with texts of numbers.
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    meter_strings(L, {"__add", "__sub", "__mul", "__mod", "__pow", "__div", "__idiv", "__unm"});
    lua_pop(L, 2);
    luaL_requiref(L, LUA_UTF8LIBNAME, luaopen_utf8, 1);
    meter_strings(L, {"codepoint", "len", "offset"});
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
