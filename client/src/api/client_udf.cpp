// Functions in Lua: calls on one record, and the modules that hold them (chapter 14).
#include "api/client_impl.hpp"
#include "api/module_file.hpp"
#include "command/modules.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace spikelet {
namespace {

constexpr milliseconds listing_pause(20);  // until nodes are asked again for their modules

}  // namespace

result<value> client::apply(const key& k, std::string_view module, std::string_view function,
                            std::span<const value> arguments, const apply_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.apply(k, {module, function, arguments}, policy, request, p)) {
        return e;
    }
    const command::deserializer_choice deserializer(impl_->config.serialization);
    command::function_reader reader(impl_->decoding_for(p, deserializer));
    if (error e = impl_->run(k, request.view(), p, reader)) return e;
    return std::move(reader.answer);
}

// ---- modules

result<std::string> client::impl::ask_about_modules(const result<command::info_question>& q) {
    if (!q) return q.error();
    if (!is_connected()) return not_connected();
    driver->tend_if_due();
    return ask_any(q->text, end_of(q->timeout));
}

result<void> client::impl::change_module(const result<command::info_question>& q,
                                         std::string_view name, module_change change) {
    if (!q) return q.error();
    if (!is_connected()) return not_connected();
    driver->tend_if_due();
    const auto until = end_of(q->timeout);
    auto body = ask_any(q->text, until);
    if (!body) return body.error();
    if (auto done = command::udf_done(*q, std::move(body)); !done) return done;
    return await_module(name, change, until);
}

// Servers answer when every node has applied the change (chapter 17 §7), older ones before: each
// node is asked until it says so. One that cannot be asked gets its modules when it joins again.
result<void> client::impl::await_module(std::string_view name, module_change change,
                                        conversation::instant until) {
    const auto q = command::udf_list_question({}, groups.info);
    for (;;) {
        std::string behind;
        std::optional<std::string> hash;
        const auto nodes = driver->cluster().nodes();
        for (topology::node* n : *nodes) {
            auto body = driver->ask(*n, q->text, left_until(until));
            if (!body) continue;
            const auto modules = command::udf_modules(*q, std::move(body));
            if (!modules) continue;
            const auto found = std::find_if(modules->begin(), modules->end(),
                                            [&](const udf_module& m) { return m.name == name; });
            const bool is_there = found != modules->end();
            if (is_there != (change == module_change::put) ||
                (is_there && hash.value_or(found->hash) != found->hash)) {
                behind = n->name();
                break;
            }
            if (is_there) hash = found->hash;
        }
        if (behind.empty()) return {};
        const auto now = driver->now();
        if (now >= until) {
            return error(client_errc::timeout, {.message = "the change is made, but node " +
                                                           behind + " does not list module '" +
                                                           std::string(name) + "' as it should yet",
                                                .node = behind,
                                                .attempts = 1});
        }
        if (!driver->sleep_until(std::min<conversation::instant>(now + listing_pause, until))) {
            return error(client_errc::client_abort, {.message = "the client is closing"});
        }
    }
}

result<void> client::udf_put(const std::filesystem::path& path, const info_policy& policy) {
    const auto file = read_module(path, impl_->config.lua.user_path);
    if (!file) return file.error();
    return udf_put_text(file->name, file->text, policy);
}

result<void> client::udf_put_text(std::string_view name, std::string_view text,
                                  const info_policy& policy) {
    const auto q = command::udf_put_question(name, text, policy, impl_->groups.info);
    return impl_->change_module(q, name, impl::module_change::put);
}

result<std::vector<udf_module>> client::udf_list(const info_policy& policy) {
    const auto q = command::udf_list_question(policy, impl_->groups.info);
    auto body = impl_->ask_about_modules(q);
    return body ? command::udf_modules(*q, std::move(body)) : body.error();
}

result<std::string> client::udf_get(std::string_view name, const info_policy& policy) {
    const auto q = command::udf_get_question(name, policy, impl_->groups.info);
    auto body = impl_->ask_about_modules(q);
    return body ? command::udf_text(*q, std::move(body)) : body;
}

result<void> client::udf_remove(std::string_view name, const info_policy& policy) {
    const auto q = command::udf_remove_question(name, policy, impl_->groups.info);
    return impl_->change_module(q, name, impl::module_change::remove);
}

}  // namespace spikelet
