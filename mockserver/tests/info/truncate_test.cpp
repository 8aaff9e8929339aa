// Truncation of sets and namespaces.
#include "support/requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace spikelet::mock {
namespace {

using ::testing::HasSubstr;
using testing::info;
using testing::request;
using testing::send;
using wire::result_code;
using namespace std::chrono_literals;

class truncate_test : public ::testing::Test {
protected:
    void put(const key& k) { cluster_.put(k, {{"a", 1}}); }
    std::string ask(std::string_view command) { return info(connection_, command); }
    // The cluster's time as `lut` takes it.
    std::string lut(std::int64_t ms_from_now) {
        const auto unix_ms =
            static_cast<std::int64_t>(cluster_.clock().now()) + epoch_unix_s * 1000 + ms_from_now;
        return std::to_string(unix_ms) + "000000";
    }

    cluster cluster_{{.nodes = 2, .clock = clock_mode::manual}};
    direct_connection connection_ = cluster_.connect();
    const key a_{"test", "a", 1};
    const key b_{"test", "b", 1};
    const key bare_{"test", "", 1};
    const key other_{"bar", "a", 1};
};

TEST_F(truncate_test, set_loses_its_records_and_nothing_else_does) {
    for (const key& k : {a_, b_, bare_, other_})
        put(k);
    EXPECT_EQ(ask("truncate:namespace=test;set=a"), "ok");
    EXPECT_FALSE(cluster_.get(a_));
    EXPECT_TRUE(cluster_.get(b_));
    EXPECT_TRUE(cluster_.get(bare_));
    EXPECT_TRUE(cluster_.get(other_));
    EXPECT_EQ(cluster_.count("test", "a"), 0u);
    EXPECT_EQ(send(connection_, request(a_).read_all()).code, result_code::record_not_found);
}

TEST_F(truncate_test, namespace_loses_all_its_records) {
    for (const key& k : {a_, b_, bare_, other_})
        put(k);
    EXPECT_EQ(ask("truncate-namespace:namespace=test"), "ok");
    EXPECT_EQ(cluster_.count("test"), 0u);
    EXPECT_TRUE(cluster_.get(other_));
    EXPECT_THAT(ask("namespace/test"), HasSubstr("data_used_bytes=0;"));
}

TEST_F(truncate_test, write_of_the_same_millisecond_behind_it_stays) {
    put(a_);
    EXPECT_EQ(ask("truncate:namespace=test;set=a"), "ok");
    EXPECT_EQ(send(connection_, request(a_).write("a", 2)).generation, 1u);
    EXPECT_EQ(send(connection_, request(a_).read_all()).code, result_code::ok);
    EXPECT_TRUE(cluster_.get(a_));
}

TEST_F(truncate_test, time_parts_the_records) {
    put(a_);
    cluster_.clock().advance(10ms);
    const key later("test", "a", 2);
    put(later);
    cluster_.clock().advance(10ms);
    EXPECT_EQ(ask("truncate:namespace=test;set=a;lut=" + lut(-10)), "ok");
    EXPECT_FALSE(cluster_.get(a_));
    EXPECT_TRUE(cluster_.get(later)) << "updated at that time, not before it";
    EXPECT_EQ(ask("truncate:namespace=test;set=a;lut=" + lut(0)), "ok");
    EXPECT_FALSE(cluster_.get(later));
}

TEST_F(truncate_test, times_that_make_no_sense_are_refused) {
    put(a_);
    for (const char* bad : {"x", "", "0", "1262304000000000000", "-1"}) {
        EXPECT_EQ(ask(std::string("truncate:namespace=test;set=a;lut=") + bad),
                  "ERROR:4:would truncate to 0")
            << bad;
    }
    EXPECT_EQ(ask("truncate:namespace=test;set=a;lut=" + lut(1)),
              "ERROR:4:would truncate in the future");
    EXPECT_EQ(ask("truncate-namespace:namespace=test;lut=99999999999999999999"),
              "ERROR:4:would truncate in the future");
    EXPECT_TRUE(cluster_.get(a_));
}

TEST_F(truncate_test, unknown_namespace_or_set_is_ok_and_makes_nothing) {
    EXPECT_EQ(ask("truncate:namespace=nope;set=a"), "ok");
    EXPECT_EQ(ask("truncate:namespace=test;set=nope"), "ok");
    EXPECT_EQ(ask("truncate-namespace:namespace=nope"), "ok");
    EXPECT_EQ(ask("sets/test"), "");
    EXPECT_EQ(ask("smd-show:module=truncate"), "<empty>");
}

TEST_F(truncate_test, time_is_kept_as_metadata_until_it_is_undone) {
    put(a_);
    const std::string now = std::to_string(cluster_.clock().now());
    ask("truncate:namespace=test;set=a");
    ask("truncate-namespace:namespace=test");
    EXPECT_EQ(ask("smd-show:module=truncate"), "test=" + now + ";test|a=" + now);
    EXPECT_THAT(ask("smd-info"), HasSubstr(";truncate:committed_key=" + ask("cluster-stable") +
                                           ",committed_tid=2,n_keys=2,state=npr;"));
    EXPECT_THAT(ask("sets/test/a"), HasSubstr(":truncate_lut=" + now + ":"));
    EXPECT_THAT(ask("namespace/test"), HasSubstr(";truncate_lut=" + now + ";"));

    EXPECT_EQ(ask("truncate-undo:namespace=test;set=a"), "ok");
    EXPECT_EQ(ask("truncate-namespace-undo:namespace=test"), "ok");
    EXPECT_EQ(ask("smd-show:module=truncate"), "<empty>");
    EXPECT_THAT(ask("sets/test/a"), HasSubstr(":truncate_lut=0:"));
    EXPECT_FALSE(cluster_.get(a_)) << "what is gone stays gone";
}

TEST_F(truncate_test, earlier_time_does_not_take_back_a_later_one) {
    put(a_);
    cluster_.clock().advance(10ms);
    ask("truncate:namespace=test;set=a");
    const std::string row = ask("sets/test/a");
    EXPECT_EQ(ask("truncate:namespace=test;set=a;lut=" + lut(-5)), "ok");
    EXPECT_EQ(ask("sets/test/a"), row);
    EXPECT_THAT(row, HasSubstr(":truncate_lut=" + std::to_string(cluster_.clock().now()) + ":"));
}

}  // namespace
}  // namespace spikelet::mock
