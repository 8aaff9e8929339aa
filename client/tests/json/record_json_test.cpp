#include "error_of.hpp"

#include <spikelet/wire/digest.hpp>

namespace spikelet {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

key parsed_key(std::string_view text) {
    return key_from_json(parse_json(text));
}
std::string key_error(std::string_view text) {
    return error_of([&] { parsed_key(text); });
}

TEST(record_json, key_is_a_list_or_an_object) {
    const key ann("test", "users", "ann");
    EXPECT_EQ(parsed_key(R"(["test", "users", "ann"])"), ann);
    EXPECT_EQ(parsed_key(R"({"ns": "test", "set": "users", "key": "ann"})"), ann);
    EXPECT_EQ(parsed_key(R"(["test", null, 7])"), key("test", "", 7));
    EXPECT_EQ(parsed_key(R"({"ns": "test", "key": {"$bytes": "0102"}})"),
              key("test", "", value(std::vector<std::uint8_t>{1, 2})));
}

TEST(record_json, digest_stands_for_an_unknown_key) {
    const key ann("test", "users", "ann");
    const json written = key_to_json(key("test", "users", ann.digest()));
    ASSERT_EQ(written.size(), 4u);
    const key read = key_from_json(written);
    EXPECT_EQ(read, ann);
    EXPECT_TRUE(read.user_key().is_nil());
    EXPECT_EQ(key_to_json(ann), json::array({"test", "users", "ann"}));

    json both = written;
    both[2] = "ann";
    EXPECT_EQ(key_from_json(both).user_key(), value("ann"));
    both[2] = "bob";
    EXPECT_THAT(error_of([&] { key_from_json(both); }),
                StartsWith("key[3]: expected the digest of the key, "));
}

TEST(record_json, wrong_keys_are_named) {
    EXPECT_THAT(key_error(R"("ann")"), StartsWith("key: expected a key: [namespace, set, key]"));
    EXPECT_THAT(key_error(R"(["test", "users"])"), HasSubstr("found a list of 2"));
    EXPECT_THAT(key_error(R"([null, "users", 1])"), StartsWith("key[0]: missing"));
    EXPECT_THAT(key_error(R"(["test", 5, 1])"), StartsWith("key[1]: expected text, found 5"));
    EXPECT_THAT(key_error(R"(["test", "users", null])"), StartsWith("key[2]: missing"));
    EXPECT_THAT(key_error(R"(["test", "users", null, "00"])"),
                StartsWith("key[3]: expected a digest: 40 hexadecimal digits"));
    EXPECT_THAT(key_error(R"({"namespace": "test", "key": 1})"),
                StartsWith("key.namespace: unknown key; a key takes ns, set, key and digest"));
    EXPECT_THAT(key_error(R"(["test", "users", [1]])"), StartsWith("key: "));
}

TEST(record_json, record_is_key_meta_and_bins) {
    const record r = record_from_json(parse_json(R"({
        "key": ["test", "users", "ann"], "meta": {"gen": 3, "ttl": 600},
        "bins": {"visits": 7, "seen": [1, null]}})"));
    EXPECT_EQ(r.key, key("test", "users", "ann"));
    EXPECT_EQ(r.metadata, (record_metadata{3, 600}));
    ASSERT_EQ(r.bins.size(), 2u);
    EXPECT_EQ(r.bins.begin()->name, "seen");
    const json written = record_to_json(r);
    EXPECT_EQ(written.dump(),
              R"({"bins":{"seen":[1,null],"visits":7},"key":["test","users","ann"],)"
              R"("meta":{"gen":3,"ttl":600}})");
}

TEST(record_json, meta_may_be_left_out) {
    const json document = {{"key", {"test", "users", 1}}, {"bins", json::object()}};
    const record r = record_from_json(document);
    EXPECT_EQ(r.metadata, record_metadata{});
    EXPECT_EQ(record_to_json(r)["meta"].dump(), R"({"gen":0,"ttl":null})");
}

TEST(record_json, ordered_record_keeps_the_order_of_answers) {
    const ordered_record r{key("test", "users", 1), {1, 2}, {{"b", 1}, {"a", 2}, {"b", 3}}};
    EXPECT_EQ(record_to_json(r)["bins"].dump(), R"([["b",1],["a",2],["b",3]])");
}

TEST(record_json, wrong_records_are_named) {
    const auto error = [](std::string_view text) {
        return error_of([&] { record_from_json(parse_json(text)); });
    };
    EXPECT_THAT(error("{}"), StartsWith("record.key: missing; a record needs a key"));
    EXPECT_THAT(error(R"({"key": ["t", "s", 1], "bins": []})"),
                StartsWith("record.bins: expected bins: an object of names and values"));
    EXPECT_THAT(error(R"({"key": ["t", "s", 1], "bins": {}, "meta": {"gen": -1}})"),
                StartsWith("record.meta.gen: expected a number from 0 to 4294967295, found -1"));
    EXPECT_THAT(error(R"({"key": ["t", "s", 1], "bins": {"a": {"$int": 1}}})"),
                StartsWith("record.bins.a.$int: expected"));
    EXPECT_THAT(error(R"({"key": ["t", "s", 1], "bin": {}})"),
                HasSubstr("record.bins: missing; a record needs bins; is \"bin\" a misspelling"));
}

}  // namespace
}  // namespace spikelet
