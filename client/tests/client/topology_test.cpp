// Nodes that go and come back, partitions that move: what a client makes of it (chapter 03 §8),
// over both ways.
#include "scripted_cluster.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <set>
#include <thread>

namespace spikelet::tests {
namespace {

using testing::HasSubstr;

class topology : public testing::TestWithParam<way> {
protected:
    topology() : cluster(GetParam(), 3), db(cluster.connected_client()) {}

    std::set<std::string> node_names() const {
        std::set<std::string> names;
        for (const node_info& n : db.get_nodes())
            names.insert(n.name);
        return names;
    }
    void until_nodes_are(const std::set<std::string>& wanted) {
        cluster.until(db, [&] { return node_names() == wanted; });
    }
    // The node that answers commands on a record, which there is none of.
    std::string node_of(const key& k) {
        const auto read = db.get(k);
        EXPECT_EQ(read.error(), result_code::record_not_found) << read.error();
        EXPECT_EQ(read.error().attempts(), 1u) << read.error();
        return read.error().node();
    }
    void until_the_master_is_known(const key& k) {
        cluster.until(db, [&] {
            const auto read = db.get(k);
            return read.error() == result_code::record_not_found && read.error().attempts() == 1 &&
                   read.error().node() == cluster.name(cluster.owner(k));
        });
    }

    scripted_cluster cluster;
    client db;
};

TEST_P(topology, masters_are_known_after_connecting) {
    for (int i = 0; i < 100; ++i) {
        const key k("test", "users", i);
        EXPECT_EQ(node_of(k), cluster.name(cluster.owner(k)));
    }
}

TEST_P(topology, read_whose_node_is_lost_is_answered_by_the_other_copy) {
    const key k = cluster.key_of(1);
    cluster.records.put(k, {{"a", 1}});
    cluster.stop(1);
    const auto read = db.get(k);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->bins.at("a"), 1);
}

TEST_P(topology, write_whose_node_is_lost_names_it_and_is_not_repeated) {
    const key k = cluster.key_of(1);
    cluster.stop(1);
    const auto put = db.put(k, {{"a", 1}});
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error(), client_errc::connection);
    EXPECT_EQ(put.error().node(), "N1");
    EXPECT_EQ(put.error().attempts(), 1u);
    EXPECT_FALSE(cluster.records.get(k));
}

TEST_P(topology, write_that_may_be_repeated_goes_on_to_the_other_copy) {
    const key k = cluster.key_of(1);
    cluster.stop(1);
    const auto put = db.put(k, {{"a", 1}}, {.max_retries = 1});
    ASSERT_TRUE(put) << put.error();
    EXPECT_EQ(cluster.records.get(k)->bins.at("a"), 1);
}

TEST_P(topology, node_that_is_lost_leaves_and_comes_back) {
    const key k = cluster.key_of(1);
    EXPECT_EQ(node_of(k), "N1");
    cluster.stop(1);
    cluster.rebalance();
    until_nodes_are({"N0", "N2"});
    until_the_master_is_known(k);
    EXPECT_NE(node_of(k), "N1");

    cluster.start(1);
    cluster.rebalance();
    until_nodes_are({"N0", "N1", "N2"});
    until_the_master_is_known(k);
    EXPECT_EQ(node_of(k), "N1");
}

TEST_P(topology, node_may_be_lost_any_number_of_times) {
    for (int round = 0; round < 3; ++round) {
        const auto node = static_cast<std::size_t>(round);
        cluster.stop(node);
        cluster.rebalance();
        cluster.until(db, [&] { return node_names().size() == 2; });
        cluster.start(node);
        cluster.rebalance();
        cluster.until(db, [&] { return node_names().size() == 3; });
        until_the_master_is_known(cluster.key_of(node));
    }
}

// So short that the others did not notice: it counts its generations from the beginning.
TEST_P(topology, node_that_was_started_anew_is_used_as_before) {
    const key k = cluster.key_of(1);
    EXPECT_EQ(node_of(k), "N1");
    cluster.stop(1);
    cluster.start(1);
    until_the_master_is_known(k);
    EXPECT_EQ(node_names().size(), 3u);
}

TEST_P(topology, node_that_comes_back_at_another_address_is_found_there) {
    const key k = cluster.key_of(1);
    cluster.stop(1);
    cluster.rebalance();
    until_nodes_are({"N0", "N2"});
    cluster.start_elsewhere(1);
    cluster.rebalance();
    until_nodes_are({"N0", "N1", "N2"});
    until_the_master_is_known(k);
    EXPECT_EQ(node_of(k), "N1");
}

// The others list it all the time, so that it is never missed.
TEST_P(topology, node_that_moved_to_another_address_at_once_is_found_there) {
    const key k = cluster.key_of(1);
    cluster.start_elsewhere(1);
    cluster.rebalance();
    cluster.until(db, [&] {
        const auto nodes = db.get_nodes();
        return std::any_of(nodes.begin(), nodes.end(), [&](const node_info& n) {
            return n.name == "N1" && n.address == cluster.address(1);
        });
    });
    EXPECT_EQ(node_names().size(), 3u);
    until_the_master_is_known(k);
    EXPECT_EQ(node_of(k), "N1");
}

// ---- partitions that move

TEST_P(topology, stale_map_is_repaired_after_a_node_says_that_it_is_the_wrong_one) {
    const key k = cluster.key_of(0);
    EXPECT_EQ(node_of(k), "N0");
    cluster.move(k, 2, 1);
    cluster.tell();
    const auto read = db.get(k);
    EXPECT_EQ(read.error(), result_code::record_not_found) << read.error();
    EXPECT_LE(read.error().attempts(), 2u);
    until_the_master_is_known(k);
    EXPECT_EQ(node_of(k), "N2");
}

TEST_P(topology, write_to_the_wrong_node_was_not_done_and_says_so) {
    const key k = cluster.key_of(0);
    cluster.move(k, 2, 1);
    const auto put = db.put(k, {{"a", 1}});
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error(), result_code::unavailable);
    EXPECT_EQ(put.error().node(), "N0");
    EXPECT_FALSE(put.error().in_doubt());
    EXPECT_FALSE(cluster.records.get(k));
    cluster.tell();
    until_the_master_is_known(k);
    EXPECT_TRUE(db.put(k, {{"a", 1}}));
}

TEST_P(topology, new_owners_are_found_without_an_error) {
    const key k = cluster.key_of(0);
    cluster.move(k, 1, 0);  // the former master serves it still
    cluster.tell();
    cluster.until(db, [&] { return node_of(k) == "N1"; });
}

TEST_P(topology, policy_master_asks_nobody_else) {
    const key k = cluster.key_of(1);
    cluster.stop(1);
    const std::size_t others = cluster.asked(0) + cluster.asked(2);
    const auto read = db.get(k, {.max_retries = 2, .replica = replica_policy::master});
    ASSERT_FALSE(read);
    EXPECT_EQ(cluster.asked(0) + cluster.asked(2), others);
}

TEST_P(topology, copies_are_asked_in_turn) {
    const key k = cluster.key_of(0);
    for (const replica_policy replica : {replica_policy::any, replica_policy::random}) {
        std::set<std::string> asked;
        for (int i = 0; i < 10; ++i)
            asked.insert(db.get(k, {.replica = replica}).error().node());
        EXPECT_EQ(asked, (std::set<std::string>{"N0", cluster.name(cluster.owner(k, 1))}));
    }
}

// ---- all of them

TEST_P(topology, all_nodes_are_lost_and_come_back) {
    const key k = cluster.key_of(1);
    for (std::size_t i = 0; i < 3; ++i)
        cluster.stop(i);
    const auto read = db.get(k);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().attempts(), 3u);
    EXPECT_FALSE(read.error().in_doubt());
    for (std::size_t i = 0; i < 3; ++i)
        cluster.start(i);
    until_the_master_is_known(k);
    EXPECT_EQ(node_names().size(), 3u);
    EXPECT_TRUE(db.is_connected());
}

// For so long that the client gives them up and begins with its seeds again.
TEST_P(topology, nodes_that_were_given_up_are_found_again_from_the_seeds) {
    const key k = cluster.key_of(1);
    for (std::size_t i = 0; i < 3; ++i)
        cluster.stop(i);
    until_nodes_are({});
    const auto read = db.get(k);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), client_errc::invalid_node) << read.error();
    EXPECT_EQ(db.info_any("node").error(), client_errc::invalid_node);
    for (std::size_t i = 0; i < 3; ++i)
        cluster.start(i);
    cluster.rebalance();
    until_nodes_are({"N0", "N1", "N2"});
    until_the_master_is_known(k);
}

// ---- modules

TEST_P(topology, module_is_there_when_every_node_lists_it) {
    cluster.forget_modules(2, 3);
    const auto put = db.udf_put_text("m.lua", "function f(rec) return 1 end\n");
    ASSERT_TRUE(put) << put.error();
    for (const auto& [name, answer] : db.info_all("udf-list").value())
        EXPECT_THAT(answer.value(), HasSubstr("filename=m.lua")) << name;
    ASSERT_TRUE(db.udf_remove("m.lua"));
}

TEST_P(topology, node_that_does_not_list_a_module_in_time_is_named) {
    constexpr std::size_t for_ever = 1000000;
    cluster.forget_modules(2, for_ever);
    // A slow machine needs longer to hear from that node at all.
    std::string named;
    for (std::chrono::milliseconds timeout(50); named != "N2"; timeout *= 2) {
        const auto put =
            db.udf_put_text("m.lua", "function f(rec) return 1 end\n", {.timeout = timeout});
        ASSERT_FALSE(put);
        ASSERT_EQ(put.error(), client_errc::timeout) << put.error();
        named = put.error().node();
        if (named == "N2") {
            EXPECT_THAT(put.error().message(), HasSubstr("the change is made"));
        }
    }
}

// ---- while calls are running

TEST_P(topology, close_ends_calls_at_a_node_that_has_left) {
    if (GetParam() == way::direct) GTEST_SKIP() << "a call in this process ends with its function";
    const key k = cluster.key_of(1);
    cluster.hang(1);
    error outcome;
    std::thread reader([&] {
        outcome = db.get(k, {.total_timeout = std::chrono::milliseconds(0),
                             .socket_timeout = std::chrono::milliseconds(0)})
                      .error();
    });
    while (cluster.hanging(1) == 0)
        std::this_thread::yield();
    cluster.rename(1);
    cluster.until(db, [&] { return !node_names().contains("N1"); });
    db.close();
    reader.join();
    EXPECT_EQ(outcome, client_errc::client_abort) << outcome;
}

TEST_P(topology, calls_under_way_end_when_their_node_is_lost) {
    constexpr std::size_t thread_count = 4;
    const key k = cluster.key_of(1);
    cluster.records.put(k, {{"a", 1}});
    cluster.hang(1);
    std::atomic<std::size_t> reads{0};
    std::atomic<std::size_t> in_doubt{0};
    std::vector<std::thread> threads;
    threads.reserve(2 * thread_count);
    for (std::size_t t = 0; t < thread_count; ++t) {
        threads.emplace_back([&] {
            // The other copy answers.
            if (db.get(k, {.total_timeout = std::chrono::milliseconds(0),
                           .socket_timeout = std::chrono::milliseconds(0)})) {
                ++reads;
            }
        });
        threads.emplace_back([&] {
            const auto put = db.put(k, {{"b", 1}},
                                    {.total_timeout = std::chrono::milliseconds(0),
                                     .socket_timeout = std::chrono::milliseconds(0)});
            if (put.error() == client_errc::connection && put.error().node() == "N1" &&
                put.error().in_doubt()) {
                ++in_doubt;
            }
        });
    }
    while (cluster.hanging(1) < 2 * thread_count)
        std::this_thread::yield();
    cluster.stop(1);
    for (std::thread& t : threads)
        t.join();
    EXPECT_EQ(reads, thread_count);
    EXPECT_EQ(in_doubt, thread_count);
}

TEST_P(topology, reads_of_many_threads_survive_a_node_that_goes_and_comes_back) {
    constexpr int thread_count = 4;
    std::atomic<bool> over{false};
    std::mutex mutex;
    std::map<std::string, int> failures;
    std::vector<std::thread> threads;
    threads.reserve(thread_count);
    for (int i = 0; i < 20; ++i)
        cluster.records.put({"test", "users", i}, {{"a", i}});
    for (int t = 0; t < thread_count; ++t) {
        threads.emplace_back([&] {
            while (!over) {
                for (int i = 0; i < 20; ++i) {
                    const auto read = db.get({"test", "users", i}, {.max_retries = 5});
                    if (read && read->bins.at("a") == i) continue;
                    const std::lock_guard lock(mutex);
                    ++failures[read.error().to_string()];
                }
            }
        });
    }
    for (int round = 0; round < 2; ++round) {
        cluster.stop(2);
        cluster.rebalance();
        until_nodes_are({"N0", "N1"});
        cluster.start(2);
        cluster.rebalance();
        until_nodes_are({"N0", "N1", "N2"});
    }
    over = true;
    for (std::thread& t : threads)
        t.join();
    EXPECT_THAT(failures, testing::IsEmpty());
}

SPIKELET_EACH_WAY(topology);

}  // namespace
}  // namespace spikelet::tests
