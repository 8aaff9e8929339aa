// The asynchronous calls: prepared here, run by a driver.
#include "api/client_impl.hpp"
#include "api/module_file.hpp"
#include "command/modules.hpp"
#include "conversation/info.hpp"
#include "net/async_driver.hpp"

#include <spikelet/async_client.hpp>
#include <spikelet/wire/digest.hpp>

namespace spikelet {

using detail::async_call;
using kind = async_call::kind;

class async_client::impl {
public:
    explicit impl(std::shared_ptr<net::async_driver> d)
        : driver(std::move(d)),
          groups(command::resolve_groups(driver->configuration())),
          prepare(driver->configuration(), groups) {}
    ~impl() { driver->close_now(); }

    // A call on a record, whose result is `value` to begin with. `encode` appends the request, or
    // says what is wrong.
    template <class Value, class Encode>
    call_ptr record_call(const key& k, Value value, Encode encode) {
        call_ptr c = driver->acquire();
        c->value = std::move(value);
        c->outcome = encode(c->request, c->prepared);
        if (c->outcome) return c;
        c->what = kind::record;
        c->namespace_name = k.namespace_name();
        c->partition = wire::partition_id(k.digest());
        return c;
    }
    template <class Value>
    call_ptr info_call(kind what, std::string_view command, const info_policy& policy,
                       Value value) {
        call_ptr c = driver->acquire();
        c->value = std::move(value);
        auto q = command::make_question(command, policy, groups.info);
        if (!q) {
            c->outcome = q.error();
            return c;
        }
        ask(*c, what, std::move(*q));
        return c;
    }
    // A question about modules to any node.
    template <class Value>
    call_ptr modules_call(result<command::info_question> q, async_call::meaning means,
                          Value value) {
        call_ptr c = driver->acquire();
        c->value = std::move(value);
        if (!q) {
            c->outcome = q.error();
            return c;
        }
        c->means = means;
        ask(*c, kind::ask_any, std::move(*q));
        return c;
    }
    // A change of one module, which has to reach every node.
    call_ptr module_change(result<command::info_question> q, std::string_view name,
                           command::module_change change) {
        call_ptr c = modules_call(std::move(q), async_call::meaning::udf_done, std::monostate());
        c->change.emplace(std::string(name), change);
        return c;
    }
    static void ask(async_call& c, kind what, command::info_question q) {
        c.question = std::move(q);
        conversation::append_info_request(c.question.text, c.request);
        c.what = what;
    }

    const std::shared_ptr<net::async_driver> driver;
    const command::effective_groups groups;
    const command::preparer prepare;
};

namespace {

// Room for so many is taken with each connection.
constexpr std::uint32_t commands_per_connection_limit = 65536;

async_options validated(async_options o) {
    const std::uint32_t n = o.commands_per_connection_max;
    if (n == 0 || n > commands_per_connection_limit) {
        const std::string key = "commands_per_connection_max";
        throw failure(
            error(client_errc::parameter,
                  {.message = key + " is " + std::to_string(n) + "; 1 … " +
                              std::to_string(commands_per_connection_limit) + " are accepted",
                   .argument = key}));
    }
    return o;
}

record record_of(const key& k) {
    return {.key = k, .metadata = {}, .bins = {}};
}

}  // namespace

async_client::async_client(executor_type executor, config c, async_options options)
    : impl_(std::make_unique<impl>(net::make_async_tcp_driver(
          std::move(executor), validated(std::move(c), false), validated(options)))) {}

async_client::async_client(executor_type executor, config c,
                           std::shared_ptr<direct_transport> transport, async_options options)
    : impl_(std::make_unique<impl>(
          transport != nullptr
              ? net::make_async_direct_driver(std::move(executor), validated(std::move(c), true),
                                              std::move(transport))
              : net::make_async_tcp_driver(std::move(executor), validated(std::move(c), false),
                                           validated(options)))) {}

async_client::async_client(async_client&&) noexcept = default;
async_client& async_client::operator=(async_client&&) noexcept = default;
async_client::~async_client() = default;

async_client::executor_type async_client::get_executor() const {
    return impl_->driver->executor();
}

const config& async_client::configuration() const {
    return impl_->driver->configuration();
}

void async_client::close() {
    impl_->driver->close_now();
}

bool async_client::is_connected() const {
    return impl_->driver->is_connected();
}

std::vector<node_info> async_client::get_nodes() const {
    return nodes_of(impl_->driver->cluster());
}

detail::call_ptr async_client::prepare_connect() {
    call_ptr c = impl_->driver->acquire();
    c->what = kind::connect;
    return c;
}

detail::call_ptr async_client::prepare_close() {
    call_ptr c = impl_->driver->acquire();
    c->what = kind::close;
    return c;
}

// ---- one record

detail::call_ptr async_client::prepare_get(const key& k, const read_policy& policy) {
    return impl_->record_call(k, record_of(k), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.get(k, policy, out, p);
    });
}

detail::call_ptr async_client::prepare_select(const key& k, std::span<const std::string> bin_names,
                                              const read_policy& policy) {
    auto c = impl_->record_call(k, record_of(k), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.select(k, bin_names, policy, out, p);
    });
    // A name that is asked for twice is answered twice.
    c->names_repeat = true;
    return c;
}

detail::call_ptr async_client::prepare_exists(const key& k, const read_policy& policy) {
    return impl_->record_call(k, std::optional<record_metadata>(),
                              [&](wire::buffer& out, command::prepared& p) {
                                  return impl_->prepare.exists(k, policy, out, p);
                              });
}

detail::call_ptr async_client::prepare_put(const key& k, const bins& b,
                                           const write_policy& policy) {
    return impl_->record_call(k, record_metadata(), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.put(k, b, policy, out, p);
    });
}

detail::call_ptr async_client::prepare_remove(const key& k, const remove_policy& policy) {
    return impl_->record_call(k, record_metadata(), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.remove(k, policy, out, p);
    });
}

detail::call_ptr async_client::prepare_remove_bin(const key& k,
                                                  std::span<const std::string> bin_names,
                                                  const write_policy& policy) {
    return impl_->record_call(k, record_metadata(), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.remove_bin(k, bin_names, policy, out, p);
    });
}

detail::call_ptr async_client::prepare_touch(const key& k, std::uint32_t ttl_s,
                                             const operate_policy& policy) {
    return impl_->record_call(k, record_metadata(), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.touch(k, ttl_s, policy, out, p);
    });
}

detail::call_ptr async_client::prepare_append(const key& k, std::string_view bin, value suffix,
                                              const operate_policy& policy) {
    return impl_->record_call(k, record_metadata(), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.append(k, bin, std::move(suffix), policy, out, p);
    });
}

detail::call_ptr async_client::prepare_prepend(const key& k, std::string_view bin, value prefix,
                                               const operate_policy& policy) {
    return impl_->record_call(k, record_metadata(), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.prepend(k, bin, std::move(prefix), policy, out, p);
    });
}

detail::call_ptr async_client::prepare_increment(const key& k, std::string_view bin, value by,
                                                 const operate_policy& policy) {
    return impl_->record_call(k, record_metadata(), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.increment(k, bin, std::move(by), policy, out, p);
    });
}

detail::call_ptr async_client::prepare_operate(const key& k, std::span<const operation> operations,
                                               const operate_policy& policy) {
    auto c = impl_->record_call(k, record_of(k), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.operate(k, operations, policy, out, p);
    });
    c->names_repeat = true;
    return c;
}

detail::call_ptr async_client::prepare_operate_ordered(const key& k,
                                                       std::span<const operation> operations,
                                                       const operate_policy& policy) {
    return impl_->record_call(k, ordered_record{.key = k, .metadata = {}, .results = {}},
                              [&](wire::buffer& out, command::prepared& p) {
                                  return impl_->prepare.operate(k, operations, policy, out, p);
                              });
}

detail::call_ptr async_client::prepare_apply(const key& k, std::string_view module,
                                             std::string_view function,
                                             std::span<const value> arguments,
                                             const apply_policy& policy) {
    return impl_->record_call(k, value(), [&](wire::buffer& out, command::prepared& p) {
        return impl_->prepare.apply(k, {module, function, arguments}, policy, out, p);
    });
}

// ---- modules

detail::call_ptr async_client::prepare_udf_put(const std::filesystem::path& path,
                                               const info_policy& policy) {
    const auto file = read_module(path, configuration().lua.user_path);
    if (!file) {
        return impl_->modules_call(file.error(), async_call::meaning::udf_done, std::monostate());
    }
    return prepare_udf_put_text(file->name, file->text, policy);
}

detail::call_ptr async_client::prepare_udf_put_text(std::string_view name, std::string_view text,
                                                    const info_policy& policy) {
    return impl_->module_change(command::udf_put_question(name, text, policy, impl_->groups.info),
                                name, command::module_change::put);
}

detail::call_ptr async_client::prepare_udf_list(const info_policy& policy) {
    return impl_->modules_call(command::udf_list_question(policy, impl_->groups.info),
                               async_call::meaning::udf_modules, std::vector<udf_module>());
}

detail::call_ptr async_client::prepare_udf_get(std::string_view name, const info_policy& policy) {
    return impl_->modules_call(command::udf_get_question(name, policy, impl_->groups.info),
                               async_call::meaning::udf_text, std::string());
}

detail::call_ptr async_client::prepare_udf_remove(std::string_view name,
                                                  const info_policy& policy) {
    return impl_->module_change(command::udf_remove_question(name, policy, impl_->groups.info),
                                name, command::module_change::remove);
}

// ---- info

detail::call_ptr async_client::prepare_info_node(std::string_view command, const host_address& host,
                                                 const info_policy& policy) {
    auto c = impl_->info_call(kind::ask_host, command, policy, std::string());
    c->host = host;
    return c;
}

detail::call_ptr async_client::prepare_info_any(std::string_view command,
                                                const info_policy& policy) {
    return impl_->info_call(kind::ask_any, command, policy, std::string());
}

detail::call_ptr async_client::prepare_info_all(std::string_view command,
                                                const info_policy& policy) {
    return impl_->info_call(kind::ask_all, command, policy, info_map());
}

}  // namespace spikelet
