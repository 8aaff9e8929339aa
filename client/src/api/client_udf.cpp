// Functions in Lua: calls on one record, and the modules that hold them (chapter 14).
#include "api/client_impl.hpp"
#include "api/module_file.hpp"
#include "command/modules.hpp"

#include <utility>

namespace spikelet {

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
    return ask_any(q->text, q->timeout);
}

result<void> client::udf_put(const std::filesystem::path& path, const info_policy& policy) {
    const auto file = read_module(path, impl_->config.lua.user_path);
    if (!file) return file.error();
    return udf_put_text(file->name, file->text, policy);
}

result<void> client::udf_put_text(std::string_view name, std::string_view text,
                                  const info_policy& policy) {
    const auto q = command::udf_put_question(name, text, policy, impl_->groups.info);
    auto body = impl_->ask_about_modules(q);
    return body ? command::udf_done(*q, std::move(body)) : body.error();
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
    auto body = impl_->ask_about_modules(q);
    return body ? command::udf_done(*q, std::move(body)) : body.error();
}

}  // namespace spikelet
