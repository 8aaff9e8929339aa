// Operators on maps (names.md §5.3). Ranks travel in `index`, counts in `val`, the ends of
// intervals in `range`, but for OP_MAP_REMOVE_BY_KEY_RANGE in `val`. Only the relative ranges can
// run to the end, have their count in `count` and must say their return_type.
#include "field_reader.hpp"
#include "operator_dictionary.hpp"

namespace spikelet::json_form {
namespace {

using dict = operator_dictionary;

// ---- policies

enum class write_mode : std::uint8_t { update, update_only, create_only };

struct policy_of_map {
    map::policy policy;
    write_mode mode = write_mode::update;
};

policy_of_map read_policy(dict& d, const json& found) {
    const place where = d.keys() / "map_policy";
    dictionary keys(found, where, "a map_policy");
    policy_of_map p;
    read(keys, "map_order", p.policy.order);
    read(keys, "persist_index", p.policy.persist_index);
    if (const json* mode = keys.find("map_write_mode")) {
        p.mode = static_cast<write_mode>(
            read_constant(*mode, keys / "map_write_mode", constant_family::map_write_mode));
    }
    if (const json* flags = keys.find("map_write_flags")) {
        p.policy.flags = static_cast<map::write_flags>(
            read_flags(*flags, keys / "map_write_flags", constant_family::map_write));
        p.mode = write_mode::update;  // the flags win, whatever they are
    }
    keys.finish();
    return p;
}

policy_of_map policy(dict& d) {
    const json* found = d.keys().find("map_policy");
    if (found == nullptr || found->is_null()) return {};
    return read_policy(d, *found);
}

// ---- the map itself

operation create(dict& d) {
    auto order = map_order::unordered;
    bool persist_index = false;
    std::string bin = d.bin();
    read(d.keys(), "map_order", order);
    read(d.keys(), "persist_index", persist_index);
    return map::create(std::move(bin), order, persist_index, read_context_of(d.keys()));
}

operation set_policy(dict& d) {
    std::string bin = d.bin();
    const json& found = d.keys().at("map_policy", "a map_policy");
    return map::set_policy(std::move(bin), read_policy(d, found).policy);
}

// ---- writing entries

operation put(dict& d) {
    std::string bin = d.bin();
    value key = d.any("key");
    value v = d.any("val");
    const auto [p, mode] = policy(d);
    switch (mode) {
        case write_mode::create_only:
            return map::add(std::move(bin), std::move(key), std::move(v), p);
        case write_mode::update_only:
            return map::replace(std::move(bin), std::move(key), std::move(v));
        default:
            return map::put(std::move(bin), std::move(key), std::move(v), p);
    }
}

operation put_items(dict& d) {
    std::string bin = d.bin();
    value::map items = d.map("val");
    const auto [p, mode] = policy(d);
    switch (mode) {
        case write_mode::create_only:
            return map::add_items(std::move(bin), std::move(items), p);
        case write_mode::update_only:
            return map::replace_items(std::move(bin), std::move(items));
        default:
            return map::put_items(std::move(bin), std::move(items), p);
    }
}

using adder = operation (*)(std::string bin, value key, value by, const map::policy& p);
operation add_to(dict& d, adder make) {
    std::string bin = d.bin();
    value key = d.any("key");
    value by = d.any("val");
    return make(std::move(bin), std::move(key), std::move(by), policy(d).policy);
}

// ---- selections

using by_value = operation (*)(std::string bin, value v, map::return_type r);
operation select(dict& d, std::string_view key, by_value make) {
    std::string bin = d.bin();
    value v = d.any(key);
    return make(std::move(bin), std::move(v), d.map_return());
}

using by_list = operation (*)(std::string bin, value::list items, map::return_type r);
operation select(dict& d, by_list make) {
    std::string bin = d.bin();
    value::list items = d.list("val");
    return make(std::move(bin), std::move(items), d.map_return());
}

using by_interval = operation (*)(std::string bin, std::optional<value> begin,
                                  std::optional<value> end, map::return_type r);
operation select(dict& d, std::string_view begin, std::string_view end, by_interval make) {
    std::string bin = d.bin();
    auto from = d.bound(begin);
    auto to = d.bound(end);
    return make(std::move(bin), std::move(from), std::move(to), d.map_return());
}

using by_place = operation (*)(std::string bin, std::int64_t place, map::return_type r);
operation select(dict& d, by_place make) {
    std::string bin = d.bin();
    const auto at = d.integer("index");
    return make(std::move(bin), at, d.map_return());
}

using by_range = operation (*)(std::string bin, std::int64_t place, map::return_type r,
                               map::optional_count count);
operation select(dict& d, by_range make) {
    std::string bin = d.bin();
    const auto from = d.integer("index");
    const auto count = d.size("val");
    return make(std::move(bin), from, d.map_return(), count);
}
operation select_to_end(dict& d, by_range make) {
    std::string bin = d.bin();
    const auto from = d.integer("index");
    return make(std::move(bin), from, d.map_return(), std::nullopt);
}

using by_relative = operation (*)(std::string bin, value v, std::int64_t place, map::return_type r,
                                  map::optional_count count);
enum class end : std::uint8_t { by_count, open };
operation select(dict& d, std::string_view key, std::string_view place_key, by_relative make,
                 end e = end::by_count) {
    std::string bin = d.bin();
    value v = d.any(key);
    const auto at = d.integer(place_key);
    const auto count = e == end::open ? std::nullopt : d.optional_size("count");
    d.keys().at("return_type", "one of " + accepted_constants(constant_family::map_return));
    return make(std::move(bin), std::move(v), at, d.map_return(), count);
}

constexpr operator_entry entries[] = {
    {"OP_MAP_CREATE", create},
    {"OP_MAP_SET_POLICY", set_policy},
    {"OP_MAP_CLEAR", [](dict& d) { return map::clear(d.bin()); }},
    {"OP_MAP_SIZE", [](dict& d) { return map::size(d.bin()); }},

    {"OP_MAP_PUT", put},
    {"OP_MAP_PUT_ITEMS", put_items},
    {"OP_MAP_INCREMENT", [](dict& d) { return add_to(d, map::increment); }},
    {"OP_MAP_DECREMENT", [](dict& d) { return add_to(d, map::decrement); }},

    {"OP_MAP_GET_BY_KEY", [](dict& d) { return select(d, "key", map::get_by_key); }},
    {"OP_MAP_GET_BY_KEY_LIST", [](dict& d) { return select(d, map::get_by_key_list); }},
    {"OP_MAP_GET_BY_KEY_RANGE",
     [](dict& d) { return select(d, "key", "range", map::get_by_key_range); }},
    {"OP_MAP_GET_BY_KEY_INDEX_RANGE_REL",
     [](dict& d) { return select(d, "key", "index", map::get_by_key_rel_index_range); }},
    {"OP_MAP_GET_BY_KEY_REL_INDEX_RANGE",
     [](dict& d) { return select(d, "key", "index", map::get_by_key_rel_index_range); }},
    {"OP_MAP_GET_BY_KEY_REL_INDEX_RANGE_TO_END",
     [](dict& d) { return select(d, "key", "index", map::get_by_key_rel_index_range, end::open); }},
    {"OP_MAP_GET_BY_VALUE", [](dict& d) { return select(d, "val", map::get_by_value); }},
    {"OP_MAP_GET_BY_VALUE_LIST", [](dict& d) { return select(d, map::get_by_value_list); }},
    {"OP_MAP_GET_BY_VALUE_RANGE",
     [](dict& d) { return select(d, "val", "range", map::get_by_value_range); }},
    {"OP_MAP_GET_BY_VALUE_RANK_RANGE_REL",
     [](dict& d) { return select(d, "val", "rank", map::get_by_value_rel_rank_range); }},
    {"OP_MAP_GET_BY_VALUE_RANK_RANGE_REL_TO_END",
     [](dict& d) { return select(d, "val", "rank", map::get_by_value_rel_rank_range, end::open); }},
    {"OP_MAP_GET_BY_INDEX", [](dict& d) { return select(d, map::get_by_index); }},
    {"OP_MAP_GET_BY_INDEX_RANGE", [](dict& d) { return select(d, map::get_by_index_range); }},
    {"OP_MAP_GET_BY_INDEX_RANGE_TO_END",
     [](dict& d) { return select_to_end(d, map::get_by_index_range); }},
    {"OP_MAP_GET_BY_RANK", [](dict& d) { return select(d, map::get_by_rank); }},
    {"OP_MAP_GET_BY_RANK_RANGE", [](dict& d) { return select(d, map::get_by_rank_range); }},
    {"OP_MAP_GET_BY_RANK_RANGE_TO_END",
     [](dict& d) { return select_to_end(d, map::get_by_rank_range); }},

    {"OP_MAP_REMOVE_BY_KEY", [](dict& d) { return select(d, "key", map::remove_by_key); }},
    {"OP_MAP_REMOVE_BY_KEY_LIST", [](dict& d) { return select(d, map::remove_by_key_list); }},
    {"OP_MAP_REMOVE_BY_KEY_RANGE",
     [](dict& d) { return select(d, "key", "val", map::remove_by_key_range); }},
    {"OP_MAP_REMOVE_BY_KEY_INDEX_RANGE_REL",
     [](dict& d) { return select(d, "key", "index", map::remove_by_key_rel_index_range); }},
    {"OP_MAP_REMOVE_BY_KEY_REL_INDEX_RANGE",
     [](dict& d) { return select(d, "key", "index", map::remove_by_key_rel_index_range); }},
    {"OP_MAP_REMOVE_BY_KEY_REL_INDEX_RANGE_TO_END",
     [](dict& d) {
         return select(d, "key", "index", map::remove_by_key_rel_index_range, end::open);
     }},
    {"OP_MAP_REMOVE_BY_VALUE", [](dict& d) { return select(d, "val", map::remove_by_value); }},
    {"OP_MAP_REMOVE_BY_VALUE_LIST", [](dict& d) { return select(d, map::remove_by_value_list); }},
    {"OP_MAP_REMOVE_BY_VALUE_RANGE",
     [](dict& d) { return select(d, "val", "range", map::remove_by_value_range); }},
    {"OP_MAP_REMOVE_BY_VALUE_RANK_RANGE_REL",
     [](dict& d) { return select(d, "val", "rank", map::remove_by_value_rel_rank_range); }},
    {"OP_MAP_REMOVE_BY_VALUE_REL_RANK_RANGE",
     [](dict& d) { return select(d, "val", "rank", map::remove_by_value_rel_rank_range); }},
    {"OP_MAP_REMOVE_BY_VALUE_REL_RANK_RANGE_TO_END",
     [](dict& d) {
         return select(d, "val", "rank", map::remove_by_value_rel_rank_range, end::open);
     }},
    {"OP_MAP_REMOVE_BY_INDEX", [](dict& d) { return select(d, map::remove_by_index); }},
    {"OP_MAP_REMOVE_BY_INDEX_RANGE", [](dict& d) { return select(d, map::remove_by_index_range); }},
    {"OP_MAP_REMOVE_BY_INDEX_RANGE_TO_END",
     [](dict& d) { return select_to_end(d, map::remove_by_index_range); }},
    {"OP_MAP_REMOVE_BY_RANK", [](dict& d) { return select(d, map::remove_by_rank); }},
    {"OP_MAP_REMOVE_BY_RANK_RANGE", [](dict& d) { return select(d, map::remove_by_rank_range); }},
    {"OP_MAP_REMOVE_BY_RANK_RANGE_TO_END",
     [](dict& d) { return select_to_end(d, map::remove_by_rank_range); }},
};

}  // namespace

std::span<const operator_entry> map_operators() {
    return entries;
}

}  // namespace spikelet::json_form
