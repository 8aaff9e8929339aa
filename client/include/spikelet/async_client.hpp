// A client of an Aerospike cluster for Asio programs: many commands in flight over few connections.
//
//     asio::io_context context;
//     spikelet::async_client db(context.get_executor(), {.hosts = {{"127.0.0.1", 3000}}});
//
//     asio::awaitable<void> visit(spikelet::async_client& db, spikelet::key who) {
//         auto [failed, metadata] = co_await db.async_increment(who, "visits", 1);
//         if (failed) std::cerr << failed << '\n';
//     }
//
// Every call has the same shape.
//
// Signature: the handler is called once with `(error)` or `(error, T)`; the error is false when the
// call succeeded, and T is empty otherwise. Any completion token will do; without one the call is
// deferred, and begins when it is awaited or called.
//
// Arguments: everything is checked and encoded before the function returns, so that no argument has
// to live longer than the call expression, not even of a deferred one. What is wrong with them is
// the handler's error; nothing is thrown.
//
// Executor: the handler runs on its associated executor, by default get_executor(). Nothing
// completes inside the initiating call. Any thread may call, at the same time as others, and any
// number of threads may run the executor. The execution context outlives the client.
//
// Cancellation: types `terminal` and `partial` end the call at once with client_abort; a request of
// which no byte is out is not sent any more, else its reply is thrown away: of a write,
// error::in_doubt() then says that it may have been done. Type `total` does the same as long as no
// byte of a write is out, and nothing from then on; reads, and questions of the text protocol
// (async_info_*, async_udf_*, which a node may have obeyed already), it always ends. A call that is
// computing in this process (direct transport) runs to its end. async_close() is not cancelled.
//
// Connections: single-record commands share them. As many as `commands_per_connection_max` are
// under way on each; replies come in the order of requests. When a connection is lost, commands are
// tried again as far as the policy's max_retries allows (for writes not at all by default); writes
// that fail after a byte is out are in doubt. Functions (async_apply), which may run for long, and
// questions of the text protocol have a connection to themselves. A connection may take as long to
// open as the configuration's connect_timeout says; that of a policy is for the blocking client.
//
// GCC 12 refuses a braced list of bins or values inside a co_await expression ("array used as
// initializer"), and destroys temporary aggregates that own something twice there: name such
// arguments before it. Policies are trivially destructible, and may stand in it.
//
// While the client is connected it waits for its connections, so that the context does not run out
// of work: call async_close() or close() to let it end.
#pragma once

#include <spikelet/client.hpp>
#include <spikelet/detail/async_call.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spikelet {

struct async_options {
    // Commands under way on one connection, 1 … 65536. Another connection is opened when all of a
    // node have as many, up to the configuration's max_conns_per_node.
    std::uint32_t commands_per_connection_max = 256;
    // Commands that wait for a place on a connection, for each node: one more ends with queue_full.
    std::uint32_t commands_waiting_max = 65536;
};

class async_client {
public:
    using executor_type = boost::asio::any_io_executor;
    using default_token = boost::asio::deferred_t;
    using info_map = std::map<std::string, result<std::string>>;

    // Not connected yet. `failure` when the configuration or an option is wrong.
    async_client(executor_type executor, config c, async_options options = {});
    // Of a cluster in this process: commands run on the threads of the executor.
    async_client(executor_type executor, config c, std::shared_ptr<direct_transport> transport,
                 async_options options = {});
    async_client(async_client&&) noexcept;
    async_client& operator=(async_client&&) noexcept;
    ~async_client();  // close()

    executor_type get_executor() const;
    const config& configuration() const;

    // ---- the connection
    // Finds the nodes and reads the partition map. Once connected: does nothing. After a failure it
    // may be called again; calls at once share one attempt, which goes on until the last of them is
    // cancelled.
    template <class Token = default_token>
    auto async_connect(Token&& token = {}) {
        return initiate<void>(prepare_connect(), std::forward<Token>(token));
    }
    // Takes no more calls; those that wait for a place on a connection or for a retry end with
    // client_abort, those that have one get their replies; then all connections close. Never fails.
    template <class Token = default_token>
    auto async_close(Token&& token = {}) {
        return initiate<void>(prepare_close(), std::forward<Token>(token));
    }
    // At once: calls under way end with client_abort, on their executors.
    void close();
    bool is_connected() const;
    std::vector<node_info> get_nodes() const;

    // ---- one record; the meaning is that of the function of the same name in client.hpp
    template <class Token = default_token>
    auto async_get(const key& k, const read_policy& policy = {}, Token&& token = {}) {
        return initiate<record>(prepare_get(k, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_select(const key& k, std::span<const std::string> bin_names,
                      const read_policy& policy = {}, Token&& token = {}) {
        return initiate<record>(prepare_select(k, bin_names, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_exists(const key& k, const read_policy& policy = {}, Token&& token = {}) {
        return initiate<std::optional<record_metadata>>(prepare_exists(k, policy),
                                                        std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_put(const key& k, const bins& b, const write_policy& policy = {},
                   Token&& token = {}) {
        return initiate<record_metadata>(prepare_put(k, b, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_remove(const key& k, const remove_policy& policy = {}, Token&& token = {}) {
        return initiate<void>(prepare_remove(k, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_remove_bin(const key& k, std::span<const std::string> bin_names,
                          const write_policy& policy = {}, Token&& token = {}) {
        return initiate<void>(prepare_remove_bin(k, bin_names, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_touch(const key& k, std::uint32_t ttl_s = ttl_namespace_default,
                     const operate_policy& policy = {}, Token&& token = {}) {
        return initiate<record_metadata>(prepare_touch(k, ttl_s, policy),
                                         std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_append(const key& k, std::string_view bin, value suffix,
                      const operate_policy& policy = {}, Token&& token = {}) {
        return initiate<record_metadata>(prepare_append(k, bin, std::move(suffix), policy),
                                         std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_prepend(const key& k, std::string_view bin, value prefix,
                       const operate_policy& policy = {}, Token&& token = {}) {
        return initiate<record_metadata>(prepare_prepend(k, bin, std::move(prefix), policy),
                                         std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_increment(const key& k, std::string_view bin, value by,
                         const operate_policy& policy = {}, Token&& token = {}) {
        return initiate<record_metadata>(prepare_increment(k, bin, std::move(by), policy),
                                         std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_operate(const key& k, std::span<const operation> operations,
                       const operate_policy& policy = {}, Token&& token = {}) {
        return initiate<record>(prepare_operate(k, operations, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_operate_ordered(const key& k, std::span<const operation> operations,
                               const operate_policy& policy = {}, Token&& token = {}) {
        return initiate<ordered_record>(prepare_operate_ordered(k, operations, policy),
                                        std::forward<Token>(token));
    }

    // ---- functions in Lua; the meaning is that of the function of the same name in client.hpp
    template <class Token = default_token>
    auto async_apply(const key& k, std::string_view module, std::string_view function,
                     std::span<const value> arguments = {}, const apply_policy& policy = {},
                     Token&& token = {}) {
        return initiate<value>(prepare_apply(k, module, function, arguments, policy),
                               std::forward<Token>(token));
    }
    // The file is read before the function returns.
    template <class Token = default_token>
    auto async_udf_put(const std::filesystem::path& path, const info_policy& policy = {},
                       Token&& token = {}) {
        return initiate<void>(prepare_udf_put(path, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_udf_put_text(std::string_view name, std::string_view text,
                            const info_policy& policy = {}, Token&& token = {}) {
        return initiate<void>(prepare_udf_put_text(name, text, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_udf_list(const info_policy& policy = {}, Token&& token = {}) {
        return initiate<std::vector<udf_module>>(prepare_udf_list(policy),
                                                 std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_udf_get(std::string_view name, const info_policy& policy = {}, Token&& token = {}) {
        return initiate<std::string>(prepare_udf_get(name, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_udf_remove(std::string_view name, const info_policy& policy = {},
                          Token&& token = {}) {
        return initiate<void>(prepare_udf_remove(name, policy), std::forward<Token>(token));
    }

    // ---- info
    template <class Token = default_token>
    auto async_info_node(std::string_view command, const host_address& host,
                         const info_policy& policy = {}, Token&& token = {}) {
        return initiate<std::string>(prepare_info_node(command, host, policy),
                                     std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_info_any(std::string_view command, const info_policy& policy = {},
                        Token&& token = {}) {
        return initiate<std::string>(prepare_info_any(command, policy), std::forward<Token>(token));
    }
    template <class Token = default_token>
    auto async_info_all(std::string_view command, const info_policy& policy = {},
                        Token&& token = {}) {
        return initiate<info_map>(prepare_info_all(command, policy), std::forward<Token>(token));
    }

private:
    class impl;
    using call_ptr = detail::call_ptr;

    template <class Value, class Token>
    static auto initiate(call_ptr c, Token&& token) {
        if constexpr (std::same_as<Value, void>) {
            return boost::asio::async_initiate<Token, void(error)>(detail::initiate_call<void>{},
                                                                   token, std::move(c));
        } else {
            return boost::asio::async_initiate<Token, void(error, Value)>(
                detail::initiate_call<Value>{}, token, std::move(c));
        }
    }

    call_ptr prepare_connect();
    call_ptr prepare_close();
    call_ptr prepare_get(const key& k, const read_policy& policy);
    call_ptr prepare_select(const key& k, std::span<const std::string> bin_names,
                            const read_policy& policy);
    call_ptr prepare_exists(const key& k, const read_policy& policy);
    call_ptr prepare_put(const key& k, const bins& b, const write_policy& policy);
    call_ptr prepare_remove(const key& k, const remove_policy& policy);
    call_ptr prepare_remove_bin(const key& k, std::span<const std::string> bin_names,
                                const write_policy& policy);
    call_ptr prepare_touch(const key& k, std::uint32_t ttl_s, const operate_policy& policy);
    call_ptr prepare_append(const key& k, std::string_view bin, value suffix,
                            const operate_policy& policy);
    call_ptr prepare_prepend(const key& k, std::string_view bin, value prefix,
                             const operate_policy& policy);
    call_ptr prepare_increment(const key& k, std::string_view bin, value by,
                               const operate_policy& policy);
    call_ptr prepare_operate(const key& k, std::span<const operation> operations,
                             const operate_policy& policy);
    call_ptr prepare_operate_ordered(const key& k, std::span<const operation> operations,
                                     const operate_policy& policy);
    call_ptr prepare_apply(const key& k, std::string_view module, std::string_view function,
                           std::span<const value> arguments, const apply_policy& policy);
    call_ptr prepare_udf_put(const std::filesystem::path& path, const info_policy& policy);
    call_ptr prepare_udf_put_text(std::string_view name, std::string_view text,
                                  const info_policy& policy);
    call_ptr prepare_udf_list(const info_policy& policy);
    call_ptr prepare_udf_get(std::string_view name, const info_policy& policy);
    call_ptr prepare_udf_remove(std::string_view name, const info_policy& policy);
    call_ptr prepare_info_node(std::string_view command, const host_address& host,
                               const info_policy& policy);
    call_ptr prepare_info_any(std::string_view command, const info_policy& policy);
    call_ptr prepare_info_all(std::string_view command, const info_policy& policy);

    std::unique_ptr<impl> impl_;
};

}  // namespace spikelet
