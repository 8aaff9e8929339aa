// What policies make of calls, over both ways (chapter 04 §1).
#include "ways.hpp"

#include <gmock/gmock.h>

namespace spikelet::tests {
namespace {

class policies : public each_way {};

TEST_P(policies, exists_decides_between_creating_and_changing) {
    EXPECT_EQ(db.put(ann, {{"a", 1}}, {.exists = exists_policy::update}).error(),
              result_code::record_not_found);
    EXPECT_EQ(db.put(ann, {{"a", 1}}, {.exists = exists_policy::replace}).error(),
              result_code::record_not_found);
    EXPECT_TRUE(db.put(ann, {{"a", 1}}, {.exists = exists_policy::create}));
    EXPECT_EQ(db.put(ann, {{"a", 1}}, {.exists = exists_policy::create}).error(),
              result_code::record_exists);
    EXPECT_TRUE(db.put(ann, {{"b", 2}}, {.exists = exists_policy::update}));
    EXPECT_EQ(db.get(ann)->bins, (bins{{"a", 1}, {"b", 2}}));
    EXPECT_TRUE(db.put(ann, {{"c", 3}}, {.exists = exists_policy::replace}));
    EXPECT_EQ(db.get(ann)->bins, (bins{{"c", 3}}));
    EXPECT_TRUE(db.put(ann, {{"d", 4}}, {.exists = exists_policy::create_or_replace}));
    EXPECT_EQ(db.get(ann)->bins, (bins{{"d", 4}}));
}

TEST_P(policies, generation_is_compared) {
    EXPECT_EQ(db.put(ann, {{"a", 1}}).value().generation, 1u);
    EXPECT_TRUE(db.put(ann, {{"a", 2}}, {.gen = generation_policy::equal, .generation = 1}));
    const auto stale = db.put(ann, {{"a", 3}}, {.gen = generation_policy::equal, .generation = 1});
    EXPECT_EQ(stale.error(), result_code::generation);
    EXPECT_FALSE(stale.error().in_doubt());
    EXPECT_EQ(db.remove(ann, {.gen = generation_policy::equal, .generation = 9}).error(),
              result_code::generation);
    EXPECT_TRUE(db.put(ann, {{"a", 4}}, {.gen = generation_policy::greater, .generation = 7}));
    EXPECT_TRUE(db.remove(ann, {.gen = generation_policy::equal, .generation = 3}));
}

TEST_P(policies, key_is_stored_when_it_is_sent) {
    ASSERT_TRUE(db.put(ann, {{"a", 1}}));
    EXPECT_TRUE(cluster.get(ann)->key.user_key().is_nil());
    ASSERT_TRUE(db.put(ann, {{"a", 1}}, {.key = key_policy::send}));
    EXPECT_EQ(cluster.get(ann)->key.user_key(), "ann");
}

TEST_P(policies, ttl_is_the_calls_or_the_groups) {
    client other = connected_client(cluster, GetParam(), {.policies = {.write = {.ttl_s = 500}}});
    ASSERT_TRUE(other.put(ann, {{"a", 1}}));
    EXPECT_EQ(db.exists(ann).value()->ttl_s, 500u);
    ASSERT_TRUE(other.put(ann, {{"a", 1}}, {.ttl_s = 60}));
    EXPECT_EQ(db.exists(ann).value()->ttl_s, 60u);
    ASSERT_TRUE(other.put(ann, {{"a", 1}}, {.ttl_s = ttl_dont_update}));
    EXPECT_EQ(db.exists(ann).value()->ttl_s, 60u);
    ASSERT_TRUE(other.put(ann, {{"a", 1}}, {.ttl_s = ttl_client_default}));
    EXPECT_EQ(db.exists(ann).value()->ttl_s, 500u);
    ASSERT_TRUE(other.put(ann, {{"a", 1}}, {.ttl_s = ttl_never_expire}));
    EXPECT_EQ(db.exists(ann).value()->ttl_s, std::nullopt);
    ASSERT_TRUE(db.touch(ann, 77));
    EXPECT_EQ(db.exists(ann).value()->ttl_s, 77u);
}

TEST_P(policies, collections_stay_packed_unless_they_are_deserialized) {
    ASSERT_TRUE(db.put(ann, {{"l", value::list{1, 2}}}));
    const auto packed = db.get(ann, {.deserialize = false});
    ASSERT_TRUE(packed);
    EXPECT_EQ(packed->bins.at("l").kind(), value_kind::blob);
    EXPECT_EQ(packed->bins.at("l").blob_type(), wire::particle_type::list);
    EXPECT_EQ(db.get(ann)->bins.at("l"), value(value::list{1, 2}));
}

TEST_P(policies, every_operation_answers_if_asked_to) {
    const std::vector<operation> ops = {operation::write("a", 1), operation::read("a")};
    EXPECT_EQ(db.operate_ordered(ann, ops)->results.size(), 1u);
    const auto all = db.operate_ordered(ann, ops, {.respond_all = true});
    ASSERT_EQ(all->results.size(), 2u);
    EXPECT_TRUE(all->results[0].value.is_nil());
    EXPECT_EQ(all->results[1].value, 1);
}

// The community personality refuses what a community server refuses.
TEST_P(policies, enterprise_features_are_refused_by_the_server) {
    const std::string text(300, 'x');
    EXPECT_TRUE(db.put(ann, {{"a", text}}, {.compression_threshold = 5000}));
    EXPECT_EQ(db.put(ann, {{"a", text}}, {.compression_threshold = 100}).error(),
              result_code::enterprise_only);
    EXPECT_EQ(db.put(ann, {{"a", text}}, {.compress = true}).error(), result_code::enterprise_only);
}

TEST_P(policies, unknown_values_are_refused_before_anything_is_sent) {
    const auto names = [&](const error& e) {
        EXPECT_EQ(e, client_errc::parameter);
        EXPECT_EQ(e.attempts(), 0u);
        return e.argument();
    };
    EXPECT_EQ(names(db.get(ann, {.replica = static_cast<replica_policy>(9)}).error()),
              "policy.replica");
    EXPECT_EQ(names(db.get(ann, {.read_touch_ttl_percent = 101}).error()),
              "policy.read_touch_ttl_percent");
    EXPECT_EQ(names(db.put(ann, {{"a", 1}}, {.exists = static_cast<exists_policy>(5)}).error()),
              "policy.exists");
    EXPECT_EQ(names(db.remove(ann, {.total_timeout = milliseconds(-1)}).error()),
              "policy.total_timeout");
    EXPECT_EQ(names(db.put({"", "users", 1}, {{"a", 1}}).error()), "key");
    EXPECT_EQ(names(db.put({std::string(32, 'n'), "users", 1}, {{"a", 1}}).error()), "key");
    EXPECT_EQ(names(db.put({"test", std::string(64, 's'), 1}, {{"a", 1}}).error()), "key");
    EXPECT_EQ(names(db.put(ann, {}).error()), "bins");
    EXPECT_EQ(names(db.put(ann, {{"sixteen_bytes_xx", 1}}).error()), "bins");
    EXPECT_EQ(names(db.put(ann, {{"a", value::wildcard()}}).error()), "bins[\"a\"]");
    EXPECT_EQ(names(db.select(ann, {}).error()), "bin_names");
    EXPECT_EQ(names(db.operate(ann, {}).error()), "operations");
    EXPECT_EQ(names(db.increment(ann, "a", "text").error()), "by");
    EXPECT_EQ(names(db.append(ann, "a", 1).error()), "suffix");
    EXPECT_EQ(names(db.prepend(ann, "a", 1).error()), "prefix");
}

TEST_P(policies, unknown_namespace_is_told_with_those_there_are) {
    const auto put = db.put({"nowhere", "users", 1}, {{"a", 1}});
    EXPECT_EQ(put.error(), result_code::invalid_namespace);
    EXPECT_THAT(put.error().message(), testing::HasSubstr("test"));
    EXPECT_EQ(put.error().attempts(), 0u);
}

SPIKELET_EACH_WAY(policies);

}  // namespace
}  // namespace spikelet::tests
