// Functions in Lua: calls on one record, and the modules that hold them (chapter 14).
#include "api/client_impl.hpp"
#include "api/module_file.hpp"
#include "net/ask_nodes.hpp"

#include <string>
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

result<void> client::impl::change_module(const result<command::info_question>& q,
                                         std::string_view name, command::module_change change) {
    if (error e = check_question(q)) return e;
    const auto until = net::end_of(*driver, q->timeout);
    if (auto done = command::udf_done(*q, net::ask_any(*driver, *q, until)); !done) return done;
    error e = net::await_module(*driver, {std::string(name), change}, until);
    return e ? result<void>(std::move(e)) : result<void>();
}

result<void> client::udf_put(const std::filesystem::path& path, const info_policy& policy) {
    const auto file = read_module(path, impl_->config.lua.user_path);
    if (!file) return file.error();
    return udf_put_text(file->name, file->text, policy);
}

result<void> client::udf_put_text(std::string_view name, std::string_view text,
                                  const info_policy& policy) {
    const auto q = command::udf_put_question(name, text, policy, impl_->groups.info);
    return impl_->change_module(q, name, command::module_change::put);
}

result<std::vector<udf_module>> client::udf_list(const info_policy& policy) {
    const auto q = command::udf_list_question(policy, impl_->groups.info);
    if (error e = impl_->check_question(q)) return e;
    net::driver& d = *impl_->driver;
    return command::udf_modules(*q, net::ask_any(d, *q, net::end_of(d, q->timeout)));
}

result<std::string> client::udf_get(std::string_view name, const info_policy& policy) {
    const auto q = command::udf_get_question(name, policy, impl_->groups.info);
    if (error e = impl_->check_question(q)) return e;
    net::driver& d = *impl_->driver;
    return command::udf_text(*q, net::ask_any(d, *q, net::end_of(d, q->timeout)));
}

result<void> client::udf_remove(std::string_view name, const info_policy& policy) {
    const auto q = command::udf_remove_question(name, policy, impl_->groups.info);
    return impl_->change_module(q, name, command::module_change::remove);
}

}  // namespace spikelet
