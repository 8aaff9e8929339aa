// Functions in Lua: calls on one record, and the modules that hold them (chapter 14).
#include "api/client_impl.hpp"
#include "command/checks.hpp"
#include "command/request.hpp"
#include "net/read_file.hpp"
#include "topology/info_text.hpp"
#include "topology/udf_text.hpp"

#include <algorithm>
#include <optional>

namespace spikelet {
namespace {

constexpr std::size_t module_name_size_max = 127;
constexpr milliseconds listing_pause(20);  // until nodes are asked again for their modules

error check_function_name(std::string_view name, std::string_view argument) {
    if (name.empty()) {
        return command::wrong(std::string(argument), std::string(argument) + " is empty");
    }
    if (name.size() > module_name_size_max) {
        return command::wrong(std::string(argument), std::string(argument) + " has " +
                                                         std::to_string(name.size()) +
                                                         " bytes, at most 127 are allowed");
    }
    return {};
}

// A name that the text protocol can carry. A server wants the ending.
error check_module_file(std::string_view name, std::string_view argument) {
    if (error e = check_function_name(name, argument)) return e;
    if (!name.ends_with(".lua")) {
        return command::wrong(std::string(argument),
                              "module '" + std::string(name) + "' has no .lua at its end");
    }
    if (name.find_first_of(";\n\r\t/") != std::string_view::npos) {
        return command::wrong(std::string(argument),
                              "module '" + std::string(name) +
                                  "' contains a character that names of modules cannot have: "
                                  "a semicolon, a slash, a tab or a line end");
    }
    return {};
}

error no_answer_of_that_kind(std::string_view command) {
    return {client_errc::malformed_reply,
            {.message = "the answer to " + std::string(command) + " is none that is known",
             .attempts = 1}};
}

}  // namespace

result<value> client::apply(const key& k, std::string_view module, std::string_view function,
                            std::span<const value> arguments, const apply_policy& policy) {
    if (error e = command::check_key(k)) return e;
    if (error e = command::check_policy(policy)) return e;
    if (error e = check_function_name(module, "module")) return e;
    if (error e = check_function_name(function, "function")) return e;
    const command::prepared p{.policy = command::resolve(policy, impl_->groups.apply),
                              .is_write = true};

    const command::serializer_choice serializer(impl_->config.serialization, std::nullopt);
    command::serializer_choice::copies memory;
    std::vector<const value*> sent;
    sent.reserve(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        error why;
        sent.push_back(serializer.prepare(arguments[i], memory, why));
        if (why) return command::blame(why, "arguments[" + std::to_string(i) + "]");
    }
    wire::buffer request;
    command::write_apply(k, {.module = module, .function = function, .arguments = sent}, p.policy,
                         request);
    const command::deserializer_choice deserializer(impl_->config.serialization);
    command::function_reader reader(impl_->decoding_for(p, deserializer));
    if (error e = impl_->run(k, request.view(), p, reader)) return e;
    return std::move(reader.answer);
}

// ---- modules

result<conversation::instant> client::impl::begin_udf(const info_policy& policy) const {
    if (error e = command::check_policy(policy)) return e;
    if (!is_connected()) return not_connected();
    return end_of(command::resolve(policy, groups.info).timeout);
}

result<std::string> client::impl::manage_udf(std::string_view command,
                                             conversation::instant until) {
    auto body = ask_any(std::string(command) + '\n', until);
    if (!body) return body.error();
    std::string answer;
    if (const auto found = topology::find_value(*body, command)) {
        answer = *found;
    } else {
        answer = body->substr(0, body->find_last_not_of('\n') + 1);
    }
    if (const auto words = topology::parse_udf_error(answer)) {
        return error(result_code::udf, {.message = *words, .attempts = 1});
    }
    if (const auto refusal = topology::parse_error(answer)) {
        return error(static_cast<result_code>(refusal->code),
                     {.message = std::string(refusal->text), .attempts = 1});
    }
    return answer;
}

// Servers answer when every node has applied the change (chapter 17 §7), older ones before: each
// node is asked until it says so. One that cannot be asked gets its modules when it joins again.
result<void> client::impl::await_module(std::string_view name, bool is_listed,
                                        conversation::instant until) {
    const std::string question = std::string(topology::udf_list_command) + '\n';
    for (;;) {
        std::string behind;
        std::optional<std::string> hash;
        const auto nodes = driver->cluster().nodes();
        for (topology::node* n : *nodes) {
            const auto body = driver->ask(*n, question, left_until(until));
            const auto answer =
                body ? topology::find_value(*body, topology::udf_list_command) : std::nullopt;
            const auto modules = answer ? topology::parse_udf_list(*answer) : std::nullopt;
            if (!modules) continue;
            const auto found = std::find_if(modules->begin(), modules->end(),
                                            [&](const udf_module& m) { return m.name == name; });
            const bool is_there = found != modules->end();
            if (is_there != is_listed || (is_there && hash.value_or(found->hash) != found->hash)) {
                behind = n->name();
                break;
            }
            if (is_there) hash = found->hash;
        }
        if (behind.empty()) return {};
        const auto now = driver->now();
        if (now >= until) {
            return error(
                client_errc::timeout,
                {.message = "the change is made, but node " + behind +
                            (is_listed ? " does not list module '" : " still lists module '") +
                            std::string(name) + "' as the others do",
                 .node = behind,
                 .attempts = 1});
        }
        if (!driver->sleep_until(std::min<conversation::instant>(now + listing_pause, until))) {
            return error(client_errc::client_abort, {.message = "the client is closing"});
        }
    }
}

result<void> client::udf_put(const std::filesystem::path& path, const info_policy& policy) {
    const std::string name = path.filename().string();
    if (error e = check_module_file(name, "path")) return e;
    std::filesystem::path found = path;
    std::error_code ignored;
    const std::string& user_path = impl_->config.lua.user_path;
    if (path.is_relative() && !user_path.empty() && !std::filesystem::exists(path, ignored)) {
        found = std::filesystem::path(user_path) / path;
    }
    const auto text = net::read_file(found, udf_text_size_max);
    if (!text) return text.error();
    return udf_put_text(name, *text, policy);
}

result<void> client::udf_put_text(std::string_view name, std::string_view text,
                                  const info_policy& policy) {
    if (error e = check_module_file(name, "name")) return e;
    if (text.empty()) return command::wrong("text", "the module's text is empty");
    if (text.size() > udf_text_size_max) {
        return command::wrong("text", "the module has " + std::to_string(text.size()) +
                                          " bytes, at most 1 MiB is allowed");
    }
    const auto until = impl_->begin_udf(policy);
    if (!until) return until.error();
    const auto answer = impl_->manage_udf(topology::udf_put_command(name, text), *until);
    if (!answer) return answer.error();
    if (*answer != "ok") return no_answer_of_that_kind("udf-put");
    return impl_->await_module(name, true, *until);
}

result<std::vector<udf_module>> client::udf_list(const info_policy& policy) {
    const auto until = impl_->begin_udf(policy);
    if (!until) return until.error();
    const auto answer = impl_->manage_udf(topology::udf_list_command, *until);
    if (!answer) return answer.error();
    auto modules = topology::parse_udf_list(*answer);
    if (!modules) return no_answer_of_that_kind("udf-list");
    return std::move(*modules);
}

result<std::string> client::udf_get(std::string_view name, const info_policy& policy) {
    if (error e = check_module_file(name, "name")) return e;
    const auto until = impl_->begin_udf(policy);
    if (!until) return until.error();
    const auto answer = impl_->manage_udf(topology::udf_get_command(name), *until);
    if (!answer) return answer.error();
    auto text = topology::parse_udf_text(*answer);
    if (!text) return no_answer_of_that_kind("udf-get");
    return std::move(*text);
}

result<void> client::udf_remove(std::string_view name, const info_policy& policy) {
    if (error e = check_module_file(name, "name")) return e;
    const auto until = impl_->begin_udf(policy);
    if (!until) return until.error();
    const auto answer = impl_->manage_udf(topology::udf_remove_command(name), *until);
    if (!answer) return answer.error();
    if (*answer != "ok") return no_answer_of_that_kind("udf-remove");
    return impl_->await_module(name, false, *until);
}

}  // namespace spikelet
