// Exists and generation policies, keys, sets and durable deletes (chapter 01 §13, chapter 04 §1).
#include "engine_fixture.hpp"

namespace spikelet::mock {
namespace {

using policy_test = engine_test;

request create_only(const key& k) {
    return request(k).write("b", 2).info2(wire::info2::create_only);
}
request with_mode(const key& k, std::uint8_t info3) {
    return request(k).write("b", 2).info3(info3);
}
request if_generation(const key& k, std::uint32_t generation) {
    return request(k).write("b", 2).info2(wire::info2::generation).generation(generation);
}
request if_newer_generation(const key& k, std::uint32_t generation) {
    return request(k).write("b", 2).info2(wire::info2::generation_gt).generation(generation);
}

TEST_F(policy_test, create_only_takes_new_records_only) {
    EXPECT_EQ(ask(create_only(k_)).code, result_code::ok);
    EXPECT_EQ(ask(create_only(k_)).code, result_code::record_exists);
}

TEST_F(policy_test, update_only_takes_existing_records_only_and_merges) {
    EXPECT_EQ(ask(with_mode(k_, wire::info3::update_only)).code, result_code::record_not_found);
    ask(request(k_).write("a", 1));
    EXPECT_EQ(ask(with_mode(k_, wire::info3::update_only)).code, result_code::ok);
    EXPECT_THAT(cluster_.get(k_)->bins, ::testing::SizeIs(2));
}

TEST_F(policy_test, replacing_drops_every_other_bin) {
    EXPECT_EQ(ask(with_mode(k_, wire::info3::replace_only)).code, result_code::record_not_found);
    EXPECT_EQ(ask(with_mode(k_, wire::info3::create_or_replace)).code, result_code::ok);
    for (const std::uint8_t mode : {wire::info3::create_or_replace, wire::info3::replace_only}) {
        ask(request(k_).write("a", 1));
        const reply replaced = ask(with_mode(k_, mode));
        EXPECT_EQ(replaced.code, result_code::ok);
        EXPECT_GT(replaced.generation, 2u) << "the record goes on";
        EXPECT_EQ(cluster_.get(k_)->bins, (bins{{"b", 2}}));
    }
}

TEST_F(policy_test, replacing_allows_whole_values_only) {
    ask(request(k_).write("a", 1));
    const std::uint8_t mode = wire::info3::create_or_replace;
    EXPECT_EQ(ask(request(k_).increment("a", 1).info3(mode)).code, result_code::parameter);
    EXPECT_EQ(ask(request(k_).remove_bin("a").info3(mode)).code, result_code::parameter);
    EXPECT_EQ(ask(request(k_).touch().info3(mode)).code, result_code::parameter);
    EXPECT_EQ(cluster_.get(k_)->generation, 1u);
}

TEST_F(policy_test, expected_generation_must_be_the_records) {
    EXPECT_EQ(ask(if_generation(k_, 1)).code, result_code::generation) << "no record counts as 0";
    EXPECT_EQ(ask(if_generation(k_, 0)).code, result_code::ok);
    EXPECT_EQ(ask(if_generation(k_, 1)).code, result_code::ok);
    const reply refused = ask(if_generation(k_, 1));
    EXPECT_EQ(refused.code, result_code::generation);
    EXPECT_EQ(refused.generation, 2u) << "the reply shows the generation that is";
}

TEST_F(policy_test, newer_generation_must_exceed_the_records) {
    ask(request(k_).write("a", 1));
    EXPECT_EQ(ask(if_newer_generation(k_, 1)).code, result_code::generation);
    EXPECT_EQ(ask(if_newer_generation(k_, 2)).code, result_code::ok);
    EXPECT_EQ(ask(if_newer_generation(k_, 0xFFFFFFFF)).code, result_code::ok);
}

TEST_F(policy_test, delete_checks_the_generation_and_shows_none) {
    ask(request(k_).write("a", 1));
    const auto remove_at = [&](std::uint32_t g) {
        return ask(request(k_).remove().info2(wire::info2::generation).generation(g));
    };
    const reply refused = remove_at(2);
    EXPECT_EQ(refused.code, result_code::generation);
    EXPECT_EQ(refused.generation, 0u);
    EXPECT_EQ(remove_at(1).code, result_code::ok);
    EXPECT_EQ(remove_at(1).code, result_code::record_not_found);
}

TEST_F(policy_test, stored_key_must_be_the_one_that_is_sent) {
    const key other("test", "demo", "other");
    ask(request(k_).write("a", 1).key_field(k_.wire_form()));
    EXPECT_EQ(ask(request(k_).read_all().key_field(k_.wire_form())).code, result_code::ok);
    for (const request& r : {request(k_).read_all(), request(k_).write("a", 2), request(k_).touch(),
                             request(k_).remove()}) {
        EXPECT_EQ(ask(request(r).key_field(other.wire_form())).code, result_code::key_mismatch);
    }
    EXPECT_EQ(cluster_.get(k_)->generation, 1u);
}

TEST_F(policy_test, key_that_is_sent_later_is_stored_and_stays) {
    ask(request(k_).write("a", 1));
    EXPECT_TRUE(cluster_.get(k_)->key.user_key().is_nil());
    ask(request(k_).write("a", 2).key_field(k_.wire_form()));
    ask(request(k_).write("b", 3).info3(wire::info3::create_or_replace));
    EXPECT_EQ(cluster_.get(k_)->key.user_key(), value("k"));
}

TEST_F(policy_test, key_field_that_is_no_key_is_refused_before_anything_happens) {
    for (const std::string& bad : {std::string(), std::string("\x01\x05", 2)}) {
        EXPECT_EQ(ask(request(k_).write("a", 1).field(2, bad)).code,
                  result_code::unsupported_feature);
    }
    EXPECT_FALSE(cluster_.get(k_));
}

TEST_F(policy_test, key_of_a_type_that_users_have_not_is_kept_and_shown_by_digest) {
    EXPECT_EQ(ask(request(k_).write("a", 1).field(2, std::string("\x02\x01", 2))).code,
              result_code::ok);
    const auto found = cluster_.get(k_);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->key.user_key().is_nil());
    EXPECT_EQ(found->key, k_);
    EXPECT_THAT(cluster_.list("test"), ::testing::SizeIs(1));
}

TEST_F(policy_test, record_of_another_set_is_refused) {
    ask(request(k_).write("a", 1));
    const request elsewhere("test", "other", k_.digest());
    EXPECT_EQ(ask(request(elsewhere).read_all()).code, result_code::parameter);
    EXPECT_EQ(ask(request(elsewhere).write("a", 2)).code, result_code::parameter);
    EXPECT_EQ(ask(request(elsewhere).remove()).code, result_code::parameter);
    EXPECT_EQ(ask(request(k_).without_set().read_all()).code, result_code::ok);
}

TEST_F(policy_test, durable_delete_is_refused_by_a_community_server) {
    ask(request(k_).write("a", 1));
    const std::uint8_t durable = wire::info2::durable_delete;
    EXPECT_EQ(ask(request(k_).remove().info2(durable)).code, result_code::enterprise_only);
    // So is a write that would end in a delete; on others the bit means nothing.
    EXPECT_EQ(ask(request(k_).remove_bin("a").info2(durable)).code, result_code::enterprise_only);
    EXPECT_EQ(ask(request(k_).write("a", 2).info2(durable)).code, result_code::ok);
    EXPECT_EQ(cluster_.get(k_)->bins.at("a"), value(2));
}

}  // namespace
}  // namespace spikelet::mock
