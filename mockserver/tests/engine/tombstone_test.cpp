// Durable deletes of an enterprise cluster, and what they leave (chapter 16 §2).
#include "engine_fixture.hpp"

namespace spikelet::mock {
namespace {

class tombstone_test : public ::testing::Test {
protected:
    static cluster_config config() {
        cluster_config c;
        c.personality = personality::enterprise;
        c.clock = clock_mode::manual;
        c.namespaces = {{.name = "test"}};
        return c;
    }
    reply ask(const request& r) { return send(connection_, r); }
    // A record of generation 1, deleted: its tombstone has generation 2.
    void leave_tombstone() {
        ASSERT_EQ(ask(request(k_).write("a", 1)).code, result_code::ok);
        const reply removed = ask(request(k_).remove().info2(wire::info2::durable_delete));
        ASSERT_EQ(removed.code, result_code::ok);
        EXPECT_EQ(removed.generation, 0u) << "as of any delete";
        EXPECT_EQ(removed.void_time, 0u);
    }

    request delete_all() {
        return request(k_)
            .info2(wire::info2::write)
            .operation(wire::operation_type::delete_all, {});
    }

    cluster cluster_{config()};
    direct_connection connection_ = cluster_.connect();
    const key k_{"test", "demo", "k"};
};

TEST_F(tombstone_test, is_no_record_but_its_generation_shows) {
    leave_tombstone();
    for (const request& r : {request(k_).read_all(),
                             request(k_).info1(wire::info1::read | wire::info1::get_no_bins)}) {
        const reply answer = ask(r);
        EXPECT_EQ(answer.code, result_code::record_not_found);
        EXPECT_EQ(answer.generation, 2u);
    }
    EXPECT_FALSE(cluster_.get(k_));
    EXPECT_FALSE(cluster_.remove(k_));
    EXPECT_FALSE(cluster_.expire(k_));
    EXPECT_EQ(cluster_.count("test"), 0u);
    EXPECT_THAT(cluster_.list("test"), ::testing::IsEmpty());
}

TEST_F(tombstone_test, cannot_be_deleted) {
    leave_tombstone();
    for (const request& r :
         {request(k_).remove(), request(k_).remove().info2(wire::info2::durable_delete),
          request(k_).remove_bin("a"), delete_all()}) {
        EXPECT_EQ(ask(r).code, result_code::record_not_found);
    }
    EXPECT_EQ(ask(request(k_).write("a", 1)).generation, 3u) << "it is still there";
}

TEST_F(tombstone_test, is_not_left_where_nothing_was) {
    EXPECT_EQ(ask(request(k_).remove().info2(wire::info2::durable_delete)).code,
              result_code::record_not_found);
    EXPECT_EQ(ask(request(k_).read_all()).generation, 0u);
}

TEST_F(tombstone_test, record_in_its_place_goes_on_with_the_generation_only) {
    leave_tombstone();
    const reply written = ask(request(k_).write("b", 2).ttl(0xFFFFFFFE));
    EXPECT_EQ(written.code, result_code::ok);
    EXPECT_EQ(written.generation, 3u);
    EXPECT_EQ(written.void_time, 0u) << "there is no ttl to keep: that of the namespace";
    EXPECT_EQ(cluster_.get(k_)->bins, (bins{{"b", 2}}));
}

TEST_F(tombstone_test, direct_put_goes_on_with_the_generation) {
    leave_tombstone();
    cluster_.put(k_, {{"b", 2}});
    EXPECT_EQ(cluster_.get(k_)->generation, 3u);
}

TEST_F(tombstone_test, counts_as_absent_for_exists_policies) {
    leave_tombstone();
    for (const std::uint8_t mode : {wire::info3::update_only, wire::info3::replace_only}) {
        EXPECT_EQ(ask(request(k_).write("a", 1).info3(mode)).code, result_code::record_not_found);
    }
    EXPECT_EQ(ask(request(k_).touch()).code, result_code::record_not_found);
    EXPECT_EQ(ask(request(k_).write("a", 1).info2(wire::info2::create_only)).code, result_code::ok);
}

TEST_F(tombstone_test, generation_is_compared_with_its_own) {
    leave_tombstone();
    const auto if_generation = [&](std::uint32_t g) {
        return request(k_).write("a", 1).info2(wire::info2::generation).generation(g);
    };
    EXPECT_EQ(ask(if_generation(0)).code, result_code::generation);
    EXPECT_EQ(ask(if_generation(2)).code, result_code::ok);
}

TEST_F(tombstone_test, keeps_set_and_stored_key) {
    const key other("test", "demo", "other");
    ask(request(k_).write("a", 1));
    ask(request(k_).remove().info2(wire::info2::durable_delete).key_field(k_.wire_form()));
    EXPECT_EQ(ask(request(k_).write("a", 1).key_field(other.wire_form())).code,
              result_code::key_mismatch)
        << "the key that came with the delete is stored";
    EXPECT_EQ(ask(request("test", "elsewhere", k_.digest()).write("a", 1)).code,
              result_code::parameter);
    EXPECT_EQ(ask(request(k_).write("a", 1)).code, result_code::ok);
    EXPECT_EQ(cluster_.get(k_)->key.user_key(), value("k"));
}

TEST_F(tombstone_test, is_left_whatever_removes_the_record) {
    for (const request& r : {request(k_).remove_bin("a"), delete_all()}) {
        ask(request(k_).write("a", 1));
        EXPECT_EQ(ask(request(r).info2(wire::info2::durable_delete)).code, result_code::ok);
        EXPECT_GT(ask(request(k_).read_all()).generation, 0u);
    }
}

TEST_F(tombstone_test, durable_write_that_leaves_a_record_is_a_write) {
    ask(request(k_).write("a", 1));
    EXPECT_EQ(ask(request(k_).write("a", 2).info2(wire::info2::durable_delete)).generation, 2u);
    EXPECT_TRUE(cluster_.get(k_));
}

TEST_F(tombstone_test, plain_delete_leaves_none) {
    ask(request(k_).write("a", 1));
    ask(request(k_).remove());
    EXPECT_EQ(ask(request(k_).write("a", 1)).generation, 1u);
}

TEST_F(tombstone_test, expiry_leaves_none_and_removes_none) {
    ask(request(k_).write("a", 1).ttl(10));
    ask(request(k_).remove().info2(wire::info2::durable_delete));
    cluster_.clock().advance(1h);
    EXPECT_EQ(cluster_.run_nsup("test"), 0u);
    EXPECT_EQ(ask(request(k_).write("a", 1).ttl(10)).generation, 3u) << "it never expires";
    cluster_.clock().advance(1h);
    EXPECT_EQ(ask(request(k_).read_all()).generation, 0u);
}

TEST_F(tombstone_test, tomb_raider_takes_it_when_it_is_a_day_old) {
    cluster_.clock().advance(1h);
    leave_tombstone();
    cluster_.clock().advance(24h);  // the raider came after 23 of them
    EXPECT_EQ(ask(request(k_).read_all()).generation, 2u);
    cluster_.clock().advance(24h);
    EXPECT_EQ(ask(request(k_).read_all()).generation, 0u);
    leave_tombstone();
    cluster_.clock().advance(48h);
    EXPECT_EQ(ask(request(k_).read_all()).generation, 0u) << "it comes again";
}

TEST_F(tombstone_test, generation_wraps_to_one) {
    ask(request(k_).write("a", 1));
    for (int i = 1; i < 0xFFFF; ++i)
        ask(request(k_).write("a", 1));
    ask(request(k_).remove().info2(wire::info2::durable_delete));
    EXPECT_EQ(ask(request(k_).read_all()).generation, 1u);
}

}  // namespace
}  // namespace spikelet::mock
