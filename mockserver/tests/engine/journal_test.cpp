// What the journal shows of requests.
#include "engine/journal.hpp"

#include "engine_fixture.hpp"

#include <thread>
#include <vector>

namespace spikelet::mock {
namespace {

class journal_test : public ::testing::Test {
protected:
    static cluster_config config() {
        cluster_config c;
        c.nodes = 3;
        c.clock = clock_mode::manual;
        c.namespaces = {{.name = "test", .replication_factor = 2}};
        return c;
    }
    // Sends it to each node, and answers what the journal has then.
    std::vector<journal_entry> ask_each_node(const request& r) {
        cluster_.start_journal();
        for (std::size_t i = 0; i < 3; ++i) {
            direct_connection connection = cluster_.connect(i);
            send(connection, r);
        }
        return cluster_.journal();
    }

    cluster cluster_{config()};
    direct_connection connection_ = cluster_.connect();
    const key k_{"test", "demo", "k"};
};

TEST_F(journal_test, is_off_at_first_and_after_it_is_stopped) {
    send(connection_, request(k_).write("a", 1));
    EXPECT_THAT(cluster_.journal(), ::testing::IsEmpty());
    cluster_.start_journal();
    send(connection_, request(k_).write("a", 1));
    cluster_.stop_journal();
    send(connection_, request(k_).write("a", 1));
    EXPECT_THAT(cluster_.journal(), ::testing::SizeIs(1));
    cluster_.start_journal();
    EXPECT_THAT(cluster_.journal(), ::testing::IsEmpty()) << "it begins anew";
}

TEST_F(journal_test, tells_kind_key_and_result_in_order) {
    cluster_.start_journal();
    send(connection_, request(k_).read_all());
    cluster_.clock().advance(5ms);
    send(connection_, request(k_).write("a", 1).key_field(k_.wire_form()));
    send(connection_, request(k_).touch());
    send(connection_, request(k_).remove());
    const auto entries = cluster_.journal();
    ASSERT_THAT(entries, ::testing::SizeIs(4));
    const request_kind kinds[] = {request_kind::read, request_kind::write, request_kind::write,
                                  request_kind::remove};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(entries[i].kind, kinds[i]) << i;
        EXPECT_EQ(entries[i].key, k_) << i;
        EXPECT_EQ(entries[i].result, i == 0 ? result_code::record_not_found : result_code::ok);
    }
    EXPECT_TRUE(entries[0].key->user_key().is_nil());
    EXPECT_EQ(entries[1].key->user_key(), value("k")) << "it was sent";
    EXPECT_EQ(entries[1].time, entries[0].time + 5);
}

TEST_F(journal_test, tells_which_node_was_asked_and_what_it_holds) {
    const auto entries = ask_each_node(request(k_).write("a", 1));
    ASSERT_THAT(entries, ::testing::SizeIs(3));
    EXPECT_EQ(entries[0].node, "A1");
    EXPECT_EQ(entries[1].node, "B2");
    EXPECT_EQ(entries[2].node, "C3");
    std::vector<std::optional<std::uint32_t>> replicas;
    replicas.reserve(entries.size());
    for (const journal_entry& e : entries)
        replicas.push_back(e.replica);
    EXPECT_THAT(replicas, ::testing::UnorderedElementsAre(0u, 1u, std::nullopt))
        << "two copies on three nodes";
}

TEST_F(journal_test, leaves_info_requests_out) {
    cluster_.start_journal();
    EXPECT_EQ(testing::info(connection_, "node"), "A1");
    EXPECT_THAT(cluster_.journal(), ::testing::IsEmpty());
}

TEST_F(journal_test, has_a_word_for_what_nobody_understands) {
    const cluster_config c = config();
    cluster_state state(c);
    const journal_entry e = describe_request(state, state.node_at(0), wire::as_bytes("nonsense"),
                                             result_code::parameter);
    EXPECT_EQ(e.kind, request_kind::unknown);
    EXPECT_FALSE(e.key);
    EXPECT_EQ(e.result, result_code::parameter);
}

TEST_F(journal_test, loses_nothing_of_several_threads) {
    cluster_.start_journal();
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([this] {
            direct_connection connection = cluster_.connect();
            for (int i = 0; i < 100; ++i)
                send(connection, request(k_).write("a", 1));
        });
    }
    for (std::thread& t : threads)
        t.join();
    EXPECT_THAT(cluster_.journal(), ::testing::SizeIs(400));
}

TEST(journal_names, are_words) {
    EXPECT_EQ(name(request_kind::read), "read");
    EXPECT_EQ(name(request_kind::remove), "remove");
    EXPECT_EQ(name(request_kind::unknown), "unknown");
}

}  // namespace
}  // namespace spikelet::mock
