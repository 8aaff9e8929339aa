// The commands of the text protocol that manage modules, and their answers (chapter 14 §1). Nothing
// here trusts what it reads.
#pragma once

#include <spikelet/udf.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::topology {

std::string udf_put_command(std::string_view name, std::string_view text);
std::string udf_get_command(std::string_view name);
std::string udf_remove_command(std::string_view name);
inline constexpr std::string_view udf_list_command = "udf-list";

// What a refusal says, in words: "visits.lua:3: unexpected symbol near 'x'". nullopt: it is none.
std::optional<std::string> parse_udf_error(std::string_view value);
// nullopt when the answer is no list of modules.
std::optional<std::vector<udf_module>> parse_udf_list(std::string_view value);
// The text of the module that an answer to udf-get carries; nullopt when it carries none.
std::optional<std::string> parse_udf_text(std::string_view value);

}  // namespace spikelet::topology
