#include "official_dictionary.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace spikelet {
namespace {

using nlohmann::json;

struct builder {
    std::string op;
    std::vector<std::string> keys;  // of the arguments in their order, as builders.json lists them
    std::string op_to_end = {};     // where a missing count has an operator of its own
};

const std::map<std::string, builder>& builders() {
    static const std::map<std::string, builder> all = {
        {"lists.setOrder", {"OP_LIST_SET_ORDER", {"bin", "list_order"}}},
        {"lists.create", {"OP_LIST_CREATE", {"bin", "list_order", "pad", "persist_index", "ctx"}}},
        {"lists.sort", {"OP_LIST_SORT", {"bin", "sort_flags"}}},
        {"lists.clear", {"OP_LIST_CLEAR", {"bin"}}},
        {"lists.size", {"OP_LIST_SIZE", {"bin"}}},
        {"lists.append", {"OP_LIST_APPEND", {"bin", "val", "list_policy"}}},
        {"lists.appendItems", {"OP_LIST_APPEND_ITEMS", {"bin", "val", "list_policy"}}},
        {"lists.insert", {"OP_LIST_INSERT", {"bin", "index", "val", "list_policy"}}},
        {"lists.insertItems", {"OP_LIST_INSERT_ITEMS", {"bin", "index", "val", "list_policy"}}},
        {"lists.set", {"OP_LIST_SET", {"bin", "index", "val", "list_policy"}}},
        {"lists.increment", {"OP_LIST_INCREMENT", {"bin", "index", "val", "list_policy"}}},
        {"lists.get", {"OP_LIST_GET", {"bin", "index"}}},
        {"lists.getRange", {"OP_LIST_GET_RANGE", {"bin", "index", "val"}}},
        {"lists.pop", {"OP_LIST_POP", {"bin", "index"}}},
        {"lists.popRange", {"OP_LIST_POP_RANGE", {"bin", "index", "val"}}},
        {"lists.remove", {"OP_LIST_REMOVE", {"bin", "index"}}},
        {"lists.removeRange", {"OP_LIST_REMOVE_RANGE", {"bin", "index", "val"}}},
        {"lists.trim", {"OP_LIST_TRIM", {"bin", "index", "val"}}},
        {"lists.getByIndex", {"OP_LIST_GET_BY_INDEX", {"bin", "index", "return_type"}}},
        {"lists.getByIndexRange",
         {"OP_LIST_GET_BY_INDEX_RANGE", {"bin", "index", "count", "return_type"}}},
        {"lists.getByRank", {"OP_LIST_GET_BY_RANK", {"bin", "rank", "return_type"}}},
        {"lists.getByRankRange",
         {"OP_LIST_GET_BY_RANK_RANGE", {"bin", "rank", "count", "return_type"}}},
        {"lists.getByValue", {"OP_LIST_GET_BY_VALUE", {"bin", "val", "return_type"}}},
        {"lists.getByValueList",
         {"OP_LIST_GET_BY_VALUE_LIST", {"bin", "value_list", "return_type"}}},
        {"lists.getByValueRange",
         {"OP_LIST_GET_BY_VALUE_RANGE", {"bin", "value_begin", "value_end", "return_type"}}},
        {"lists.getByValueRelRankRange",
         {"OP_LIST_GET_BY_VALUE_RANK_RANGE_REL", {"bin", "val", "rank", "count", "return_type"}}},
        {"lists.removeByIndex", {"OP_LIST_REMOVE_BY_INDEX", {"bin", "index", "return_type"}}},
        {"lists.removeByIndexRange",
         {"OP_LIST_REMOVE_BY_INDEX_RANGE", {"bin", "index", "count", "return_type"}}},
        {"lists.removeByRank", {"OP_LIST_REMOVE_BY_RANK", {"bin", "rank", "return_type"}}},
        {"lists.removeByRankRange",
         {"OP_LIST_REMOVE_BY_RANK_RANGE", {"bin", "rank", "count", "return_type"}}},
        {"lists.removeByValue", {"OP_LIST_REMOVE_BY_VALUE", {"bin", "val", "return_type"}}},
        {"lists.removeByValueList",
         {"OP_LIST_REMOVE_BY_VALUE_LIST", {"bin", "value_list", "return_type"}}},
        {"lists.removeByValueRange",
         {"OP_LIST_REMOVE_BY_VALUE_RANGE", {"bin", "value_begin", "value_end", "return_type"}}},
        {"lists.removeByValueRelRankRange",
         {"OP_LIST_REMOVE_BY_VALUE_RANK_RANGE_REL",
          {"bin", "val", "rank", "count", "return_type"}}},

        {"maps.setPolicy", {"OP_MAP_SET_POLICY", {"bin", "map_policy"}}},
        {"maps.create", {"OP_MAP_CREATE", {"bin", "map_order", "persist_index", "ctx"}}},
        {"maps.clear", {"OP_MAP_CLEAR", {"bin"}}},
        {"maps.size", {"OP_MAP_SIZE", {"bin"}}},
        {"maps.put", {"OP_MAP_PUT", {"bin", "key", "val", "map_policy"}}},
        {"maps.putItems", {"OP_MAP_PUT_ITEMS", {"bin", "val", "map_policy"}}},
        {"maps.increment", {"OP_MAP_INCREMENT", {"bin", "key", "val", "map_policy"}}},
        {"maps.decrement", {"OP_MAP_DECREMENT", {"bin", "key", "val", "map_policy"}}},
        {"maps.getByKey", {"OP_MAP_GET_BY_KEY", {"bin", "key", "return_type"}}},
        {"maps.getByKeyList", {"OP_MAP_GET_BY_KEY_LIST", {"bin", "val", "return_type"}}},
        {"maps.getByKeyRange", {"OP_MAP_GET_BY_KEY_RANGE", {"bin", "key", "range", "return_type"}}},
        {"maps.getByKeyRelIndexRange",
         {"OP_MAP_GET_BY_KEY_INDEX_RANGE_REL", {"bin", "key", "index", "count", "return_type"}}},
        {"maps.getByValue", {"OP_MAP_GET_BY_VALUE", {"bin", "val", "return_type"}}},
        {"maps.getByValueList", {"OP_MAP_GET_BY_VALUE_LIST", {"bin", "val", "return_type"}}},
        {"maps.getByValueRange",
         {"OP_MAP_GET_BY_VALUE_RANGE", {"bin", "val", "range", "return_type"}}},
        {"maps.getByValueRelRankRange",
         {"OP_MAP_GET_BY_VALUE_RANK_RANGE_REL", {"bin", "val", "rank", "count", "return_type"}}},
        {"maps.getByIndex", {"OP_MAP_GET_BY_INDEX", {"bin", "index", "return_type"}}},
        {"maps.getByIndexRange",
         {"OP_MAP_GET_BY_INDEX_RANGE",
          {"bin", "index", "val", "return_type"},
          "OP_MAP_GET_BY_INDEX_RANGE_TO_END"}},
        {"maps.getByRank", {"OP_MAP_GET_BY_RANK", {"bin", "index", "return_type"}}},
        {"maps.getByRankRange",
         {"OP_MAP_GET_BY_RANK_RANGE",
          {"bin", "index", "val", "return_type"},
          "OP_MAP_GET_BY_RANK_RANGE_TO_END"}},
        {"maps.removeByKey", {"OP_MAP_REMOVE_BY_KEY", {"bin", "key", "return_type"}}},
        {"maps.removeByKeyList", {"OP_MAP_REMOVE_BY_KEY_LIST", {"bin", "val", "return_type"}}},
        {"maps.removeByKeyRange",
         {"OP_MAP_REMOVE_BY_KEY_RANGE", {"bin", "key", "val", "return_type"}}},
        {"maps.removeByKeyRelIndexRange",
         {"OP_MAP_REMOVE_BY_KEY_INDEX_RANGE_REL", {"bin", "key", "index", "count", "return_type"}}},
        {"maps.removeByValue", {"OP_MAP_REMOVE_BY_VALUE", {"bin", "val", "return_type"}}},
        {"maps.removeByValueList", {"OP_MAP_REMOVE_BY_VALUE_LIST", {"bin", "val", "return_type"}}},
        {"maps.removeByValueRange",
         {"OP_MAP_REMOVE_BY_VALUE_RANGE", {"bin", "val", "range", "return_type"}}},
        {"maps.removeByValueRelRankRange",
         {"OP_MAP_REMOVE_BY_VALUE_RANK_RANGE_REL", {"bin", "val", "rank", "count", "return_type"}}},
        {"maps.removeByIndex", {"OP_MAP_REMOVE_BY_INDEX", {"bin", "index", "return_type"}}},
        {"maps.removeByIndexRange",
         {"OP_MAP_REMOVE_BY_INDEX_RANGE",
          {"bin", "index", "val", "return_type"},
          "OP_MAP_REMOVE_BY_INDEX_RANGE_TO_END"}},
        {"maps.removeByRank", {"OP_MAP_REMOVE_BY_RANK", {"bin", "index", "return_type"}}},
        {"maps.removeByRankRange",
         {"OP_MAP_REMOVE_BY_RANK_RANGE",
          {"bin", "index", "val", "return_type"},
          "OP_MAP_REMOVE_BY_RANK_RANGE_TO_END"}},

        {"bitwise.resize", {"OP_BIT_RESIZE", {"bin", "byte_size", "resize_flags"}}},
        {"bitwise.insert", {"OP_BIT_INSERT", {"bin", "byte_offset", "value"}}},
        {"bitwise.remove", {"OP_BIT_REMOVE", {"bin", "byte_offset", "byte_size"}}},
        {"bitwise.set", {"OP_BIT_SET", {"bin", "bit_offset", "bit_size", "value"}}},
        {"bitwise.or", {"OP_BIT_OR", {"bin", "bit_offset", "bit_size", "value"}}},
        {"bitwise.xor", {"OP_BIT_XOR", {"bin", "bit_offset", "bit_size", "value"}}},
        {"bitwise.and", {"OP_BIT_AND", {"bin", "bit_offset", "bit_size", "value"}}},
        {"bitwise.not", {"OP_BIT_NOT", {"bin", "bit_offset", "bit_size"}}},
        {"bitwise.lshift", {"OP_BIT_LSHIFT", {"bin", "bit_offset", "bit_size", "value"}}},
        {"bitwise.rshift", {"OP_BIT_RSHIFT", {"bin", "bit_offset", "bit_size", "value"}}},
        {"bitwise.add", {"OP_BIT_ADD", {"bin", "bit_offset", "bit_size", "value", "sign"}}},
        {"bitwise.subtract",
         {"OP_BIT_SUBTRACT", {"bin", "bit_offset", "bit_size", "value", "sign"}}},
        {"bitwise.getInt", {"OP_BIT_GET_INT", {"bin", "bit_offset", "bit_size", "sign"}}},
        {"bitwise.get", {"OP_BIT_GET", {"bin", "bit_offset", "bit_size"}}},
        {"bitwise.lscan", {"OP_BIT_LSCAN", {"bin", "bit_offset", "bit_size", "value"}}},
        {"bitwise.rscan", {"OP_BIT_RSCAN", {"bin", "bit_offset", "bit_size", "value"}}},

        {"hll.init", {"OP_HLL_INIT", {"bin", "index_bit_count", "mh_bit_count"}}},
        {"hll.add", {"OP_HLL_ADD", {"bin", "value_list", "index_bit_count", "mh_bit_count"}}},
        {"hll.setUnion", {"OP_HLL_SET_UNION", {"bin", "value_list"}}},
        {"hll.refreshCount", {"OP_HLL_REFRESH_COUNT", {"bin"}}},
        {"hll.fold", {"OP_HLL_FOLD", {"bin", "index_bit_count"}}},
        {"hll.getCount", {"OP_HLL_GET_COUNT", {"bin"}}},
        {"hll.getUnion", {"OP_HLL_GET_UNION", {"bin", "value_list"}}},
        {"hll.getUnionCount", {"OP_HLL_GET_UNION_COUNT", {"bin", "value_list"}}},
        {"hll.getIntersectCount", {"OP_HLL_GET_INTERSECT_COUNT", {"bin", "value_list"}}},
        {"hll.getSimilarity", {"OP_HLL_GET_SIMILARITY", {"bin", "value_list"}}},
        {"hll.describe", {"OP_HLL_DESCRIBE", {"bin"}}},
    };
    return all;
}

// {"$ctx": [["addMapKeyCreate", "q", 3], …]}
json context(const json& recorded) {
    static const std::map<std::string, std::string> ids = {
        {"addListIndex", "CDT_CTX_LIST_INDEX"}, {"addListIndexCreate", "CDT_CTX_LIST_INDEX_CREATE"},
        {"addListRank", "CDT_CTX_LIST_RANK"},   {"addListValue", "CDT_CTX_LIST_VALUE"},
        {"addMapIndex", "CDT_CTX_MAP_INDEX"},   {"addMapRank", "CDT_CTX_MAP_RANK"},
        {"addMapKey", "CDT_CTX_MAP_KEY"},       {"addMapKeyCreate", "CDT_CTX_MAP_KEY_CREATE"},
        {"addMapValue", "CDT_CTX_MAP_VALUE"},
    };
    json steps = json::array();
    for (const json& step : recorded.at("$ctx")) {
        json s = {{"id", ids.at(step.at(0))}, {"value", step.at(1)}};
        // That client takes 2 as an order, which it treats as 3.
        if (step.size() > 2) s["order"] = step[2] == 2 ? json(3) : step[2];
        if (step.size() > 3) s["pad"] = step[3];
        steps.push_back(std::move(s));
    }
    return steps;
}

json list_policy(const json& recorded) {
    json p = json::object();
    if (recorded.contains("order")) p["list_order"] = recorded["order"];
    if (recorded.contains("writeFlags")) p["write_flags"] = recorded["writeFlags"];
    return p;
}

// Flags of 0 do not hide the mode there.
json map_policy(const json& recorded) {
    json p = json::object();
    if (recorded.contains("order")) p["map_order"] = recorded["order"];
    if (recorded.contains("writeMode")) p["map_write_mode"] = recorded["writeMode"];
    if (recorded.value("writeFlags", 0) != 0) p["map_write_flags"] = recorded["writeFlags"];
    return p;
}

bool is_left_out(const std::string& key, const json& argument) {
    return argument.is_null() && key != "val";
}

void add_policy(const json& recorded, json& out) {
    const bool of_bits = out["op"].get<std::string>().starts_with("OP_BIT_");
    out[of_bits ? "policy" : "hll_policy"] = {
        {of_bits ? "bit_write_flags" : "flags", recorded.value("writeFlags", 0)}};
}

void add_chain(const json& chain, json& out) {
    for (const json& step : chain) {
        const std::string method = step.at(0);
        if (method == "andReturn") out["return_type"] = step.at(1);
        if (method == "invertSelection") out["inverted"] = true;
        if (method == "withContext") out["ctx"] = context(step.at(1));
        if (method == "onOverflow") out["action"] = step.at(1);
        if (method == "withPolicy") add_policy(step.at(1), out);
    }
}

}  // namespace

json official_dictionary(const json& recorded) {
    const auto found = builders().find(recorded.at("fn"));
    if (found == builders().end()) return nullptr;
    const builder& b = found->second;
    json out = {{"op", b.op}};
    if (b.keys.back() == "return_type") out["return_type"] = 0;
    const json& arguments = recorded.at("args");
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& key = b.keys.at(i);
        if (is_left_out(key, arguments[i])) continue;
        if (key == "list_policy") {
            out[key] = list_policy(arguments[i]);
        } else if (key == "map_policy") {
            out[key] = map_policy(arguments[i]);
        } else if (key == "ctx") {
            out[key] = context(arguments[i]);
        } else if (key == "byte_offset" && arguments[i].is_object()) {
            out[key] = 0;  // a -0 of that client's language
        } else {
            out[key] = arguments[i];
        }
    }
    if (!b.op_to_end.empty() && out["val"].is_null()) {
        out["op"] = b.op_to_end;
        out.erase("val");
    }
    // Where that client has a default, and null bounds of intervals are open.
    if (b.op == "OP_LIST_INCREMENT" && !out.contains("val")) out["val"] = 1;
    if (b.op.ends_with("_RANGE") && out.contains("val") && out["val"].is_null()) out.erase("val");
    if (b.op == "OP_BIT_ADD" || b.op == "OP_BIT_SUBTRACT") out["action"] = 0;
    if (b.op == "OP_BIT_SET" && out["value"].is_number()) out["op"] = "OP_BIT_SET_INT";
    if (out.contains("value") && out["value"].is_object()) {
        out["value_byte_size"] = out["value"]["$bytes"].get<std::string>().size() / 2;
    }
    if (recorded.contains("chain")) add_chain(recorded["chain"], out);
    return out;
}

}  // namespace spikelet
