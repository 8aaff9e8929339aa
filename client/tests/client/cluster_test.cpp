// Several nodes, over both ways; a node that goes and comes back.
#include "ways.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <set>
#include <thread>

namespace spikelet::tests {
namespace {

key numbered(int i) {
    return {"test", "users", i};
}

class three_nodes : public each_way {
protected:
    three_nodes() : each_way({.nodes = 3}) {}
};

TEST_P(three_nodes, all_are_found_from_the_seeds) {
    std::set<std::string> names;
    for (const node_info& n : db.get_nodes()) {
        EXPECT_TRUE(n.active);
        names.insert(n.name);
    }
    EXPECT_EQ(names.size(), 3u);
}

// A node that is not the master of a record answers all the same, but does not keep the command:
// errors name the node that was asked.
TEST_P(three_nodes, each_key_goes_to_the_master_of_its_partition) {
    std::map<std::string, int> asked;
    for (int i = 0; i < 300; ++i) {
        const auto read = db.get(numbered(i));
        ASSERT_EQ(read.error(), result_code::record_not_found);
        EXPECT_EQ(read.error().attempts(), 1u);
        ++asked[read.error().node()];
    }
    EXPECT_EQ(asked.size(), 3u);
    for (const auto& [node, count] : asked)
        EXPECT_GT(count, 50) << node;
}

TEST_P(three_nodes, info_asks_one_any_or_all) {
    const auto all = db.info_all("node");
    ASSERT_TRUE(all) << all.error();
    ASSERT_EQ(all->size(), 3u);
    for (const auto& [name, answer] : *all) {
        ASSERT_TRUE(answer) << answer.error();
        EXPECT_EQ(*answer, name);
    }
    EXPECT_TRUE(all->contains(db.info_any("node").value()));
    for (const node_info& n : db.get_nodes())
        EXPECT_EQ(db.info_node("node", n.address).value(), n.name);
    const auto refused = db.info_any("sindex-delete:namespace=none");
    EXPECT_FALSE(refused);
    EXPECT_TRUE(all->contains(refused.error().node())) << refused.error();
    EXPECT_EQ(refused.error().attempts(), 1u);
}

TEST_P(three_nodes, question_that_no_frame_holds_is_refused_before_anything_is_sent) {
    const std::string much((128u << 20) + 1, 'x');
    const auto bounded = db.info_any(much);
    EXPECT_EQ(bounded.error(), client_errc::parameter) << bounded.error();
    EXPECT_THAT(bounded.error().message(), testing::HasSubstr("at most 65536"));
    const auto unbounded = db.info_any(much, {.check_bounds = false});
    EXPECT_EQ(unbounded.error(), client_errc::parameter) << unbounded.error();
    EXPECT_EQ(unbounded.error().argument(), "command");
    EXPECT_EQ(unbounded.error().attempts(), 0u);
}

TEST_P(three_nodes, one_seed_is_enough) {
    config c;
    c.hosts = {db.get_nodes().at(1).address};
    client other = GetParam() == way::direct ? client(c, cluster.transport()) : client(c);
    other.connect().value();
    EXPECT_EQ(other.get_nodes().size(), 3u);
}

TEST_P(three_nodes, seeds_that_do_not_answer_are_passed_over) {
    config c;
    c.hosts = {{"127.0.0.1", 1}, db.get_nodes().at(0).address};
    client other = GetParam() == way::direct ? client(c, cluster.transport()) : client(c);
    other.connect().value();
    EXPECT_EQ(other.get_nodes().size(), 3u);

    c.hosts = {{"127.0.0.1", 1}};
    client none = GetParam() == way::direct ? client(c, cluster.transport()) : client(c);
    const auto failed = none.connect();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error(), client_errc::invalid_host);
    EXPECT_FALSE(none.is_connected());
}

TEST_P(three_nodes, closed_client_says_so_and_connects_again) {
    db.close();
    EXPECT_FALSE(db.is_connected());
    const auto read = db.get(numbered(1));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().attempts(), 0u);
    ASSERT_TRUE(db.connect());
    EXPECT_EQ(db.get(numbered(1)).error(), result_code::record_not_found);
}

TEST_P(three_nodes, many_threads_share_one_client) {
    constexpr int thread_count = 8;
    constexpr int calls = 200;
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    threads.reserve(thread_count);
    for (int t = 0; t < thread_count; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < calls; ++i) {
                const key k = numbered(i % 20);
                if (!db.increment(k, "n", 1)) ++failures;
                if (i % 7 == t % 7 && !db.get(k)) ++failures;
                if (i % 50 == 0 && !db.info_any("build")) ++failures;
                if (i % 50 == 1 && db.get_nodes().size() != 3) ++failures;
            }
        });
    }
    for (std::thread& t : threads)
        t.join();
    EXPECT_EQ(failures, 0);
    std::int64_t sum = 0;
    for (int i = 0; i < 20; ++i)
        sum += db.get(numbered(i)).value().bins.at("n").as_int();
    EXPECT_EQ(sum, thread_count * calls);
}

TEST_P(three_nodes, closing_ends_the_calls_of_other_threads) {
    std::atomic<int> started{0};
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            ++started;
            // Ends: a closed client answers errors.
            while (db.put(numbered(1), {{"a", 1}})) {
            }
        });
    }
    while (started < 4)
        std::this_thread::yield();
    db.close();
    for (std::thread& t : threads)
        t.join();
    EXPECT_FALSE(db.is_connected());
}

SPIKELET_EACH_WAY(three_nodes);

}  // namespace
}  // namespace spikelet::tests
