#include "load/place.hpp"

namespace spikelet::conformance {
namespace {

const place here{"test", "conform_0123456789abcdef"};

record_name parse(const std::string& text) {
    const nlohmann::json j = nlohmann::json::parse(text);
    return record_name::from_json(node(j, "key"));
}
std::string resolved(const std::string& text) {
    return parse(text).resolve(here).to_string();
}

TEST(record_name, of_a_user_key_is_in_the_cases_own_set) {
    EXPECT_EQ(resolved("\"ann\""), R"(test/conform_0123456789abcdef/"ann")");
    EXPECT_EQ(parse("7").resolve(here).user_key(), value(7));
    EXPECT_EQ(parse(R"({"$bytes": "00ff"})").resolve(here).user_key(),
              value(std::vector<std::uint8_t>{0, 255}));
}

TEST(record_name, may_name_a_second_set_and_another_namespace) {
    EXPECT_EQ(resolved(R"({"key": "ann", "set": "two"})"),
              R"(test/conform_0123456789abcdef_two/"ann")");
    EXPECT_EQ(parse(R"({"key": "ann", "ns": "bar"})").resolve(here).namespace_name(), "bar");
    EXPECT_EQ(parse(R"({"key": "ann", "set": {"size": 40}})").resolve(here).set(),
              "conform_0123456789abcdefxxxxxxxxxxxxxxxx");
}

TEST(record_name, without_a_set_makes_the_key_the_cases_own) {
    const key k = parse(R"({"key": "ann", "set": ""})").resolve(here);
    EXPECT_EQ(k.set(), "");
    EXPECT_EQ(k.user_key(), value("conform_0123456789abcdef/ann"));
    EXPECT_THROW(parse(R"({"key": 7, "set": ""})"), json_error);
}

TEST(record_name, may_be_a_digest) {
    const std::string digest = "b747f5854d0b33259928d0cfab7fad81d6abfbf6";
    const key k = parse(R"({"digest": ")" + digest + R"("})").resolve(here);
    EXPECT_TRUE(k.user_key().is_nil());
    EXPECT_EQ(k.digest()[0], 0xb7);
    EXPECT_THROW(parse(R"({"digest": "b7"})"), json_error);
    EXPECT_THROW(parse(R"({"digest": ")" + digest + R"(", "key": 1})"), json_error);
}

TEST(record_name, refuses_what_is_no_key) {
    EXPECT_THROW(parse("true"), json_error);
    EXPECT_THROW(parse("[1]"), json_error);
    EXPECT_THROW(parse(R"({"set": "a"})"), json_error);
}

TEST(set_of_case, is_the_cases_own_and_the_same_each_time) {
    const std::string name = set_of_case("conform", "scalar/put/a");
    EXPECT_EQ(name, set_of_case("conform", "scalar/put/a"));
    EXPECT_NE(name, set_of_case("conform", "scalar/put/b"));
    EXPECT_NE(name, set_of_case("mine", "scalar/put/a"));
    EXPECT_EQ(name.substr(0, 8), "conform_");
    EXPECT_LE(name.size(), set_name_size_max);
}

}  // namespace
}  // namespace spikelet::conformance
