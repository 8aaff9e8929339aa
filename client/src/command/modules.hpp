// Managing modules of functions over the text protocol (chapter 14 §1): what any node is asked, and
// what its answer means.
#pragma once

#include "command/info_question.hpp"

#include <spikelet/udf.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace spikelet::command {

// Of a module or a function as calls name them: neither empty nor longer than a server takes.
error check_function_name(std::string_view name, std::string_view argument);
// Of a module's file: a name that the text protocol can carry, with the ending that a server wants.
error check_module_file(std::string_view name, std::string_view argument);

result<info_question> udf_put_question(std::string_view name, std::string_view text,
                                       const info_policy& policy, const effective_info& group);
result<info_question> udf_list_question(const info_policy& policy, const effective_info& group);
result<info_question> udf_get_question(std::string_view name, const info_policy& policy,
                                       const effective_info& group);
result<info_question> udf_remove_question(std::string_view name, const info_policy& policy,
                                          const effective_info& group);

// What the node's answer says. Code udf, with the server's reason, when it refuses.
result<void> udf_done(const info_question& q, result<std::string> body);  // of put and remove
result<std::vector<udf_module>> udf_modules(const info_question& q, result<std::string> body);
result<std::string> udf_text(const info_question& q, result<std::string> body);

}  // namespace spikelet::command
