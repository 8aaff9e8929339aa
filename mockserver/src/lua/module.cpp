#include "lua/module.hpp"

#include "lua/context.hpp"
#include "lua/state.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace spikelet::mock::lua {
namespace {

constexpr std::size_t message_size_max = 1023;
constexpr std::size_t line_size_max = 256;
// How a server shows the text of a module whose file name is long (LUA_IDSIZE).
constexpr std::size_t shown_name_size_max = 45;

// What Lua puts in front of messages for a chunk of that name ("@…"): the end of a long path.
std::string shown_path(std::string_view path) {
    constexpr std::size_t size_max = LUA_IDSIZE - 1;
    constexpr std::string_view dots = "...";
    if (path.size() <= size_max) return std::string(path);
    return std::string(dots).append(path.substr(path.size() - (size_max - dots.size())));
}

// "PATH:12: text" of our own file; anything else is a message without a place, of one line.
module_error split(std::string_view message, std::string_view file) {
    module_error error;
    const std::string own = shown_path(path_of(file)) + ":";
    if (message.starts_with(own)) {
        std::string_view rest = message.substr(own.size());
        const auto [end, failure] =
            std::from_chars(rest.data(), rest.data() + rest.size(), error.line);
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        if (failure == std::errc{} && rest.starts_with(": ")) {
            error.file = file.size() <= shown_name_size_max
                             ? std::string(file)
                             : std::string(file.substr(0, shown_name_size_max)) + "...";
            error.message = rest.substr(2, message_size_max);
            return error;
        }
        error.line = 0;
    }
    message = message.substr(0, message.find('\n'));
    error.message = message.substr(0, line_size_max);
    return error;
}

}  // namespace

bool is_module_file(std::string_view name) {
    constexpr std::string_view special = "._-$";
    const bool known_characters = std::ranges::all_of(name, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               special.find(c) != special.npos;
    });
    return known_characters && !name.empty() && name.size() <= file_name_size_max &&
           name.front() != '.' && name.back() != '.' && name.find('.') != name.npos &&
           !name.ends_with(".so");
}

made_module make_module(const services& host, std::string_view file, std::string_view content,
                        std::string hash, module_error& error) {
    auto made = std::make_shared<module>();
    made->file = file;
    made->content = content;
    made->hash = std::move(hash);
    std::string message;
    auto ready = state::compile(host, made, message);
    if (!ready) {
        error = split(message, file);
        return {};
    }
    return {std::move(made), std::move(ready)};
}

int load_module(lua_State* L, const module& m) {
    return luaL_loadbufferx(L, m.chunk.data(), m.chunk.size(), ("@" + path_of(m.file)).c_str(),
                            "b");
}

}  // namespace spikelet::mock::lua
