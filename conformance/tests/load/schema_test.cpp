#include "load/calls.hpp"
#include "load/case.hpp"
#include "load/case_files.hpp"
#include "load/json_schema.hpp"

#include <functional>
#include <set>

namespace spikelet::conformance {
namespace {

using nlohmann::json;

const json& schema_document() {
    static const json document = read_json(cases_folder() / "case.schema.json");
    return document;
}

bool loader_takes(const json& document) {
    try {
        parse_case_file(document.dump(), "area", "operation", "test.json");
        return true;
    } catch (const case_error&) {
        return false;
    }
}

json small_file() {
    return json::parse(R"({
        "description": "d",
        "cases": [{
            "name": "n", "description": "d", "reference": "chapter 13",
            "requires": {"edition": "community", "server": "7.1", "targets": ["tcp"], "nodes": 1,
                         "ttl": true},
            "given": {"records": [{"key": "k", "bins": {"a": 1}, "ttl": 10, "gen": 2}],
                      "indexes": {"i": {"bin": "a", "type": "numeric", "indextype": "default"}},
                      "clock": "movable"},
            "do": [{"call": "put", "key": "k", "bins": {"a": 2}, "meta": {"ttl": 1},
                    "times": 2, "expect": {"gen": 4, "ttl": 1}},
                   {"call": "get", "key": {"key": "k", "set": "s"},
                    "expect": {"error": {"code": "RECORD_NOT_FOUND", "in_doubt": false}}},
                   {"call": "advance_clock", "by": "10s"}],
            "expect": {"records": [{"key": "k", "absent": true}],
                       "journal": [{"request": "write", "key": "k", "replica": "master",
                                    "result": "OK"}]}
        }]})");
}

TEST(case_schema, every_case_file_is_valid) {
    const json_schema schema(schema_document());
    for (const auto& file : case_files()) {
        const auto wrong = schema.check(read_json(file));
        EXPECT_FALSE(wrong) << file << ": " << *wrong;
    }
}

TEST(case_schema, knows_the_calls_of_the_loader_and_no_others) {
    std::set<std::string> in_schema;
    for (const json& alternative : schema_document().at("$defs").at("call").at("oneOf")) {
        const json& call =
            schema_document()
                .at(json::json_pointer(alternative.at("$ref").get<std::string>().substr(1)))
                .at("properties")
                .at("call");
        if (call.contains("const")) in_schema.insert(call["const"].get<std::string>());
        for (const json& name : call.value("enum", json::array()))
            in_schema.insert(name.get<std::string>());
    }
    const auto names = call_names();
    EXPECT_EQ(in_schema, std::set<std::string>(names.begin(), names.end()));
}

struct change {
    const char* what;
    std::function<void(json&)> make;
};

TEST(case_schema, refuses_what_the_loader_refuses) {
    const json_schema schema(schema_document());
    ASSERT_EQ(schema.check(small_file()), std::nullopt);
    ASSERT_TRUE(loader_takes(small_file()));
    const auto first = [](json& file) -> json& { return file["cases"][0]; };
    const change changes[] = {
        {"a file without description", [](json& f) { f.erase("description"); }},
        {"an unknown key of the file", [](json& f) { f["case"] = 1; }},
        {"no cases", [](json& f) { f["cases"] = json::array(); }},
        {"a case without name", [&](json& f) { first(f).erase("name"); }},
        {"a name with blanks", [&](json& f) { first(f)["name"] = "a b"; }},
        {"a case without description", [&](json& f) { first(f).erase("description"); }},
        {"an empty description", [&](json& f) { first(f)["description"] = ""; }},
        {"a case that does nothing", [&](json& f) { first(f)["do"] = json::array(); }},
        {"an unknown key of a case", [&](json& f) { first(f)["then"] = 1; }},
        {"an unknown edition", [&](json& f) { first(f)["requires"]["edition"] = "gold"; }},
        {"a version that is none", [&](json& f) { first(f)["requires"]["server"] = "new"; }},
        {"an unknown kind of target", [&](json& f) { first(f)["requires"]["targets"] = "udp"; }},
        {"ttls that are not needed", [&](json& f) { first(f)["requires"]["ttl"] = false; }},
        {"no nodes", [&](json& f) { first(f)["requires"]["nodes"] = 0; }},
        {"a record without bins", [&](json& f) { first(f)["given"]["records"][0].erase("bins"); }},
        {"a record of no bins",
         [&](json& f) { first(f)["given"]["records"][0]["bins"] = json::object(); }},
        {"a record's ttl of 0", [&](json& f) { first(f)["given"]["records"][0]["ttl"] = 0; }},
        {"a clock that is not movable", [&](json& f) { first(f)["given"]["clock"] = "fast"; }},
        {"an index without bin", [&](json& f) { first(f)["given"]["indexes"]["i"].erase("bin"); }},
        {"an index of an unknown type",
         [&](json& f) { first(f)["given"]["indexes"]["i"]["type"] = "double"; }},
        {"an index of an unknown kind of collection",
         [&](json& f) { first(f)["given"]["indexes"]["i"]["indextype"] = "set"; }},
        {"an unknown key of an index",
         [&](json& f) { first(f)["given"]["indexes"]["i"]["set"] = "s"; }},
        {"a long name of an index",
         [&](json& f) {
             first(f)["given"]["indexes"][std::string(26, 'i')] = {{"bin", "a"},
                                                                   {"type", "string"}};
         }},
        {"an unknown call", [&](json& f) { first(f)["do"][0]["call"] = "putt"; }},
        {"a call without key", [&](json& f) { first(f)["do"][0].erase("key"); }},
        {"a put without bins", [&](json& f) { first(f)["do"][0].erase("bins"); }},
        {"an argument that the call does not have", [&](json& f) { first(f)["do"][0]["by"] = 1; }},
        {"a key that is a boolean", [&](json& f) { first(f)["do"][0]["key"] = true; }},
        {"a key with an unknown part", [&](json& f) { first(f)["do"][1]["key"]["host"] = "x"; }},
        {"a set's size beyond a byte",
         [&](json& f) {
             first(f)["do"][1]["key"]["set"] = {{"size", 300}};
         }},
        {"a call made 0 times", [&](json& f) { first(f)["do"][0]["times"] = 0; }},
        {"what the call does not answer",
         [&](json& f) { first(f)["do"][0]["expect"]["bins"] = json::object(); }},
        {"an error beside a result", [&](json& f) { first(f)["do"][1]["expect"]["gen"] = 1; }},
        {"an expected ttl of 0", [&](json& f) { first(f)["do"][0]["expect"]["ttl"] = 0; }},
        {"an expected generation beyond 16 bits",
         [&](json& f) { first(f)["do"][0]["expect"]["gen"] = 65536; }},
        {"a time without unit", [&](json& f) { first(f)["do"][2]["by"] = "10"; }},
        {"nothing that is expected in the end",
         [&](json& f) { first(f)["expect"] = json::object(); }},
        {"a request of an unknown kind",
         [&](json& f) { first(f)["expect"]["journal"][0]["request"] = "get"; }},
        {"a request of no kind",
         [&](json& f) { first(f)["expect"]["journal"][0].erase("request"); }},
        {"a replica that is no word for one",
         [&](json& f) { first(f)["expect"]["journal"][0]["replica"] = 0; }},
        {"an unknown key of a request",
         [&](json& f) { first(f)["expect"]["journal"][0]["node"] = "A1"; }},
        {"a record of which nothing is said",
         [&](json& f) { first(f)["expect"]["records"][0].erase("absent"); }},
    };
    for (const change& c : changes) {
        json file = small_file();
        c.make(file);
        EXPECT_FALSE(loader_takes(file)) << c.what;
        EXPECT_TRUE(schema.check(file)) << c.what;
    }
}

}  // namespace
}  // namespace spikelet::conformance
