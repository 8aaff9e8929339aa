// Time to live: conventions of the request, expiry, nsup, touching by reading (chapter 01 §12).
#include "engine_fixture.hpp"

namespace spikelet::mock {
namespace {

using ttl_test = engine_test;

TEST_F(ttl_test, record_with_ttl_is_gone_when_its_time_has_come) {
    send(connection_, request(k_).write("a", 1).ttl(10));
    cluster_.clock().advance(9s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).code, result_code::ok);
    cluster_.clock().advance(1s);
    const reply gone = send(connection_, request(k_).read_all());
    EXPECT_EQ(gone.code, result_code::record_not_found);
    EXPECT_EQ(gone.generation, 1u)
        << "an expired record shows in the header until nsup has removed it";
}

TEST_F(ttl_test, nsup_removes_what_has_expired_in_its_next_cycle) {
    send(connection_, request(k_).write("a", 1).ttl(10));
    cluster_.clock().advance(119s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).generation, 1u) << "expired, still there";
    cluster_.clock().advance(1s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).generation, 0u);
    EXPECT_EQ(cluster_.run_nsup("test"), 0u) << "nothing was left to remove";
}

TEST_F(ttl_test, expired_record_is_created_anew_by_a_write) {
    send(connection_, request(k_).write("a", 1).ttl(10));
    send(connection_, request(k_).write("a", 2).ttl(10));
    cluster_.clock().advance(10s);
    const reply created = send(connection_, request(k_).write("b", 3));
    EXPECT_EQ(created.generation, 1u);
    EXPECT_THAT(cluster_.get(k_)->bins, ::testing::SizeIs(1));
}

TEST_F(ttl_test, ttl_minus_two_keeps_the_void_time_and_minus_one_removes_it) {
    const reply first = send(connection_, request(k_).write("a", 1).ttl(100));
    cluster_.clock().advance(50s);
    EXPECT_EQ(send(connection_, request(k_).write("a", 2).ttl(0xFFFFFFFE)).void_time,
              first.void_time);
    EXPECT_EQ(send(connection_, request(k_).write("a", 3).ttl(0xFFFFFFFF)).void_time, 0u);
}

TEST_F(ttl_test, touch_renews_the_time_to_live) {
    send(connection_, request(k_).write("a", 1).ttl(10));
    cluster_.clock().advance(9s);
    EXPECT_EQ(send(connection_, request(k_).touch().ttl(10)).generation, 2u);
    cluster_.clock().advance(9s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).code, result_code::ok);
}

TEST_F(ttl_test, read_touches_when_less_than_the_asked_percentage_of_the_ttl_is_left) {
    const reply first = send(connection_, request(k_).write("a", 1).ttl(100));
    cluster_.clock().advance(15s);
    send(connection_, request(k_).read_all().ttl(80));
    EXPECT_EQ(send(connection_, request(k_).read_all()).void_time, first.void_time);
    cluster_.clock().advance(10s);
    send(connection_, request(k_).read_all().ttl(80));
    EXPECT_EQ(send(connection_, request(k_).read_all()).void_time, first.void_time + 25);
}

TEST_F(ttl_test, ttl_without_nsup_is_forbidden_unless_allowed) {
    cluster_config c = config();
    c.namespaces[0].nsup_period_s = 0;
    cluster forbids(c);
    auto connection = forbids.connect();
    EXPECT_EQ(send(connection, request(k_).write("a", 1).ttl(10)).code, result_code::forbidden);
    EXPECT_EQ(send(connection, request(k_).write("a", 1)).code, result_code::ok);
    c.namespaces[0].allow_ttl_without_nsup = true;
    cluster allows(c);
    auto other = allows.connect();
    EXPECT_EQ(send(other, request(k_).write("a", 1).ttl(10)).code, result_code::ok);
}

constexpr std::uint32_t keep = 0xFFFFFFFE;
constexpr std::uint32_t never = 0xFFFFFFFF;
constexpr std::uint32_t ten_years = 315360000;

TEST_F(ttl_test, reply_carries_the_time_at_which_the_record_ends) {
    EXPECT_EQ(ask(request(k_).write("a", 1).ttl(10)).void_time, cluster_.clock().now_s() + 10);
    EXPECT_EQ(ask(request(k_).read_all()).void_time, cluster_.clock().now_s() + 10);
    EXPECT_EQ(ask(request(k_).write("a", 1)).void_time, 0u) << "no default: it never ends";
}

TEST_F(ttl_test, zero_takes_the_default_of_the_namespace) {
    cluster_config c = config();
    c.namespaces[0].default_ttl_s = 60;
    cluster with_default(c);
    auto connection = with_default.connect();
    const std::uint32_t now_s = with_default.clock().now_s();
    EXPECT_EQ(send(connection, request(k_).write("a", 1)).void_time, now_s + 60);
    EXPECT_EQ(send(connection, request(k_).write("a", 1).ttl(5)).void_time, now_s + 5);
    EXPECT_EQ(send(connection, request(k_).write("a", 1).ttl(never)).void_time, 0u);
    const key fresh("test", "demo", "fresh");
    EXPECT_EQ(send(connection, request(fresh).write("a", 1).ttl(keep)).void_time, now_s + 60)
        << "a new record has nothing to keep";
}

TEST_F(ttl_test, ten_years_are_the_limit_and_a_namespace_may_have_a_lower_one) {
    EXPECT_EQ(ask(request(k_).write("a", 1).ttl(ten_years)).code, result_code::ok);
    EXPECT_EQ(ask(request(k_).write("a", 1).ttl(ten_years + 1)).code, result_code::parameter);
    cluster_config c = config();
    c.namespaces[0].max_ttl_s = 100;
    cluster limited(c);
    auto connection = limited.connect();
    EXPECT_EQ(send(connection, request(k_).write("a", 1).ttl(100)).code, result_code::ok);
    EXPECT_EQ(send(connection, request(k_).write("a", 1).ttl(101)).code, result_code::parameter);
    EXPECT_EQ(send(connection, request(k_).write("a", 1).ttl(never)).code, result_code::ok);
}

TEST_F(ttl_test, shorter_ttl_is_ignored_where_reductions_are_off) {
    cluster_config c = config();
    c.namespaces[0].apply_ttl_reductions = false;
    cluster longer_only(c);
    auto connection = longer_only.connect();
    const std::uint32_t now_s = longer_only.clock().now_s();
    send(connection, request(k_).write("a", 1).ttl(100));
    EXPECT_EQ(send(connection, request(k_).write("a", 1).ttl(50)).void_time, now_s + 100);
    EXPECT_EQ(send(connection, request(k_).write("a", 1).ttl(200)).void_time, now_s + 200);
}

TEST_F(ttl_test, reading_touches_by_the_percentage_of_the_namespace_unless_the_client_says_never) {
    cluster_config c = config();
    c.namespaces[0].default_read_touch_ttl_pct = 50;
    cluster touching(c);
    auto connection = touching.connect();
    const std::uint32_t end = send(connection, request(k_).write("a", 1).ttl(100)).void_time;
    touching.clock().advance(60s);
    EXPECT_EQ(send(connection, request(k_).read_all().ttl(never)).void_time, end);
    send(connection, request(k_).read_all());
    EXPECT_EQ(send(connection, request(k_).read_all().ttl(never)).void_time, end + 60);
}

TEST_F(ttl_test, deleting_a_record_that_has_expired_finds_nothing) {
    ask(request(k_).write("a", 1).ttl(10));
    cluster_.clock().advance(10s);
    EXPECT_EQ(ask(request(k_).remove()).code, result_code::record_not_found);
    EXPECT_EQ(ask(request(k_).touch()).code, result_code::record_not_found);
}

}  // namespace
}  // namespace spikelet::mock
