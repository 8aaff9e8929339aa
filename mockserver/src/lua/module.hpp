// A registered module: its text, and what was made of it once.
#pragma once

#include <cstdint>
#include <lua.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace spikelet::mock::lua {

struct services;
class state;

// Where a server keeps modules; error texts show it.
inline constexpr std::string_view user_path = "/opt/aerospike/usr/udf/lua/";
inline std::string path_of(std::string_view file) {
    return std::string(user_path).append(file);
}

inline constexpr std::size_t file_name_size_max = 127;
inline constexpr std::size_t content_size_max = 1u << 20;

// Immutable; shared by everything that uses this version.
struct module {
    std::string file;     // "m.lua"
    std::string content;  // as it was registered
    std::string hash;     // of what a server keeps of it, 40 hexadecimal digits
    std::string chunk;    // compiled
};

// Why a module cannot be registered, in the terms of udf-put.
struct module_error {
    std::string file;  // empty when the error names none
    int line = 0;
    std::string message;
};

// Letters, digits and `.` `_` `-` `$`, not a dot in front, and an extension behind one: what can be
// the name of a file anywhere. `.so` is none: native code is not run.
bool is_module_file(std::string_view name);

struct made_module {
    std::shared_ptr<const module> code;
    std::unique_ptr<state> ready;  // the first state for calls
};
// Compiles a module and runs its top level in a state of its own. Without code, and `error` says
// why, when it fails. Any thread; no locks are held.
made_module make_module(const services& host, std::string_view file, std::string_view content,
                        std::string hash, module_error& error);

// Pushes the module's function; else Lua's status and an error's text.
int load_module(lua_State* L, const module& m);

}  // namespace spikelet::mock::lua
