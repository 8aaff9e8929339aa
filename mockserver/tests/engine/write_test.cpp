// Rules of writing that the golden corpus cannot show: wrapping, limits, all or nothing.
#include "engine_fixture.hpp"

namespace spikelet::mock {
namespace {

using write_test = engine_test;

TEST_F(write_test, generation_wraps_from_65535_to_1) {
    for (int i = 1; i <= 65535; ++i) {
        ASSERT_EQ(send(connection_, request(k_).write("a", 1)).generation,
                  static_cast<unsigned>(i));
    }
    EXPECT_EQ(send(connection_, request(k_).write("a", 1)).generation, 1u);
}

TEST_F(write_test, failing_operation_leaves_the_record_as_it_was) {
    send(connection_, request(k_).write("a", 1).write("s", "text"));
    const reply failed =
        send(connection_, request(k_).increment("a", 5).read("a").increment("s", 1));
    EXPECT_EQ(failed.code, result_code::bin_incompatible_type);
    EXPECT_THAT(failed.operations, ::testing::IsEmpty());
    EXPECT_EQ(cluster_.get(k_)->bins.at("a"), value(1));
    EXPECT_EQ(cluster_.get(k_)->generation, 1u);
}

TEST_F(write_test, record_above_max_record_size_is_refused_and_the_old_one_stays) {
    const key k("small", "", "k");
    EXPECT_EQ(send(connection_, request(k).write("a", "0123456789")).code, result_code::ok);
    const reply refused = send(connection_, request(k).write("a", std::string(100, 'x')));
    EXPECT_EQ(refused.code, result_code::record_too_big);
    EXPECT_EQ(refused.generation, 1u);
    EXPECT_EQ(cluster_.get(k)->bins.at("a"), value("0123456789"));
}

TEST_F(write_test, stop_writes_refuses_writes_but_not_reads_and_deletes) {
    send(connection_, request(k_).write("a", 1));
    cluster_config c = config();
    c.namespaces[0].stop_writes = true;
    cluster stopped(c);
    auto connection = stopped.connect();
    stopped.put(k_, {{"a", 1}});
    EXPECT_EQ(send(connection, request(k_).write("a", 2)).code, result_code::server_full);
    EXPECT_EQ(send(connection, request(k_).read_all()).code, result_code::ok);
    EXPECT_EQ(send(connection, request(k_).remove()).code, result_code::ok);
}

TEST_F(write_test, more_bins_than_a_record_may_have_are_refused) {
    cluster_config c = config();
    c.namespaces[0].max_record_size = 8u << 20;
    cluster big(c);
    auto connection = big.connect();
    request r(k_);
    for (int i = 0; i < 32768; ++i) {
        r.write("b" + std::to_string(i), 1);
    }
    EXPECT_EQ(send(connection, r).code, result_code::parameter);
    EXPECT_FALSE(big.get(k_));
}

TEST_F(write_test, thirty_two_thousand_bins_are_written_read_and_removed_quickly) {
    cluster_config c = config();
    c.namespaces[0].max_record_size = 8u << 20;
    cluster big(c);
    auto connection = big.connect();
    request writes(k_);
    request reads(k_);
    request removes(k_);
    for (int i = 0; i < 32767; ++i) {
        const std::string name = "b" + std::to_string(i);
        writes.write(name, i);
        reads.read(name);
        removes.remove_bin(name);
    }
    EXPECT_EQ(send(connection, writes).code, result_code::ok);
    const reply all = send(connection, reads);
    ASSERT_EQ(all.operations.size(), 32767u);
    EXPECT_EQ(all.operations[32766].integer(), 32766);
    EXPECT_EQ(send(connection, removes).code, result_code::ok);
    EXPECT_FALSE(big.get(k_));
}

TEST_F(write_test, reply_that_would_exceed_a_frame_is_an_error_not_a_flood) {
    send(connection_, request(k_).write("a", std::string(1000000, 'x')));
    request r(k_);
    for (int i = 0; i < 1000; ++i) {
        r.read("a");
    }
    EXPECT_EQ(send(connection_, r).code, result_code::parameter);
}

TEST_F(write_test, command_that_takes_too_long_is_given_up_and_changes_nothing) {
    cluster_config hasty = config();
    hasty.request_time_max = 1ms;
    cluster_ = cluster(hasty);
    connection_ = cluster_.connect();
    ASSERT_EQ(ask(request(k_).write("a", "x")).code, result_code::ok);
    request appends(k_);
    appends.info2(wire::info2::write);
    for (int i = 0; i < 2000; ++i)  // which copies ten gigabytes
        appends.operation(wire::operation_type::append, "a", wire::particle_type::string,
                          std::string(5000, 'x'));
    EXPECT_EQ(ask(appends).code, result_code::timeout);
    EXPECT_EQ(cluster_.get(k_)->bins.at("a"), "x");
    EXPECT_EQ(cluster_.get(k_)->generation, 1u);
}

TEST_F(write_test, stored_key_comes_back_and_is_checked) {
    const key other("test", "demo", "other");
    send(connection_, request(k_).write("a", 1).key_field(k_.wire_form()));
    EXPECT_EQ(cluster_.get(k_)->key.user_key(), value("k"));
    EXPECT_EQ(send(connection_, request(k_).write("a", 2).key_field(other.wire_form())).code,
              result_code::key_mismatch);
}

TEST_F(write_test, writes_are_refused_when_the_data_has_grown_beyond_its_share) {
    cluster_config c = config();
    c.namespaces[0].data_size = 10000;
    c.namespaces[0].stop_writes_used_pct = 50;
    cluster small(c);
    auto connection = small.connect();
    int written = 0;
    while (send(connection, request(key("test", "demo", written)).write("a", 1)).code ==
           result_code::ok) {
        ASSERT_LT(++written, 1000);
    }
    // 64 bytes each; refused once more than 5000 are used.
    EXPECT_EQ(written, 5000 / 64 + 1);
    EXPECT_EQ(send(connection, request(k_).write("a", 1)).code, result_code::server_full);
    EXPECT_EQ(send(connection, request(key("test", "demo", 0)).remove()).code, result_code::ok);
    EXPECT_EQ(send(connection, request(k_).write("a", 1)).code, result_code::ok);
}

// A real server goes down when it is sent one of these.
TEST_F(write_test, collection_with_the_index_bit_and_no_index_is_stored_without_harm) {
    const std::string list("\x93\xc7\x00\x10\x02\x01", 6);
    const std::string ordered("\x93\xc7\x00\x11\x01\x02", 6);
    const std::string map("\x82\xc7\x00\x11\xc0\x01\x02", 7);
    using enum wire::operation_type;
    const reply written = ask(request(k_)
                                  .info2(wire::info2::write)
                                  .operation(write, "l", wire::particle_type::list, list)
                                  .operation(write, "o", wire::particle_type::list, ordered)
                                  .operation(write, "m", wire::particle_type::map, map));
    EXPECT_EQ(written.code, result_code::ok);
    const reply all = ask(request(k_).read_all());
    ASSERT_EQ(all.operations.size(), 3u);
    // Clients never see the bit.
    EXPECT_EQ(all.bin("l")->value, std::string("\x92\x02\x01", 3));
    EXPECT_EQ(all.bin("o")->value, std::string("\x93\xc7\x00\x01\x01\x02", 6));
    EXPECT_EQ(all.bin("m")->value, std::string("\x82\xc7\x00\x01\xc0\x01\x02", 7));
}

}  // namespace
}  // namespace spikelet::mock
