// A client of an Aerospike cluster, calling on the caller's thread.
//
//     spikelet::client db({.hosts = {{"127.0.0.1", 3000}}});
//     db.connect().value();
//     const spikelet::key ann("test", "users", "ann");
//     db.put(ann, {{"name", "Ann"}, {"visits", 7}}).value();
//     std::cout << db.get(ann)->bins.at("visits");
//
// The same class serves two ways of calling. Over TCP it blocks on plain sockets that are pooled
// per node, and one background thread watches the cluster. Given a direct transport it calls a
// cluster in this process: no socket, no thread, no system call.
//
// Any number of threads may call at the same time. Nothing here throws but constructors and misuse
// of C++ itself: a call answers an error (error.hpp) that says what was wrong. Programming mistakes
// (an empty namespace, a bin name of 16 bytes, an unknown policy value) fail before anything is
// sent.
#pragma once

#include <spikelet/config.hpp>
#include <spikelet/error.hpp>
#include <spikelet/key.hpp>
#include <spikelet/operation.hpp>
#include <spikelet/policy.hpp>
#include <spikelet/record.hpp>
#include <spikelet/udf.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet {

struct node_info {
    std::string name;  // "BB9020011AC4202"
    host_address address;
    bool active = true;
};

class client {
public:
    // Not connected yet. `failure` when the configuration is wrong.
    explicit client(spikelet::config c);
    // Of a cluster in this process. `c.hosts` may be empty: the transport knows them.
    client(spikelet::config c, std::shared_ptr<direct_transport> transport);
    client(client&&) noexcept;
    client& operator=(client&&) noexcept;
    ~client();  // closes

    // ---- the connection
    // Finds the nodes and reads the partition map before it returns. Once connected: does nothing.
    [[nodiscard]] result<void> connect();
    // Ends the tending thread and closes every connection; calls under way end with client_abort.
    void close();
    bool is_connected() const;

    // ---- one record
    // record_not_found when there is none.
    [[nodiscard]] result<record> get(const key& k, const read_policy& policy = {});
    // The bins of these names that the record has.
    [[nodiscard]] result<record> select(const key& k, std::span<const std::string> bin_names,
                                        const read_policy& policy = {});
    // nullopt when there is no such record.
    [[nodiscard]] result<std::optional<record_metadata>> exists(const key& k,
                                                                const read_policy& policy = {});
    // Nil removes a bin. Answers the new generation.
    result<record_metadata> put(const key& k, const bins& b, const write_policy& policy = {});
    result<void> remove(const key& k, const remove_policy& policy = {});
    result<void> remove_bin(const key& k, std::span<const std::string> bin_names,
                            const write_policy& policy = {});
    result<record_metadata> touch(const key& k, std::uint32_t ttl_s = ttl_namespace_default,
                                  const operate_policy& policy = {});
    result<record_metadata> append(const key& k, std::string_view bin, value suffix,
                                   const operate_policy& policy = {});
    result<record_metadata> prepend(const key& k, std::string_view bin, value prefix,
                                    const operate_policy& policy = {});
    result<record_metadata> increment(const key& k, std::string_view bin, value by,
                                      const operate_policy& policy = {});
    // All or nothing, in order. One entry a bin: of several results for one the last.
    result<record> operate(const key& k, std::span<const operation> operations,
                           const operate_policy& policy = {});
    // One entry an answer.
    result<ordered_record> operate_ordered(const key& k, std::span<const operation> operations,
                                           const operate_policy& policy = {});

    // ---- functions in Lua (chapter 14)
    // Runs a function of a module ("visits", without the .lua) on one record and answers what it
    // returns; nil when that is nothing a record can hold. Code udf, with the server's text, when
    // it fails.
    result<value> apply(const key& k, std::string_view module, std::string_view function,
                        std::span<const value> arguments = {}, const apply_policy& policy = {});
    // Registers a file under its own name, which ends in .lua. A relative path that is not there
    // is looked for in lua.user_path. Comes back when every node has it; code timeout when the
    // policy's timeout ends before.
    result<void> udf_put(const std::filesystem::path& path, const info_policy& policy = {});
    // The same from memory. Code udf, with file, line and reason, when it does not compile.
    result<void> udf_put_text(std::string_view name, std::string_view text,
                              const info_policy& policy = {});
    [[nodiscard]] result<std::vector<udf_module>> udf_list(const info_policy& policy = {});
    // The text of a module ("visits.lua").
    [[nodiscard]] result<std::string> udf_get(std::string_view name,
                                              const info_policy& policy = {});
    // Also succeeds when there is no such module. Comes back when no node has it any more.
    result<void> udf_remove(std::string_view name, const info_policy& policy = {});

    // ---- info (chapter 03): the value behind the tab
    [[nodiscard]] result<std::string> info_node(std::string_view command, const host_address& host,
                                                const info_policy& policy = {});
    [[nodiscard]] result<std::string> info_any(std::string_view command,
                                               const info_policy& policy = {});
    // By node name; a node that failed has its error.
    [[nodiscard]] result<std::map<std::string, result<std::string>>> info_all(
        std::string_view command, const info_policy& policy = {});
    std::vector<node_info> get_nodes() const;

    const spikelet::config& configuration() const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

// 20 bytes over set and user key; no server is asked, and the namespace does not count.
wire::digest calc_digest(std::string_view namespace_name, std::string_view set,
                         const value& user_key);

// "0.1.0"
std::string_view version();

}  // namespace spikelet
