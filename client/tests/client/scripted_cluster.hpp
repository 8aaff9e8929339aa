// A cluster whose nodes a test stops, starts and lets hang, and whose partitions it moves, over
// both ways. What the nodes say of the cluster is the test's; records are those of a mock cluster,
// which every node serves.
#pragma once

#include "tcp_front.hpp"
#include "ways.hpp"

#include <spikelet/wire/digest.hpp>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::tests {

class scripted_cluster {
public:
    static constexpr std::size_t replica_count = 2;

    scripted_cluster(way w, std::size_t nodes);
    ~scripted_cluster();
    scripted_cluster(const scripted_cluster&) = delete;
    scripted_cluster& operator=(const scripted_cluster&) = delete;

    // Of all nodes; with the shortest tend interval unless `c` says more.
    client connected_client(config c = {});
    // Comes back when `condition` holds: after as many tends of the client as it takes.
    template <class Condition>
    void until(client& db, Condition condition);

    std::string name(std::size_t node) const;
    std::size_t node_named(std::string_view name) const;
    host_address address(std::size_t node) const;
    // Who is to be asked for a record.
    std::size_t owner(const key& k, std::size_t replica = 0) const;
    // A key whose master is that node.
    key key_of(std::size_t node) const;

    // ---- what happens to nodes
    // Its connections end, and nobody listens there. The others still know of it until they
    // rebalance().
    void stop(std::size_t node);
    void start(std::size_t node);
    // It is at another address from now on; running.
    void start_elsewhere(std::size_t node);
    // The others notice: who is up shares the partitions, and they tell so.
    void rebalance();
    // A partition changes its owners; nobody tells it before the next tell(). Nodes forward
    // commands on partitions of others, but for this one: they answer `unavailable`.
    void move(const key& k, std::size_t master, std::size_t prole);
    void tell();
    // Commands on that node hang until it stops.
    void hang(std::size_t node);
    // Another server has its address from now on; connections to it live on.
    void rename(std::size_t node);
    void set_rack(std::size_t node, int rack);
    // What a client called itself to that node last, in base64; empty: nothing.
    std::string agent(std::size_t node) const;
    // Commands that hang there.
    std::size_t hanging(std::size_t node) const;
    // It answers the next so many questions for its modules as if there were none.
    void forget_modules(std::size_t node, std::size_t questions);
    // Commands that a node was sent so far.
    std::size_t asked(std::size_t node) const;

    // Time of clients in this process.
    void advance(std::chrono::milliseconds by);

    mock::cluster records;

private:
    class transport;
    class channel;
    struct member;
    enum class verdict : std::uint8_t { answered, ended, hangs };

    // What `node` does with a frame.
    verdict handle(std::size_t node, wire::bytes_view frame, direct_channel& records_of_it,
                   wire::buffer& reply);
    std::string tell_of(std::size_t node, std::string_view command) const;
    std::string peers_of(std::size_t node) const;
    std::string replicas_of(std::size_t node) const;
    std::unique_ptr<tcp_front> make_front(std::size_t node);
    std::unique_ptr<direct_channel> connect_records(std::size_t node) const;
    // The life that a connection belongs to.
    void wait_for_the_end(std::size_t node, std::uint64_t life);

    const way way_;
    mutable std::mutex mutex_;  // of what follows
    std::condition_variable changed_;
    std::vector<member> members_;
    std::array<std::array<std::size_t, replica_count>, wire::partition_count> owners_{};
    std::set<std::uint32_t> not_forwarded_;
    std::chrono::milliseconds advanced_{0};
    std::shared_ptr<direct_transport> records_transport_;
    std::shared_ptr<transport> transport_;
};

struct scripted_cluster::member {
    host_address address = {};         // of clients in this process
    std::unique_ptr<tcp_front> front;  // of the others
    bool up = true;
    bool is_known = true;  // to the others
    bool hangs = false;
    std::uint64_t peers_generation = 1;
    std::int64_t partition_generation = 1;
    std::uint64_t life = 0;  // connections of an earlier one have ended
    std::size_t hanging = 0;
    std::size_t asked = 0;
    std::size_t forgotten_lists = 0;
    int rack = 0;
    std::string renamed = {};  // added to its name
    std::string agent = {};
};

template <class Condition>
void scripted_cluster::until(client& db, Condition condition) {
    while (!condition()) {
        if (way_ == way::direct) {
            advance(db.configuration().tend_interval);
            (void)db.info_any("node");
            (void)db.exists({"test", "nobody", 1});
        } else {
            std::this_thread::yield();
        }
    }
}

}  // namespace spikelet::tests
