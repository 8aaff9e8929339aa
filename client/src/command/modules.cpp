#include "command/modules.hpp"

#include "command/checks.hpp"
#include "topology/udf_text.hpp"

#include <algorithm>
#include <utility>
#include <variant>

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

// The value of the answer as `parse` reads it; nullopt: it is none.
template <class T, class Parse>
result<T> parsed(const info_question& q, node_answer a, Parse parse) {
    if (!a.body) return a.body.error();
    if (const auto words = topology::parse_udf_error(value_in(q, *a.body))) {
        return error(result_code::udf,
                     {.message = *words, .node = std::move(a.node), .attempts = 1});
    }
    const std::string node = a.node;
    const auto value = answer_to(q, std::move(a));
    if (!value) return value.error();
    std::optional<T> content = parse(*value);
    if (content) return std::move(*content);
    return error(client_errc::malformed_reply,
                 {.message = "the answer to " + q.text.substr(0, q.text.find_first_of(":\n")) +
                             " is none that is known",
                  .node = node,
                  .attempts = 1});
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

result<void> udf_done(const info_question& q, node_answer a) {
    const auto done = parsed<std::monostate>(q, std::move(a), [](std::string_view value) {
        return value == "ok" ? std::optional(std::monostate()) : std::nullopt;
    });
    return done ? result<void>() : done.error();
}

result<std::vector<udf_module>> udf_modules(const info_question& q, node_answer a) {
    return parsed<std::vector<udf_module>>(q, std::move(a), topology::parse_udf_list);
}

result<std::string> udf_text(const info_question& q, node_answer a) {
    return parsed<std::string>(q, std::move(a), topology::parse_udf_text);
}

// ---- changes that reach every node

const info_question& module_agreement::question() {
    static const info_question q{.text = std::string(topology::udf_list_command) + "\n",
                                 .is_one = true};
    return q;
}

void module_agreement::reset() {
    was_behind_ = std::exchange(behind_, {});
    is_heard_ = false;
    hash_.reset();
}

void module_agreement::note(node_answer a) {
    std::string node = a.node;
    const auto modules = udf_modules(question(), std::move(a));
    if (!behind_.empty()) return;
    if (!modules) {
        const error& e = modules.error();
        if (e == client_errc::connection) return;
        // Who has said that it lacks the change is better named than who had no time to.
        const bool names_another = e == client_errc::timeout && !was_behind_.empty();
        behind_ = names_another ? was_behind_ : std::move(node);
        return;
    }
    is_heard_ = true;
    const auto found = std::find_if(modules->begin(), modules->end(),
                                    [&](const udf_module& m) { return m.name == name_; });
    const bool is_there = found != modules->end();
    if (is_there != (change_ == module_change::put) ||
        (is_there && hash_.value_or(found->hash) != found->hash)) {
        behind_ = std::move(node);
    } else if (is_there) {
        hash_ = found->hash;
    }
}

error module_agreement::not_reached() const {
    if (behind_.empty()) {
        return {
            client_errc::timeout,
            {.message = "the change is made, but no node can be asked whether it lists module '" +
                        name_ + "' as it should"}};
    }
    return {client_errc::timeout,
            {.message = "the change is made, but node " + behind_ + " does not list module '" +
                        name_ + "' as it should yet",
             .node = behind_,
             .attempts = 1}};
}

}  // namespace spikelet::command
