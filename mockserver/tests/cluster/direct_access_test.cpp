// Looking into a cluster and changing it, without a client.
#include "support/requests.hpp"

#include <spikelet/mock/cluster.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>

namespace spikelet::mock {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::request;
using testing::send;
using ::testing::SizeIs;
using wire::result_code;
using namespace std::chrono_literals;

class direct_access : public ::testing::Test {
protected:
    static cluster_config config() {
        cluster_config c;
        c.nodes = 3;
        c.clock = clock_mode::manual;
        c.namespaces = {{.name = "test"},
                        {.name = "short-lived", .default_ttl_s = 60},
                        {.name = "small", .max_record_size = 64}};
        return c;
    }
    cluster cluster_{config()};
    const key ann_{"test", "users", "ann"};
};

template <class Call>
std::string misuse(Call call) {
    try {
        call();
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    return "no exception";
}

TEST_F(direct_access, what_is_put_is_there) {
    const bins given{{"nil-free", true},
                     {"n", 7},
                     {"d", 1.5},
                     {"s", "text"},
                     {"l", value::list{1, "x"}},
                     {"m", value::map{{"k", 1}}},
                     {"b", value::blob(wire::as_bytes("\x01\x02"))},
                     {"g", value::geojson(R"({"type":"Point","coordinates":[1,2]})")}};
    cluster_.put(ann_, given);
    const auto found = cluster_.get(ann_);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->bins, given);
    EXPECT_EQ(found->generation, 1u);
    EXPECT_EQ(found->ttl_s, std::nullopt);
    EXPECT_EQ(found->last_update_time, cluster_.clock().now());
    EXPECT_EQ(found->key, ann_);
}

TEST_F(direct_access, clients_see_it_too_through_any_node) {
    cluster_.put(ann_, {{"n", 7}});
    for (std::size_t node = 0; node < 3; ++node) {
        auto connection = cluster_.connect(node);
        EXPECT_EQ(send(connection, request(ann_).read("n")).operations.at(0).integer(), 7);
    }
}

TEST_F(direct_access, putting_again_replaces_the_bins_and_counts_the_generation_on) {
    cluster_.put(ann_, {{"a", 1}, {"b", 2}});
    cluster_.put(ann_, {{"c", 3}});
    const auto found = cluster_.get(ann_);
    EXPECT_EQ(found->bins, (bins{{"c", 3}}));
    EXPECT_EQ(found->generation, 2u);
}

TEST_F(direct_access, key_is_stored_only_when_asked_for_and_then_stays) {
    cluster_.put(ann_, {{"a", 1}});
    EXPECT_TRUE(cluster_.get(ann_)->key.user_key().is_nil());
    cluster_.put(ann_, {{"a", 1}}, {.store_key = true});
    EXPECT_EQ(cluster_.get(ann_)->key.user_key(), value("ann"));
    cluster_.put(ann_, {{"a", 1}});
    EXPECT_EQ(cluster_.get(ann_)->key.user_key(), value("ann"));
}

TEST_F(direct_access, ttl_is_given_or_the_default_or_none) {
    const key k("short-lived", "", 1);
    cluster_.put(k, {{"a", 1}});
    EXPECT_EQ(cluster_.get(k)->ttl_s, 60u);
    cluster_.put(k, {{"a", 1}}, {.ttl_s = 10});
    EXPECT_EQ(cluster_.get(k)->ttl_s, 10u);
    cluster_.clock().advance(4s);
    EXPECT_EQ(cluster_.get(k)->ttl_s, 6u);
    cluster_.put(k, {{"a", 1}}, {.ttl_s = std::nullopt});
    EXPECT_EQ(cluster_.get(k)->ttl_s, std::nullopt);
}

TEST_F(direct_access, record_is_gone_when_its_time_has_come) {
    cluster_.put(ann_, {{"a", 1}}, {.ttl_s = 24 * 3600});
    cluster_.clock().advance(24h - 1s);
    EXPECT_TRUE(cluster_.get(ann_));
    cluster_.clock().advance(1s);
    EXPECT_FALSE(cluster_.get(ann_));
    EXPECT_EQ(cluster_.count("test"), 0u);
    EXPECT_THAT(cluster_.list("test"), SizeIs(0));
    EXPECT_FALSE(cluster_.remove(ann_));
    EXPECT_FALSE(cluster_.expire(ann_));
}

TEST_F(direct_access, expiring_ends_a_record_now_and_nsup_removes_it) {
    cluster_.put(ann_, {{"a", 1}});
    EXPECT_TRUE(cluster_.expire(ann_));
    EXPECT_FALSE(cluster_.get(ann_));
    EXPECT_FALSE(cluster_.expire(ann_));
    auto connection = cluster_.connect();
    EXPECT_EQ(send(connection, request(ann_).read_all()).code, result_code::record_not_found);
    EXPECT_EQ(cluster_.run_nsup("test"), 1u);
    EXPECT_EQ(cluster_.run_nsup("test"), 0u);
}

TEST_F(direct_access, nsup_runs_by_the_clock_of_the_cluster) {
    for (int i = 0; i < 10; ++i)
        cluster_.put({"test", "users", i}, {{"a", 1}}, {.ttl_s = 10 + i});
    cluster_.clock().advance(120s);
    EXPECT_EQ(cluster_.run_nsup("test"), 0u) << "the cycle after 120 s has taken them";
}

TEST_F(direct_access, removing_tells_whether_there_was_something) {
    cluster_.put(ann_, {{"a", 1}});
    EXPECT_TRUE(cluster_.remove(ann_));
    EXPECT_FALSE(cluster_.remove(ann_));
    EXPECT_FALSE(cluster_.get(ann_));
}

TEST_F(direct_access, counting_and_listing_go_by_set_or_namespace) {
    for (int i = 0; i < 20; ++i)
        cluster_.put({"test", i % 2 == 0 ? "even" : "odd", i}, {{"i", i}});
    cluster_.put({"test", "", 99}, {{"i", 99}});
    cluster_.put({"small", "", 1}, {{"i", 1}});
    EXPECT_EQ(cluster_.count("test"), 21u);
    EXPECT_EQ(cluster_.count("test", "even"), 10u);
    EXPECT_EQ(cluster_.count("test", "unheard-of"), 0u);
    const auto odd = cluster_.list("test", "odd");
    ASSERT_THAT(odd, SizeIs(10));
    for (const record_state& r : odd) {
        EXPECT_EQ(r.key.set(), "odd");
        EXPECT_EQ(r.bins.at("i").as_int() % 2, 1);
        EXPECT_TRUE(cluster_.get(r.key)) << "the key of a listed record finds it";
    }
    EXPECT_THAT(cluster_.list("test"), SizeIs(21));
}

TEST_F(direct_access, clearing_leaves_every_namespace_empty_and_usable) {
    cluster_.put(ann_, {{"a", 1}});
    cluster_.put({"small", "", 1}, {{"a", 1}});
    cluster_.clear();
    EXPECT_EQ(cluster_.count("test") + cluster_.count("small"), 0u);
    cluster_.put(ann_, {{"a", 2}});
    EXPECT_EQ(cluster_.get(ann_)->generation, 1u);
}

TEST_F(direct_access, misuse_is_named_with_what_would_be_right) {
    EXPECT_THAT(misuse([&] {
                    cluster_.get({"tests", "", 1});
                }),
                AllOf(HasSubstr("'tests'"), HasSubstr("test, short-lived, small")));
    EXPECT_THAT(misuse([&] { static_cast<void>(cluster_.count("nope")); }), HasSubstr("'nope'"));
    EXPECT_THAT(misuse([&] { cluster_.put(ann_, {}); }), HasSubstr("at least one bin"));
    EXPECT_THAT(misuse([&] {
                    cluster_.put(ann_, {{"a-name-of-16-byte", 1}});
                }),
                AllOf(HasSubstr("a-name-of-16-byte"), HasSubstr("15")));
    EXPECT_THAT(misuse([&] {
                    cluster_.put(ann_, {{std::string("a\0b", 3), 1}});
                }),
                HasSubstr("zero byte"));
    EXPECT_THAT(misuse([&] { cluster_.put(ann_, {{"a", value::wildcard()}}); }), HasSubstr("'a'"));
    EXPECT_THAT(misuse([&] { cluster_.put(ann_, {{"a", nullptr}}); }), HasSubstr("'a'"));
    EXPECT_THAT(misuse([&] {
                    cluster_.put(ann_, {{"a", value(value::list{2, 1}, list_order::ordered)}});
                }),
                AllOf(HasSubstr("'a'"), HasSubstr("ordered[2, 1]")));
    EXPECT_THAT(misuse([&] {
                    cluster_.put({"small", "", 1}, {{"a", std::string(100, 'x')}});
                }),
                AllOf(HasSubstr("max-record-size"), HasSubstr("64")));
    EXPECT_THAT(misuse([&] {
                    cluster_.put({"test", std::string(64, 's'), 1}, {{"a", 1}});
                }),
                HasSubstr("63 bytes"));
    EXPECT_THAT(misuse([&] {
                    cluster_.put(ann_, {{"a", 1}}, {.ttl_s = 315360001});
                }),
                AllOf(HasSubstr("315360001"), HasSubstr("315360000")));
    const key unknown("test", "users", wire::digest{});
    EXPECT_THAT(misuse([&] {
                    cluster_.put(unknown, {{"a", 1}}, {.store_key = true});
                }),
                HasSubstr("only the digest"));
    EXPECT_FALSE(cluster_.get(ann_)) << "nothing was done";
    EXPECT_THROW(static_cast<void>(cluster_.connect(3)), std::out_of_range);
}

TEST_F(direct_access, configuration_that_no_cluster_can_have_is_refused) {
    EXPECT_THAT(misuse([] { cluster({.nodes = 0}); }), HasSubstr("nodes"));
    EXPECT_THAT(misuse([] {
                    cluster_config c;
                    c.namespaces = {{.name = "a", .default_ttl_s = 1, .nsup_period_s = 0}};
                    const cluster refused(c);
                }),
                AllOf(HasSubstr("default-ttl"), HasSubstr("nsup-period")));
}

TEST_F(direct_access, stored_size_is_that_of_a_real_server) {
    // Chapter 18 §1.
    const key k("test", "rsz", 1);
    cluster_.put(k, {{"v", "0123456789"}});
    EXPECT_EQ(cluster_.get(k)->stored_size, 64u);
    const key k1("test", "rsz", "k1");
    cluster_.put(k1, {{"v", "0123456789"}}, {.ttl_s = 100, .store_key = true});
    EXPECT_EQ(cluster_.get(k1)->stored_size, 80u);
    cluster_.put({"test", "", 1}, {{"v", 1.5}});
    EXPECT_EQ(cluster_.get({"test", "", 1})->stored_size, 64u);
    bins many;
    for (int i = 0; i < 100; ++i)
        many.emplace("b" + std::to_string(i), i);
    cluster_.put(k, many);
    EXPECT_EQ(cluster_.get(k)->stored_size, 736u);
}

}  // namespace
}  // namespace spikelet::mock
