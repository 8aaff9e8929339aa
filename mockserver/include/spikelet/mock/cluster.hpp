// A whole Aerospike cluster in this process.
//
// Clean when it is made, gone when it goes out of scope; any number of them live side by side and
// serve any number of threads. Clients of any language reach it over TCP; tests also look into it
// and change it directly, without a client.
//
//     spikelet::mock::cluster cluster({.nodes = 3});
//     cluster.put({"test", "users", "ann"}, {{"name", "Ann"}, {"visits", 7}});
//     run_application(cluster.hosts());  // "127.0.0.1:41873,127.0.0.1:36061,…"
//     EXPECT_EQ(cluster.get({"test", "users", "ann"})->bins.at("visits"), 8);
//     cluster.clock().advance(std::chrono::hours(24));  // records with a ttl of a day are gone
#pragma once

#include <spikelet/key.hpp>
#include <spikelet/mock/clock.hpp>
#include <spikelet/mock/config.hpp>
#include <spikelet/mock/journal.hpp>
#include <spikelet/mock/log.hpp>
#include <spikelet/transport.hpp>
#include <spikelet/value.hpp>
#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/result_code.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::mock {

// Bins by name.
using bins = std::map<std::string, value, std::less<>>;

// A record as direct access shows it.
struct record_state {
    spikelet::key key;  // its user key is nil when the record does not store it
    mock::bins bins;
    std::uint32_t generation = 0;
    // Seconds until it expires; nullopt: never.
    std::optional<std::uint32_t> ttl_s;
    time_ms last_update_time = 0;   // ms since 2010-01-01 UTC
    std::uint32_t stored_size = 0;  // bytes that a real server's storage would take (chapter 18)
};

struct put_options {
    // Seconds; 0: the default ttl of set or namespace. nullopt: never expires.
    std::optional<std::uint32_t> ttl_s = 0;
    // Store the user key with the record, as clients do under policy key SEND.
    bool store_key = false;
};

// Where and how TCP clients are served.
struct listen_options {
    std::string address = "127.0.0.1";  // numeric; the loopback unless told otherwise
    // Of the first node; the others take the following ones. 0: each takes a free one.
    std::uint16_t port = 0;
    std::string advertise = {};               // host that clients are told to use; empty: `address`
    std::size_t threads = 1;                  // event loops
    std::chrono::milliseconds idle_limit{0};  // close connections idle for so long; 0: never
    std::size_t connections_max = 15000;      // per node
    // Sees each request frame and the bytes that answer it, on the serving thread; of what is no
    // frame, so that the connection ends, the first 8 bytes. For traces. It must not throw: nobody
    // above it could catch that, and the process would end.
    std::function<void(std::string_view node, std::string_view peer, wire::bytes_view request,
                       wire::bytes_view reply)>
        observer = {};
};

// A client's connection without a socket: requests run on the caller's thread. One thread at a
// time. It may outlive the cluster, which closes it.
class direct_connection {
public:
    direct_connection(direct_connection&&) noexcept;
    direct_connection& operator=(direct_connection&&) noexcept;
    ~direct_connection();
    // Sends bytes (any number of frames, whole or in pieces) and appends what the server answers to
    // `out`. False when the server has closed the connection; nothing is answered from then on.
    bool exchange(wire::bytes_view request, wire::buffer& out);

private:
    friend class cluster;
    class impl;
    explicit direct_connection(std::unique_ptr<impl> i);
    std::unique_ptr<impl> impl_;
};

class cluster {
public:
    // Throws std::invalid_argument that names the key and what is allowed.
    explicit cluster(cluster_config config = {});
    cluster(cluster&&) noexcept;
    cluster& operator=(cluster&&) noexcept;
    // Closes every connection, direct ones too. The clock must not be used any more.
    ~cluster();

    const cluster_config& config() const;
    mock::clock& clock();

    // ---- clients over TCP

    // Starts serving; every node accepts when it returns. Throws std::runtime_error that names the
    // address and what the system said, std::logic_error when it serves already. Not together with
    // other calls.
    void listen(listen_options options = {});
    // "127.0.0.1:3000,127.0.0.1:3001", one a node. Serves on free loopback ports from now on if it
    // did not yet.
    std::string hosts();
    // The same, one string a node.
    std::vector<std::string> addresses();
    // Closes every connection and stops listening.
    void stop_listening();

    // ---- the log
    // What Lua functions log (trace, debug, info, warn, print) goes to `receive` from now on,
    // instead of nowhere; an empty function ends it. It is called on the thread that runs the
    // function, by several at once if there are several, when it is certain what the call has done,
    // and without a lock: it may use the cluster. It must not throw: over TCP, that ends the
    // process.
    void on_log(std::function<void(const log_line&)> receive);

    // ---- the journal
    // Data requests are written down from now on, over TCP and in this process, from the first:
    // what was written before is forgotten. Off at first. Any thread.
    void start_journal();
    void stop_journal();
    // What was written since, in the order in which the nodes answered.
    std::vector<journal_entry> journal() const;

    // ---- clients in this process

    // `node` counts from 0; std::out_of_range otherwise.
    direct_connection connect(std::size_t node = 0);
    // For spikelet::client: client({}, cluster.transport()). It may outlive the cluster, which then
    // refuses its connections.
    std::shared_ptr<direct_transport> transport();

    // ---- direct access to the data
    //
    // All of these name the namespace in `key` or `namespace_name`; an unknown one is
    // std::invalid_argument that lists the known ones. They take the cluster as one: which node
    // holds what does not matter. A record whose lists nest deeper than value_depth_max cannot be
    // shown: std::invalid_argument too.

    // Writes the record, all its bins, as a client's put with exists policy "create or replace".
    // Throws std::invalid_argument, and does nothing, for values that no server stores (nil,
    // wildcard, unsorted ordered list, …), bin names above 15 bytes or with a zero byte, a ttl
    // above the namespace's limit, and records above max-record-size.
    void put(const spikelet::key& key, const mock::bins& bins, const put_options& options = {});
    // nullopt when the record is absent or has expired.
    std::optional<record_state> get(const spikelet::key& key) const;
    bool remove(const spikelet::key& key);
    // Makes the record's time run out now: from the next command on it does not exist, and the next
    // nsup cycle removes it. False when it is absent.
    bool expire(const spikelet::key& key);
    // Records that exist, expired ones left out; empty set: the whole namespace.
    std::uint64_t count(std::string_view namespace_name, std::string_view set = {}) const;
    std::vector<record_state> list(std::string_view namespace_name,
                                   std::string_view set = {}) const;
    // One expiry cycle now; answers how many records it removed.
    std::uint64_t run_nsup(std::string_view namespace_name);
    // Removes every record of every namespace.
    void clear();

private:
    friend class direct_connection;
    class impl;
    void close();
    std::shared_ptr<impl> impl_;  // shared with direct connections and transports
};

}  // namespace spikelet::mock
