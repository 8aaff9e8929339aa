// What a reply shows of a record: headers, chosen bins, all bins, an answer for every operation.
#include "engine_fixture.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <vector>

namespace spikelet::mock {
namespace {

class read_test : public engine_test {
protected:
    read_test() { ask(request(k_).write("a", 1).write("b", "two").write("c", 3)); }
    static std::vector<std::string> names(const reply& r) {
        std::vector<std::string> all;
        for (const auto& op : r.operations)
            all.push_back(op.bin);
        return all;
    }
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(read_test, header_alone_shows_no_bins) {
    const std::uint8_t header_only = wire::info1::read | wire::info1::get_no_bins;
    const reply shown = ask(request(k_).info1(header_only));
    EXPECT_EQ(shown.code, result_code::ok);
    EXPECT_EQ(shown.generation, 1u);
    EXPECT_THAT(shown.operations, IsEmpty());
    EXPECT_THAT(ask(request(k_).read("a").info1(header_only)).operations, IsEmpty())
        << "operations besides are not looked at";
    EXPECT_EQ(ask(request(key("test", "demo", "none")).info1(header_only)).code,
              result_code::record_not_found);
}

TEST_F(read_test, chosen_bins_come_in_the_order_in_which_they_were_asked_for) {
    EXPECT_THAT(names(ask(request(k_).read("c").read("a"))), ElementsAre("c", "a"));
    EXPECT_THAT(names(ask(request(k_).read("a").read("a"))), ElementsAre("a", "a"));
}

TEST_F(read_test, missing_bin_has_no_answer_unless_every_operation_has_one) {
    EXPECT_THAT(names(ask(request(k_).read("x").read("b"))), ElementsAre("b"));
    const reply all = ask(request(k_).read("x").read("b").info2(wire::info2::respond_all_ops));
    ASSERT_THAT(names(all), ElementsAre("x", "b"));
    EXPECT_EQ(all.operations[0].particle, wire::particle_type::null);
}

TEST_F(read_test, all_bins_come_in_storage_order_and_the_last_fills_a_gap) {
    EXPECT_THAT(names(ask(request(k_).read_all())), ElementsAre("a", "b", "c"));
    ask(request(k_).remove_bin("a").write("d", 4));
    EXPECT_THAT(names(ask(request(k_).read_all())), ElementsAre("c", "b", "d"));
}

TEST_F(read_test, reading_changes_nothing) {
    ask(request(k_).read_all());
    EXPECT_EQ(cluster_.get(k_)->generation, 1u);
    EXPECT_EQ(cluster_.get(k_)->last_update_time, cluster_.clock().now());
}

TEST_F(read_test, reads_among_writes_see_what_was_written_before_them) {
    const reply mixed = ask(request(k_).read("a").increment("a", 5).read("a"));
    ASSERT_THAT(names(mixed), ElementsAre("a", "a"));
    EXPECT_EQ(mixed.operations[0].integer(), 1);
    EXPECT_EQ(mixed.operations[1].integer(), 6);
    EXPECT_EQ(mixed.generation, 2u);
}

TEST_F(read_test, read_of_all_bins_answers_in_its_place) {
    const reply mixed =
        ask(request(k_).increment("a", 1).read().info1(wire::info1::get_all).remove_bin("b"));
    EXPECT_THAT(names(mixed), ElementsAre("a", "b", "c"));
    EXPECT_EQ(mixed.operations.at(0).integer(), 2);
    EXPECT_THAT(names(ask(request(k_).read_all())), ElementsAre("a", "c"));
}

TEST_F(read_test, every_operation_but_touch_is_answered_when_asked_for) {
    const reply all =
        ask(request(k_).write("n", 1).increment("a", 1).touch().read("a").remove_bin("b").info2(
            wire::info2::respond_all_ops));
    ASSERT_THAT(names(all), ElementsAre("n", "a", "a", "b"));
    EXPECT_EQ(all.operations[0].particle, wire::particle_type::null);
    EXPECT_EQ(all.operations[0].type, wire::operation_type::write);
    EXPECT_EQ(all.operations[1].type, wire::operation_type::increment);
    EXPECT_EQ(all.operations[2].integer(), 2);
}

TEST_F(read_test, command_that_neither_reads_nor_writes_is_refused) {
    EXPECT_EQ(ask(request(k_)).code, result_code::parameter);
    EXPECT_EQ(ask(request(k_).info1(wire::info1::read)).code, result_code::parameter);
}

TEST_F(read_test, command_that_takes_too_long_is_given_up) {
    cluster_config hasty = config();
    hasty.request_time_max = 1ms;
    cluster_ = cluster(hasty);
    connection_ = cluster_.connect();
    cluster_.put(k_, {{"b", value::blob(wire::as_bytes(std::string(900'000, 'x')))}});
    constexpr int count = 51;
    wire::buffer call;
    wire::msgpack::writer(call).list(3).integer(count).integer(0).integer(std::int64_t{8} *
                                                                          900'000);
    request counts(k_);
    counts.info1(wire::info1::read);
    for (int i = 0; i < 5000; ++i)
        counts.operation(wire::operation_type::bits_read, "b", wire::particle_type::blob,
                         std::string(wire::as_text(call.view())));
    const reply given_up = ask(counts);
    EXPECT_EQ(given_up.code, result_code::timeout);
    EXPECT_THAT(given_up.operations, ::testing::IsEmpty());
}

}  // namespace
}  // namespace spikelet::mock
