#include "load/place.hpp"

#include <set>

namespace spikelet::conformance {
namespace {

const place here{"test", "conform_0123456789abcdef"};

record_name parse_name(const std::string& text) {
    const nlohmann::json j = nlohmann::json::parse(text);
    return record_name::from_json(node(j, "key"));
}
std::string resolved(const std::string& text) {
    return parse_name(text).resolve(here).to_string();
}

TEST(record_name, of_a_user_key_is_in_the_cases_own_set) {
    EXPECT_EQ(resolved("\"ann\""), R"(test/conform_0123456789abcdef/"ann")");
    EXPECT_EQ(parse_name("7").resolve(here).user_key(), value(7));
    EXPECT_EQ(parse_name(R"({"$bytes": "00ff"})").resolve(here).user_key(),
              value(std::vector<std::uint8_t>{0, 255}));
}

TEST(record_name, may_name_a_second_set_and_another_namespace) {
    EXPECT_EQ(resolved(R"({"key": "ann", "set": "two"})"),
              R"(test/conform_0123456789abcdef_two/"ann")");
    EXPECT_EQ(parse_name(R"({"key": "ann", "ns": "bar"})").resolve(here).namespace_name(), "bar");
    EXPECT_EQ(parse_name(R"({"key": "ann", "set": {"size": 40}})").resolve(here).set(),
              "conform_0123456789abcdefxxxxxxxxxxxxxxxx");
}

TEST(record_name, without_a_set_makes_the_key_the_cases_own) {
    const key k = parse_name(R"({"key": "ann", "set": ""})").resolve(here);
    EXPECT_EQ(k.set(), "");
    EXPECT_EQ(k.user_key(), value("conform_0123456789abcdef/ann"));
    EXPECT_THROW(parse_name(R"({"key": 7, "set": ""})"), json_error);
}

TEST(record_name, may_be_a_digest) {
    const std::string digest = "b747f5854d0b33259928d0cfab7fad81d6abfbf6";
    const key k = parse_name(R"({"digest": ")" + digest + R"("})").resolve(here);
    EXPECT_TRUE(k.user_key().is_nil());
    EXPECT_EQ(k.digest()[0], 0xb7);
    EXPECT_THROW(parse_name(R"({"digest": "b7"})"), json_error);
    EXPECT_THROW(parse_name(R"({"digest": ")" + digest + R"(", "key": 1})"), json_error);
}

TEST(record_name, refuses_what_is_no_key) {
    EXPECT_THROW(parse_name("true"), json_error);
    EXPECT_THROW(parse_name("[1]"), json_error);
    EXPECT_THROW(parse_name(R"({"set": "a"})"), json_error);
}

TEST(set_of_case, is_one_of_few_and_the_same_each_time) {
    std::set<std::string> names;
    for (int i = 0; i < 5000; ++i)
        names.insert(set_of_case("conform", "scalar/put/" + std::to_string(i)));
    EXPECT_EQ(names.size(), set_count) << "all of them are used";
    EXPECT_EQ(set_of_case("conform", "scalar/put/a"), set_of_case("conform", "scalar/put/a"));
    EXPECT_TRUE(set_of_case("mine", "scalar/put/a").starts_with("mine_"));
    // With the longest prefix, second set, module or index there is room for 63 bytes.
    EXPECT_LE(set_of_case(std::string(20, 'p'), "scalar/put/a").size(), 24U);
}

}  // namespace
}  // namespace spikelet::conformance
