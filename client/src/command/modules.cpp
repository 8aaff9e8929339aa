#include "command/modules.hpp"

#include "command/checks.hpp"
#include "topology/udf_text.hpp"

#include <utility>

namespace spikelet::command {
namespace {

constexpr std::size_t module_name_size_max = 127;

result<info_question> question(std::string command, const info_policy& policy,
                               const effective_info& group) {
    if (error e = check_policy(policy)) return e;
    command += '\n';
    return info_question{
        .text = std::move(command), .is_one = true, .timeout = resolve(policy, group).timeout};
}

result<std::string> answer(const info_question& q, result<std::string> body) {
    if (!body) return body;
    if (const auto words = topology::parse_udf_error(value_in(q, *body))) {
        return error(result_code::udf, {.message = *words, .attempts = 1});
    }
    return answer_to(q, std::move(body));
}

error no_answer_of_that_kind(const info_question& q) {
    return {client_errc::malformed_reply,
            {.message = "the answer to " + q.text.substr(0, q.text.find_first_of(":\n")) +
                        " is none that is known",
             .attempts = 1}};
}

}  // namespace

error check_function_name(std::string_view name, std::string_view argument) {
    if (name.empty()) return wrong(std::string(argument), std::string(argument) + " is empty");
    if (name.size() > module_name_size_max) {
        return wrong(std::string(argument), std::string(argument) + " has " +
                                                std::to_string(name.size()) +
                                                " bytes, at most 127 are allowed");
    }
    return {};
}

error check_module_file(std::string_view name, std::string_view argument) {
    if (error e = check_function_name(name, argument)) return e;
    if (!name.ends_with(".lua")) {
        return wrong(std::string(argument),
                     "module '" + std::string(name) + "' has no .lua at its end");
    }
    if (name.find_first_of(";\n\r\t/") != std::string_view::npos) {
        return wrong(std::string(argument),
                     "module '" + std::string(name) +
                         "' contains a character that names of modules cannot have: "
                         "a semicolon, a slash, a tab or a line end");
    }
    return {};
}

result<info_question> udf_put_question(std::string_view name, std::string_view text,
                                       const info_policy& policy, const effective_info& group) {
    if (error e = check_module_file(name, "name")) return e;
    if (text.empty()) return wrong("text", "the module's text is empty");
    if (text.size() > udf_text_size_max) {
        return wrong("text", "the module has " + std::to_string(text.size()) +
                                 " bytes, at most 1 MiB is allowed");
    }
    return question(topology::udf_put_command(name, text), policy, group);
}

result<info_question> udf_list_question(const info_policy& policy, const effective_info& group) {
    return question(std::string(topology::udf_list_command), policy, group);
}

result<info_question> udf_get_question(std::string_view name, const info_policy& policy,
                                       const effective_info& group) {
    if (error e = check_module_file(name, "name")) return e;
    return question(topology::udf_get_command(name), policy, group);
}

result<info_question> udf_remove_question(std::string_view name, const info_policy& policy,
                                          const effective_info& group) {
    if (error e = check_module_file(name, "name")) return e;
    return question(topology::udf_remove_command(name), policy, group);
}

result<void> udf_done(const info_question& q, result<std::string> body) {
    const auto text = answer(q, std::move(body));
    if (!text) return text.error();
    if (*text != "ok") return no_answer_of_that_kind(q);
    return {};
}

result<std::vector<udf_module>> udf_modules(const info_question& q, result<std::string> body) {
    const auto text = answer(q, std::move(body));
    if (!text) return text.error();
    auto modules = topology::parse_udf_list(*text);
    if (!modules) return no_answer_of_that_kind(q);
    return std::move(*modules);
}

result<std::string> udf_text(const info_question& q, result<std::string> body) {
    const auto text = answer(q, std::move(body));
    if (!text) return text.error();
    auto content = topology::parse_udf_text(*text);
    if (!content) return no_answer_of_that_kind(q);
    return std::move(*content);
}

}  // namespace spikelet::command
