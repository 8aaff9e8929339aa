// Questions to one, any and all nodes among the asynchronous calls: without a socket, and with time
// that jumps.
#include "conversation/info.hpp"
#include "net/async_questions.hpp"
#include "topology/info_text.hpp"
#include "topology/tend.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace spikelet::net {
namespace {

using namespace std::chrono_literals;
using agent::instant;
using agent::link;
using detail::async_call;
using kind = async_call::kind;
using testing::HasSubstr;
using testing::IsEmpty;

class questions : public testing::Test {
protected:
    static constexpr int node_count = 5;
    static constexpr std::size_t nodes_max = 2;

    questions()
        : cluster({.make_connections = [this](auto& n) { return agent.make_connections(n); }}),
          tend(cluster, {}),
          agent(cluster, tend, {}),
          asked(agent, cluster, nodes_max) {
        for (int i = 0; i < node_count; ++i)
            cluster.add_node(name(i), {.host = "10.0.0.1", .port = port(i)});
    }

    static std::string name(int node) { return "N" + std::to_string(node); }
    static std::uint16_t port(int node) { return static_cast<std::uint16_t>(3000 + node); }

    // A call that asks `command`, and comes out of run().
    void begin(async_call& c, kind what, std::string command, milliseconds timeout = 1s) {
        c.what = what;
        c.question = {.text = std::move(command) + "\n", .is_one = true, .timeout = timeout};
        conversation::append_info_request(c.question.text, c.request);
        if (what == kind::ask_all) c.value = async_client::info_map();
        if (what == kind::ask_any && !c.change) c.value = std::string();
        asked.begin(c, now);
    }
    void begin_change(async_call& c, command::module_change change, milliseconds timeout = 1s) {
        c.means = async_call::meaning::udf_done;
        c.change.emplace("m.lua", change);
        begin(c, kind::ask_any, "udf-put:filename=m.lua", timeout);
    }
    // Until a call has ended, or `condition` holds; then it is null.
    async_call* run(const std::function<bool()>& condition = [] { return false; }) {
        for (int i = 0; i < 10000 && !condition(); ++i) {
            while (agent::pending_question* q = agent.take_answered())
                asked.answered(static_cast<async_call::node_question&>(*q), now);
            if (link* l = agent.take_attention()) {
                serve(*l);
            } else if (async_call* c = asked.take_ended()) {
                return c;
            } else if (!replies_.empty()) {
                auto [to, bytes] = std::move(replies_.front());
                replies_.pop_front();
                if (under_way_.erase(to) != 0) agent.received(*to, bytes.view(), now);
            } else {
                const instant next = std::min(agent.next_timer(), asked.next_timer());
                if (next == agent::never) return nullptr;
                now = std::max(now, next);
                agent.timer(now);
                asked.timer(now);
            }
        }
        return nullptr;
    }
    static std::string text_of(async_call& c) { return std::get<std::string>(c.value); }

    // What a node answers: nullopt, nobody listens; empty, nothing ever.
    std::function<std::optional<std::string>(int node, std::string_view command)> answer =
        [](int node, std::string_view) { return std::optional(name(node)); };
    instant now{0};
    topology::cluster cluster;
    topology::tend tend;
    agent::cluster_agent agent;
    async_questions asked;
    std::size_t under_way_at_most = 0;
    int asks = 0;

private:
    void serve(link& l) {
        using wish = agent::connection::wish;
        const int node = l.address.port - port(0);
        if (l.machine.wants() == wish::connect) {
            if (!answer(node, {})) {
                agent.closed(l, agent::fault::connect_failed, "refused", now);
                return;
            }
            agent.connected(l, now);
        } else if (l.machine.wants() == wish::close) {
            under_way_.erase(&l);
            agent.closed(l, agent::fault::lost, "closed", now);
        } else if (const wire::bytes_view request = l.machine.unsent(); !request.empty()) {
            ++asks;
            under_way_.insert(&l);
            under_way_at_most = std::max(under_way_at_most, under_way_.size());
            std::string_view body = wire::as_text(request.subspan(wire::frame_header_size));
            body.remove_suffix(1);
            const std::string value = answer(node, body).value_or("");
            const std::string text = std::string(body) + '\t' + value + '\n';
            agent.wrote(l, request.size(), now);
            if (value.empty()) return;
            wire::buffer reply;
            wire::frame_writer frame(reply, wire::frame_type::info);
            reply.append(text);
            frame.finish();
            replies_.emplace_back(&l, std::move(reply));
        }
    }

    std::deque<std::pair<link*, wire::buffer>> replies_;  // on their way
    std::set<link*> under_way_;
};

TEST_F(questions, all_nodes_are_asked_but_no_more_at_a_time_than_allowed) {
    async_call c;
    begin(c, kind::ask_all, "node");
    ASSERT_EQ(run(), &c);
    EXPECT_FALSE(c.outcome) << c.outcome;
    const auto& all = std::get<async_client::info_map>(c.value);
    ASSERT_EQ(all.size(), std::size_t{node_count});
    for (const auto& [node, text] : all)
        EXPECT_EQ(text.value(), node);
    EXPECT_EQ(under_way_at_most, nodes_max);
}

TEST_F(questions, node_of_all_that_fails_has_its_error) {
    answer = [](int node, std::string_view) -> std::optional<std::string> {
        if (node == 1) return std::nullopt;
        if (node == 2) return "";
        return node == 3 ? "ERROR:4:bad" : name(node);
    };
    async_call c;
    begin(c, kind::ask_all, "node");
    ASSERT_EQ(run(), &c);
    EXPECT_FALSE(c.outcome) << c.outcome;
    const auto& all = std::get<async_client::info_map>(c.value);
    ASSERT_EQ(all.size(), std::size_t{node_count});
    EXPECT_EQ(all.at("N1").error(), client_errc::connection);
    EXPECT_EQ(all.at("N2").error(), client_errc::timeout);
    EXPECT_EQ(all.at("N3").error(), result_code::parameter);
    for (const char* node : {"N1", "N2", "N3"})
        EXPECT_EQ(all.at(node).error().node(), node);
    EXPECT_EQ(all.at("N4").value(), "N4");
}

TEST_F(questions, any_is_the_first_that_answers_within_the_timeout) {
    answer = [](int node, std::string_view) -> std::optional<std::string> {
        return node == 3 ? std::optional(name(node)) : std::nullopt;
    };
    for (int i = 0; i < node_count; ++i) {
        async_call c;
        begin(c, kind::ask_any, "node");
        ASSERT_EQ(run(), &c);
        EXPECT_EQ(text_of(c), "N3");
    }
    answer = [](int, std::string_view) { return std::optional<std::string>(""); };
    async_call c;
    begin(c, kind::ask_any, "node");
    ASSERT_EQ(run(), &c);
    EXPECT_EQ(c.outcome, client_errc::timeout);
    EXPECT_EQ(now, instant(1s));
}

TEST_F(questions, call_on_all_that_is_ended_early_has_no_answers) {
    answer = [](int node, std::string_view) { return std::optional(node < 2 ? name(node) : ""); };
    async_call c;
    begin(c, kind::ask_all, "node");
    EXPECT_EQ(run([&] { return asks == 3; }), nullptr);
    asked.end_early(c, {client_errc::client_abort, {.message = "cancelled"}}, now);
    ASSERT_EQ(run(), &c);
    EXPECT_EQ(c.outcome, client_errc::client_abort);
    EXPECT_EQ(c.outcome.message(), "cancelled");
    EXPECT_THAT(std::get<async_client::info_map>(c.value), IsEmpty());
    EXPECT_EQ(run(), nullptr);
}

TEST_F(questions, call_on_all_that_the_closing_client_ends_has_no_answers) {
    answer = [](int node, std::string_view) { return std::optional(node < 2 ? name(node) : ""); };
    async_call c;
    begin(c, kind::ask_all, "node");
    EXPECT_EQ(run([&] { return asks == 3; }), nullptr);
    agent.abandon(now);
    ASSERT_EQ(run(), &c);
    EXPECT_EQ(c.outcome, client_errc::client_abort);
    EXPECT_THAT(std::get<async_client::info_map>(c.value), IsEmpty());
}

// ---- changes

constexpr std::string_view listed =
    "filename=m.lua,hash=0123456789012345678901234567890123456789,"
    "type=LUA;";

TEST_F(questions, change_of_a_module_has_ended_when_every_node_lists_it) {
    int lists = 0;
    int lists_of_last = 0;
    answer = [&](int node, std::string_view command) -> std::optional<std::string> {
        if (command != "udf-list") return "ok";
        ++lists;
        if (node != node_count - 1 || ++lists_of_last == 3) return std::string(listed);
        return "filename=m.lua,hash=ffff456789012345678901234567890123456789,type=LUA;";
    };
    async_call c;
    begin_change(c, command::module_change::put);
    ASSERT_EQ(run(), &c);
    EXPECT_FALSE(c.outcome) << c.outcome;
    EXPECT_EQ(lists, 3 * node_count);
    EXPECT_EQ(now, instant(2 * command::module_listing_pause));
    EXPECT_EQ(under_way_at_most, nodes_max);
}

TEST_F(questions, node_that_does_not_list_a_module_in_time_is_named) {
    answer = [&](int node, std::string_view command) -> std::optional<std::string> {
        if (command != "udf-list") return "ok";
        return node == 2 ? "filename=n.lua,hash=0123456789012345678901234567890123456789,type=LUA;"
                         : std::string(listed);
    };
    async_call c;
    begin_change(c, command::module_change::put, 50ms);
    ASSERT_EQ(run(), &c);
    EXPECT_EQ(c.outcome, client_errc::timeout);
    EXPECT_EQ(c.outcome.node(), "N2");
    EXPECT_THAT(c.outcome.message(), HasSubstr("the change is made"));
    EXPECT_EQ(now, instant(50ms));
}

TEST_F(questions, change_that_is_refused_is_not_looked_for) {
    answer = [](int, std::string_view) { return std::optional<std::string>("ERROR:4:no"); };
    async_call c;
    begin_change(c, command::module_change::remove);
    ASSERT_EQ(run(), &c);
    EXPECT_TRUE(c.outcome);
    EXPECT_EQ(asks, 1);
}

TEST_F(questions, change_that_waits_to_ask_again_may_be_ended) {
    answer = [](int, std::string_view command) {
        return std::optional<std::string>(command == "udf-list" ? listed : "ok");
    };
    const error why(client_errc::client_abort, {.message = "cancelled"});
    for (const bool client_closes : {false, true}) {
        async_call c;
        begin_change(c, command::module_change::remove);
        EXPECT_EQ(run([&] { return asked.next_timer() != agent::never; }), nullptr);
        if (client_closes) {
            asked.stop(why);
        } else {
            asked.end_early(c, why, now);
        }
        ASSERT_EQ(run(), &c);
        EXPECT_EQ(c.outcome, client_errc::client_abort);
        EXPECT_EQ(asked.next_timer(), agent::never);
    }
}

}  // namespace
}  // namespace spikelet::net
