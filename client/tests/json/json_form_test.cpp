// client/docs/json-form.md says what is read, no more and no less.
#include "error_of.hpp"

#include <spikelet/constants.hpp>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace spikelet {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

struct documented_operator {
    std::set<std::string> needed;
    std::set<std::string> taken;
};

std::set<std::string> keys_in(const std::string& cell) {
    static const std::regex key("`([a-z_]+)`");
    std::set<std::string> keys;
    for (std::sregex_iterator k(cell.begin(), cell.end(), key), end; k != end; ++k)
        keys.insert((*k)[1]);
    return keys;
}

std::map<std::string, documented_operator> documented_operators() {
    static const std::regex row(R"(^\| `(OP[A-Z_]+|select_by_path)` \|([^|]*)\|([^|]*)\|$)");
    std::ifstream in(SPIKELET_SOURCE_DIR "/client/docs/json-form.md");
    std::map<std::string, documented_operator> all;
    std::smatch cells;
    for (std::string line; std::getline(in, line);) {
        if (std::regex_match(line, cells, row)) {
            all[cells[1]] = {keys_in(cells[2]), keys_in(cells[3])};
        }
    }
    return all;
}

// Something that the key takes in that operator.
json sample(const std::string& op, const std::string& key) {
    static const std::map<std::string, json> samples = {{"bin", "b"},
                                                        {"ctx", json::array()},
                                                        {"value_list", json::array()},
                                                        {"list_policy", json::object()},
                                                        {"map_policy", json::object()},
                                                        {"hll_policy", json::object()},
                                                        {"policy", json::object()},
                                                        {"inverted", false},
                                                        {"persist_index", false},
                                                        {"pad", false},
                                                        {"sign", false}};
    if (const auto found = samples.find(key); found != samples.end()) return found->second;
    if (key == "val" && op == "OP_MAP_PUT_ITEMS") return json::object();
    if (key == "val" && (op.ends_with("_ITEMS") || op.ends_with("_LIST"))) return json::array();
    if (key == "val" && (op == "OPERATOR_APPEND" || op == "OPERATOR_PREPEND")) return "x";
    if (key == "value" && (op.ends_with("LSCAN") || op.ends_with("RSCAN"))) return true;
    if (key == "value" && std::set<std::string>{"OP_BIT_INSERT", "OP_BIT_SET", "OP_BIT_OR",
                                                "OP_BIT_XOR", "OP_BIT_AND"}
                              .contains(op)) {
        return {{"$bytes", "00"}};
    }
    return 1;
}

json dictionary_of(const std::string& op, const documented_operator& documented) {
    json d = {{"op", op}};
    for (const std::string& key : documented.needed)
        d[key] = sample(op, key);
    return d;
}

std::string error_for(const json& dictionary) {
    return error_of([&] { operation_from_json(dictionary); });
}

TEST(json_form, every_operator_is_documented) {
    const auto documented = documented_operators();
    const std::set<std::string_view> without = {"OP_EXPR_READ", "OP_EXPR_WRITE",
                                                "OP_MAP_REMOVE_BY_VALUE_REL_INDEX_RANGE"};
    for (const constant& c : table_of(constant_family::operators).constants) {
        EXPECT_NE(documented.contains(std::string(c.name)), without.contains(c.name)) << c.name;
    }
}

TEST(json_form, needed_keys_are_enough) {
    for (const auto& [op, documented] : documented_operators()) {
        EXPECT_EQ(error_for(dictionary_of(op, documented)), "") << op;
    }
}

TEST(json_form, every_needed_key_is_needed) {
    for (const auto& [op, documented] : documented_operators()) {
        for (const std::string& key : documented.needed) {
            json d = dictionary_of(op, documented);
            d.erase(key);
            EXPECT_THAT(error_for(d), HasSubstr("op." + key + ": missing")) << op;
        }
    }
}

TEST(json_form, every_taken_key_is_taken) {
    for (const auto& [op, documented] : documented_operators()) {
        json d = dictionary_of(op, documented);
        for (const std::string& key : documented.taken)
            d[key] = sample(op, key);
        EXPECT_EQ(error_for(d), "") << op;
    }
}

TEST(json_form, no_other_key_is_taken) {
    for (const auto& [op, documented] : documented_operators()) {
        std::set<std::string> keys = documented.needed;
        keys.insert(documented.taken.begin(), documented.taken.end());
        keys.insert("op");
        json d = dictionary_of(op, documented);
        d["zzz"] = 0;
        std::string error = error_for(d);
        const std::string begin = "op.zzz: unknown key; " + op + " takes ";
        ASSERT_TRUE(error.starts_with(begin)) << error;
        std::set<std::string> named;
        static const std::regex name("[a-z_]+");
        error.erase(0, begin.size());
        error = std::regex_replace(error, std::regex(" and "), ", ");
        for (std::sregex_iterator n(error.begin(), error.end(), name), end; n != end; ++n)
            named.insert(n->str());
        EXPECT_EQ(named, keys) << op;
    }
}

}  // namespace
}  // namespace spikelet
