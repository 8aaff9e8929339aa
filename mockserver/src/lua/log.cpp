#include "lua/log.hpp"

#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/objects.hpp"

#include <string>

namespace spikelet::mock {

std::string_view name(log_level level) {
    switch (level) {
        case log_level::warning:
            return "warning";
        case log_level::info:
            return "info";
        case log_level::debug:
            return "debug";
        case log_level::detail:
            return "detail";
    }
    return "unknown";
}

}  // namespace spikelet::mock

namespace spikelet::mock::lua {
namespace {

// Lines of one call that are kept. They are written at its end, so a call must not log without end.
constexpr std::size_t lines_max = 10000;
constexpr std::size_t text_size_max = 8192;

// trace(format, …) and its like.
template <log_level Level>
int log_formatted(lua_State* L) {
    lua_pushvalue(L, lua_upvalueindex(1));  // string.format
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    add_log_line(L, Level, string_at(L, -1));
    return 0;
}

// print(…): the server has no terminal.
int print(lua_State* L) {
    std::string text;
    const int count = lua_gettop(L);
    for (int i = 1; i <= count; ++i) {
        if (i != 1) text += '\t';
        std::size_t size = 0;
        const char* const piece = luaL_tolstring(L, i, &size);
        if (text.size() < text_size_max) text.append(piece, size);
        lua_pop(L, 1);
    }
    add_log_line(L, log_level::info, text);
    return 0;
}

void add(lua_State* L, const char* function, lua_CFunction log) {
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "format");
    lua_pushcclosure(L, log, 1);
    lua_setglobal(L, function);
    lua_pop(L, 1);
}

}  // namespace

void add_log_line(lua_State* L, log_level level, std::string_view text) {
    context& c = context_of(L);
    std::vector<logged_line>& lines = c.current != nullptr ? c.current->log : c.load_log;
    if (lines.size() > lines_max) return;
    if (lines.size() == lines_max) text = "(this call logs too much: the rest is left out)";
    text = text.substr(0, text_size_max);
    charge(L, 100 + text.size());
    logged_line line{.level = level, .file = {}, .line = 0, .text = std::string(text)};
    lua_Debug at;
    if (lua_getstack(L, 1, &at) != 0 && lua_getinfo(L, "Sl", &at) != 0 && at.currentline > 0) {
        const std::string_view source = at.short_src;
        line.file = source.substr(source.rfind('/') + 1);
        line.line = at.currentline;
    }
    lines.push_back(std::move(line));
}

void add_log(lua_State* L) {
    add(L, "trace", log_formatted<log_level::detail>);
    add(L, "debug", log_formatted<log_level::debug>);
    add(L, "info", log_formatted<log_level::info>);
    add(L, "warn", log_formatted<log_level::warning>);
    lua_register(L, "print", print);
}

}  // namespace spikelet::mock::lua
