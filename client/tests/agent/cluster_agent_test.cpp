// The cluster agent against a cluster in the same process: no socket, and time that jumps.
#include "agent/cluster_agent.hpp"

#include "command/prepare.hpp"
#include "command/reply.hpp"
#include "net/run_tend.hpp"

#include <spikelet/mock/cluster.hpp>

#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace spikelet::agent {
namespace {

using namespace std::chrono_literals;

const key ann("test", "users", "ann");

// Executes what the agent wants. Everything that happens to a link is an event; the one with the
// number `fails_at` goes wrong: a connection that is refused, bytes of which half go out before the
// connection breaks, a reply that never comes because it breaks.
class script {
public:
    explicit script(mock::cluster& c, cluster_agent::settings s = {}, std::string cluster_name = {})
        : transport_(c.transport()),
          config_{.hosts = transport_->seeds(), .cluster_name = std::move(cluster_name)},
          groups_(command::resolve_groups(config_)),
          preparer_(config_, groups_),
          topology_({.make_connections = [this](auto& n) { return agent.make_connections(n); }}),
          tend_(topology_, net::tend_settings(config_, config_.hosts)),
          agent(topology_, tend_, s) {}

    // A command, from its preparation to its outcome.
    struct call {
        wire::buffer request;
        command::prepared prepared;
        std::unique_ptr<topology::route> route;
        std::unique_ptr<command::metadata_reader> reader;
        std::unique_ptr<pending_command> pending;
        int ended = 0;
        const error& outcome() const { return pending->outcome(); }
    };
    call& prepared(call& c, bool is_alone = false) {
        const topology::partition_table* table = nullptr;
        EXPECT_FALSE(command::find_table(topology_, "test", c.request.view(), table));
        c.route = std::make_unique<topology::route>(
            topology_, *table, wire::partition_id(ann.digest()), command::wish_of(c.prepared));
        c.reader = std::make_unique<command::metadata_reader>(0);
        const auto limits = command::limits_of(c.prepared.policy);
        c.pending = std::make_unique<pending_command>(
            conversation::command::facts{.route = *c.route,
                                         .request = c.request.view(),
                                         .limits = limits,
                                         .reader = *c.reader},
            limits.timeout_delay, is_alone);
        calls_[c.pending.get()] = &c;
        return c;
    }
    call& put(call& c, const write_policy& policy = {}) {
        EXPECT_FALSE(preparer_.put(ann, {{"n", 1}}, policy, c.request, c.prepared));
        return prepared(c);
    }
    call& exists(call& c, const read_policy& policy = {}) {
        EXPECT_FALSE(preparer_.exists(ann, policy, c.request, c.prepared));
        return prepared(c);
    }
    // As a function that may run for long is sent.
    call& put_alone(call& c) {
        EXPECT_FALSE(preparer_.put(ann, {{"n", 1}}, {}, c.request, c.prepared));
        return prepared(c, true);
    }
    void submit(call& c) { agent.submit(*c.pending, now); }

    void connect() {
        agent.start(now);
        run_until([&] { return agent.tend_count() == 1; });
        ASSERT_FALSE(agent.tend_outcome()) << agent.tend_outcome();
    }

    // One event, or a jump to the next timer. False when nothing is left to happen.
    bool step() {
        collect();
        if (const auto host = agent.take_unresolved()) {
            agent.resolved({*host}, now);
            return true;
        }
        if (link* l = agent.take_attention()) {
            serve(*l);
            return true;
        }
        if (!replies_.empty()) {
            auto [l, bytes] = std::move(replies_.front());
            replies_.pop_front();
            if (!channels_.contains(l)) return true;
            if (fails()) {
                close(*l);
            } else {
                agent.received(*l, bytes.view(), now);
            }
            return true;
        }
        const instant next = agent.next_timer();
        if (next == never) return false;
        now = std::max(now, next);
        agent.timer(now);
        return true;
    }
    template <class Condition>
    void run_until(Condition condition) {
        for (int i = 0; !condition(); ++i) {
            ASSERT_TRUE(step()) << "nothing is left to happen";
            ASSERT_LT(i, 100000) << "it goes on for ever";
            collect();
        }
    }
    std::size_t open_links() const { return channels_.size(); }
    // Until both, or one, have ended.
    void run(call& a) {
        run_until([&] { return a.ended != 0; });
    }

private:
    struct channel final : link_driver {
        channel(script& s, link& l) : owner(s), of(l) { owner.channels_[&l] = this; }
        ~channel() override { owner.channels_.erase(&of); }
        script& owner;
        link& of;
        std::unique_ptr<direct_channel> peer;
    };

    bool fails() { return events++ == fails_at; }
    void close(link& l) { agent.closed(l, fault::lost, "broken by the test", now); }

    void collect() {
        while (pending_command* p = agent.take_completed())
            ++calls_.at(p)->ended;
        while (pending_question* q = agent.take_answered())
            answered.push_back(q);
    }

    void serve(link& l) {
        switch (l.machine.wants()) {
            case connection::wish::connect: {
                if (l.driver != nullptr || refuses_silently) return;
                auto made = std::make_unique<channel>(*this, l);
                if (!refuses_connections && !fails()) made->peer = transport_->connect(l.address);
                const bool is_there = made->peer != nullptr;
                l.driver = std::move(made);
                ++connections;
                if (is_there) {
                    agent.connected(l, now);
                } else {
                    agent.closed(l, fault::connect_failed, "refused", now);
                }
                return;
            }
            case connection::wish::close:
                close(l);
                return;
            case connection::wish::nothing:
                break;
        }
        if (!l.machine.is_open()) return;
        const wire::bytes_view bytes = l.machine.unsent();
        if (bytes.empty()) return;
        if (ignores_tends || (stays_silent && l.owner != nullptr)) {
            agent.wrote(l, bytes.size(), now);
            return;
        }
        if (fails()) {
            agent.wrote(l, bytes.size() / 2, now);
            close(l);
            return;
        }
        wire::buffer reply;
        static_cast<channel&>(*l.driver).peer->exchange(bytes, reply);
        agent.wrote(l, bytes.size(), now);
        replies_.emplace_back(&l, std::move(reply));
    }

    std::map<pending_command*, call*> calls_;
    std::map<link*, channel*> channels_;
    std::deque<std::pair<link*, wire::buffer>> replies_;
    std::shared_ptr<direct_transport> transport_;
    config config_;
    command::effective_groups groups_;
    command::preparer preparer_;
    topology::cluster topology_;
    topology::tend tend_;

public:
    cluster_agent agent;
    instant now{0};
    std::size_t events = 0;
    std::size_t fails_at = std::numeric_limits<std::size_t>::max();
    std::size_t connections = 0;
    bool stays_silent = false;      // commands go out and are never answered
    bool ignores_tends = false;     // nothing is ever answered
    bool refuses_silently = false;  // connecting takes for ever
    bool refuses_connections = false;
    std::vector<pending_question*> answered;
};

TEST(cluster_agent_test, first_tend_finds_the_nodes_and_commands_are_answered) {
    mock::cluster cluster({.nodes = 3});
    script s(cluster);
    s.connect();
    script::call put, exists;
    s.submit(s.put(put));
    s.run(put);
    EXPECT_FALSE(put.outcome()) << put.outcome();
    s.submit(s.exists(exists));
    s.run(exists);
    EXPECT_FALSE(exists.outcome()) << exists.outcome();
    EXPECT_EQ(exists.reader->metadata.generation, 1u);
}

TEST(cluster_agent_test, tends_again_after_the_interval) {
    mock::cluster cluster;
    script s(cluster, {.tend = {.interval = 5s}});
    s.connect();
    const instant first = s.now;
    s.run_until([&] { return s.agent.tend_count() == 2; });
    EXPECT_EQ(s.now - first, instant(5s));
}

TEST(cluster_agent_test, tend_of_a_silent_node_ends_in_time_and_finds_it_later) {
    mock::cluster cluster;
    script s(cluster, {.tend = {.interval = 5s, .connect_timeout = 300ms}});
    s.ignores_tends = true;
    s.agent.start(s.now);
    s.run_until([&] { return s.agent.tend_count() == 1; });
    EXPECT_TRUE(s.agent.tend_outcome());
    EXPECT_EQ(s.now, instant(300ms));
    s.ignores_tends = false;
    s.run_until([&] { return s.agent.tend_count() == 2; });
    EXPECT_FALSE(s.agent.tend_outcome()) << s.agent.tend_outcome();
    EXPECT_EQ(s.now, instant(5300ms));
}

TEST(cluster_agent_test, command_that_cannot_connect_hastens_the_tend_but_not_beyond_the_pause) {
    mock::cluster cluster;
    script s(cluster, {.tend = {.interval = 3600s, .pause_min = 200ms}});
    s.connect();
    const instant first = s.now;
    script::call exists;
    s.fails_at = s.events;  // its connection
    s.submit(s.exists(exists, {.max_retries = 1}));
    s.run_until([&] { return s.agent.tend_count() == 2; });
    EXPECT_EQ(s.now - first, instant(200ms));
    s.run(exists);
    EXPECT_EQ(exists.outcome(), result_code::record_not_found);
}

TEST(cluster_agent_test, suspended_agent_has_no_links_and_waits_for_nothing_until_it_starts_again) {
    mock::cluster cluster;
    script s(cluster, {.node = {.links_min = 2}});
    s.connect();
    s.agent.suspend();
    while (s.step()) {
    }
    EXPECT_EQ(s.agent.next_timer(), never);
    EXPECT_EQ(s.open_links(), 0u);
    s.now += 1s;
    s.agent.start(s.now);
    s.run_until([&] { return s.agent.tend_count() == 2; });
    EXPECT_FALSE(s.agent.tend_outcome()) << s.agent.tend_outcome();
}

TEST(cluster_agent_test, commands_share_a_connection_up_to_its_depth) {
    mock::cluster cluster;
    script s(cluster, {.node = {.links_max = 2, .link = {.depth_max = 2}}});
    s.connect();
    const std::size_t before = s.connections;
    script::call calls[7];
    for (auto& c : calls)
        s.submit(s.put(c));
    for (auto& c : calls)
        s.run(c);
    EXPECT_EQ(s.connections - before, 2u);
    EXPECT_EQ(cluster.get(ann)->generation, 7u);
}

TEST(cluster_agent_test, command_that_is_alone_shares_its_connection_with_no_other) {
    mock::cluster cluster;
    script s(cluster, {.node = {.links_max = 3}});
    s.connect();
    const std::size_t before = s.connections;
    script::call shares, alone, too, alone_too;
    s.submit(s.put(shares));
    s.submit(s.put_alone(alone));
    s.submit(s.put(too));
    s.submit(s.put_alone(alone_too));
    for (auto* c : {&shares, &alone, &too, &alone_too})
        s.run(*c);
    EXPECT_EQ(s.connections - before, 3u);
    EXPECT_EQ(cluster.get(ann)->generation, 4u);
}

TEST(cluster_agent_test, command_that_is_alone_waits_for_an_idle_connection_in_its_turn) {
    mock::cluster cluster;
    script s(cluster, {.node = {.links_max = 1}});
    s.connect();
    const std::size_t before = s.connections;
    script::call first, alone, last;
    s.submit(s.put(first));
    s.submit(s.put_alone(alone));
    s.submit(s.put(last));
    s.run(first);
    EXPECT_EQ(alone.ended + last.ended, 0);
    s.run(alone);
    EXPECT_EQ(last.ended, 0);
    s.run(last);
    EXPECT_EQ(s.connections - before, 1u);
    EXPECT_EQ(last.reader->metadata.generation, 3u);
}

TEST(cluster_agent_test, one_more_than_may_wait_is_refused) {
    mock::cluster cluster;
    script s(cluster, {.node = {.links_max = 1, .waiting_max = 1, .link = {.depth_max = 1}}});
    s.connect();
    script::call calls[3];
    for (auto& c : calls)
        s.submit(s.put(c));
    s.run(calls[2]);
    EXPECT_EQ(calls[2].outcome(), client_errc::queue_full);
    s.run(calls[0]);
    s.run(calls[1]);
    EXPECT_FALSE(calls[1].outcome()) << calls[1].outcome();
}

TEST(cluster_agent_test, waiting_command_times_out_and_is_not_in_doubt) {
    mock::cluster cluster;
    script s(cluster, {.node = {.links_max = 1, .link = {.depth_max = 1}}});
    s.connect();
    s.stays_silent = true;
    script::call out, waits;
    s.submit(s.put(out, {.total_timeout = 500ms}));
    s.submit(s.put(waits, {.total_timeout = 100ms}));
    const instant start = s.now;
    s.run(waits);
    EXPECT_EQ(s.now - start, instant(100ms));
    EXPECT_EQ(waits.outcome(), client_errc::timeout);
    EXPECT_FALSE(waits.outcome().in_doubt());
    s.run(out);
    EXPECT_EQ(s.now - start, instant(500ms));
    EXPECT_TRUE(out.outcome().in_doubt());
}

TEST(cluster_agent_test, command_that_times_out_while_connecting_is_not_sent_any_more) {
    mock::cluster cluster;
    script s(cluster);
    s.connect();
    s.refuses_silently = true;
    script::call put;
    s.submit(s.put(put, {.total_timeout = 100ms}));
    s.run(put);
    EXPECT_EQ(put.outcome(), client_errc::timeout);
    EXPECT_FALSE(put.outcome().in_doubt());
    EXPECT_FALSE(cluster.get(ann));
}

TEST(cluster_agent_test, connection_that_does_not_come_about_in_time_is_given_up) {
    mock::cluster cluster;
    script s(cluster, {.node = {.connect_timeout = 300ms}});
    s.connect();
    s.refuses_silently = true;
    script::call put;
    s.submit(s.put(put));
    const instant start = s.now;
    s.run(put);
    EXPECT_EQ(put.outcome(), client_errc::connection);
    EXPECT_EQ(s.now - start, instant(300ms));
}

TEST(cluster_agent_test, retry_sleeps_as_the_policy_says) {
    mock::cluster cluster;
    script s(cluster);
    s.connect();
    script::call exists;
    s.fails_at = s.events;  // the connection
    s.exists(exists,
             {.max_retries = 1, .sleep_between_retries = 200ms, .replica = replica_policy::master});
    const instant start = s.now;
    s.submit(exists);
    s.run(exists);
    EXPECT_EQ(exists.outcome(), result_code::record_not_found);
    EXPECT_EQ(s.now - start, instant(200ms));
}

// As a policy may ask for as many as a number holds.
TEST(cluster_agent_test, retries_at_nobody_let_time_pass_and_others_work) {
    mock::cluster cluster;
    script s(cluster);
    s.connect();
    s.refuses_connections = true;
    script::call stubborn;
    const instant start = s.now;
    s.submit(s.put(stubborn, {.total_timeout = 1s, .max_retries = UINT32_MAX}));
    EXPECT_EQ(stubborn.ended, 0);
    s.run(stubborn);
    EXPECT_EQ(stubborn.outcome(), client_errc::timeout) << stubborn.outcome();
    EXPECT_FALSE(stubborn.outcome().in_doubt());
    EXPECT_LE(s.now - start, instant(1s));
    EXPECT_LE(stubborn.outcome().attempts(), 1011u);
}

TEST(cluster_agent_test, links_are_warmed_up_and_idle_ones_discarded) {
    mock::cluster cluster;
    script s(
        cluster,
        {.node = {.links_min = 2, .links_max = 10, .link = {.depth_max = 1}, .idle_max = 10s}});
    s.connect();
    s.run_until([&] { return s.agent.tend_count() == 2; });
    EXPECT_EQ(s.connections, 3u);  // one of them the tend's
    script::call calls[5];
    for (auto& c : calls)
        s.submit(s.put(c));
    for (auto& c : calls)
        s.run(c);
    EXPECT_EQ(s.connections, 6u);
    s.run_until([&] { return s.now > 30s; });
    for (auto& c : calls) {
        c.~call();
        new (&c) script::call();
        s.submit(s.put(c));
    }
    for (auto& c : calls)
        s.run(c);
    EXPECT_GE(s.connections, 9u);  // three had been discarded
}

TEST(cluster_agent_test, question_has_a_connection_of_its_own) {
    mock::cluster cluster;
    script s(cluster);
    s.connect();
    wire::buffer request;
    wire::frame_writer frame(request, wire::frame_type::info);
    request.append("node\n");
    frame.finish();
    const std::size_t before = s.connections;
    pending_question asked(cluster.transport()->seeds().front(), request.view(), s.now + 1s);
    s.agent.ask(asked, s.now);
    s.run_until([&] { return !s.answered.empty(); });
    EXPECT_TRUE(asked.is_answered());
    EXPECT_EQ(asked.text(), "node\tA1\n");
    EXPECT_EQ(s.connections, before + 1);
}

TEST(cluster_agent_test, cancelled_commands_end_wherever_they_are) {
    mock::cluster cluster;
    script s(cluster, {.node = {.links_max = 1, .link = {.depth_max = 2}}});
    s.connect();
    s.stays_silent = true;
    script::call out, buffered, waits;
    s.submit(s.put(out));
    s.run_until([&] { return s.agent.is_out(*out.pending); });
    s.submit(s.put(buffered));
    s.submit(s.put(waits));
    EXPECT_FALSE(s.agent.is_out(*buffered.pending));
    for (auto* c : {&waits, &buffered, &out})
        s.agent.cancel(*c->pending, s.now);
    s.run_until([&] { return out.ended + buffered.ended + waits.ended == 3; });
    EXPECT_TRUE(out.outcome().in_doubt());
    EXPECT_FALSE(buffered.outcome().in_doubt());
    EXPECT_FALSE(waits.outcome().in_doubt());
    for (auto* c : {&waits, &buffered, &out}) {
        EXPECT_EQ(c->outcome(), client_errc::client_abort);
        s.agent.cancel(*c->pending, s.now);  // nothing happens
    }
}

TEST(cluster_agent_test, stopping_answers_what_is_under_way_and_closes_everything) {
    mock::cluster cluster({.nodes = 2});
    script s(cluster, {.node = {.links_max = 1, .link = {.depth_max = 1}}});
    s.connect();
    script::call out, waits;
    s.submit(s.put(out));
    s.submit(s.put(waits));
    s.agent.stop(s.now);
    s.run_until([&] { return s.agent.is_stopped(); });
    EXPECT_EQ(waits.outcome(), client_errc::client_abort);
    EXPECT_FALSE(out.outcome()) << out.outcome();
    EXPECT_EQ(s.agent.next_timer(), never);
}

// The whole script with each of its events going wrong in turn: the first tend, a write, a read and
// a stop. Every command ends exactly once, reads succeed all the same, and a write that failed and
// is not in doubt has not been done.
TEST(cluster_agent_test, failure_at_every_step_ends_every_command_once) {
    for (std::size_t fails_at = 0;; ++fails_at) {
        SCOPED_TRACE(fails_at);
        mock::cluster cluster({.nodes = 2});
        script s(cluster);
        s.fails_at = fails_at;
        s.agent.start(s.now);
        s.run_until([&] { return s.agent.tend_count() >= 1 && !s.agent.tend_outcome(); });
        ASSERT_FALSE(HasFatalFailure());
        // A tend that was disturbed leaves partitions without a node until the next one.
        s.run_until([&] { return s.agent.tend_count() >= 3; });
        script::call first, second, read;
        s.submit(s.put(first));
        s.submit(s.put(second));
        s.run(first);
        s.run(second);
        const auto state = cluster.get(ann);
        const unsigned done = state ? state->generation : 0;
        unsigned sure = 0;
        unsigned possible = 0;
        for (const auto* c : {&first, &second}) {
            sure += !c->outcome() ? 1 : 0;
            possible += !c->outcome() || c->outcome().in_doubt() ? 1 : 0;
        }
        EXPECT_GE(done, sure);
        EXPECT_LE(done, possible);
        s.submit(s.exists(read, {.max_retries = 2}));
        s.run(read);
        EXPECT_TRUE(!read.outcome() || read.outcome() == result_code::record_not_found)
            << read.outcome();
        s.agent.stop(s.now);
        s.run_until([&] { return s.agent.is_stopped(); });
        EXPECT_EQ(first.ended + second.ended + read.ended, 3);
        if (HasFailure() || s.events <= fails_at) break;
    }
}

}  // namespace
}  // namespace spikelet::agent
