// Modules of functions in Lua that the servers run (chapter 14).
//
//     db.udf_put("lua/visits.lua").value();
//     const value args[] = {"visits", 1};
//     db.apply(ann, "visits", "count", args).value();
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace spikelet {

enum class udf_language : std::uint8_t { lua = 0 };  // UDF_TYPE_LUA

// One line of udf_list().
struct udf_module {
    std::string name;  // "visits.lua"
    std::string hash;  // SHA-1 of what the server stores, 40 hexadecimal digits
    udf_language type = udf_language::lua;
    friend bool operator==(const udf_module&, const udf_module&) = default;
};

// Of a module's text, in bytes; a server takes no more.
inline constexpr std::size_t udf_text_size_max = 1u << 20;

}  // namespace spikelet
