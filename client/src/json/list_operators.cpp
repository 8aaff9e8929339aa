// Operators on lists (names.md §5.2). The older ones have their count in `val`, the newer ones in
// `count`; what selects must say its return_type.
#include "field_reader.hpp"
#include "operator_dictionary.hpp"

namespace spikelet::json_form {
namespace {

using dict = operator_dictionary;

// ---- the list itself

operation create(dict& d) {
    auto order = list_order::unordered;
    bool persist_index = false;
    bool pad = false;
    std::string bin = d.bin();
    read(d.keys(), "list_order", order);
    read(d.keys(), "persist_index", persist_index);
    read(d.keys(), "pad", pad);
    return list::create(std::move(bin), order, persist_index, read_context_of(d.keys()), pad);
}

operation set_order(dict& d) {
    std::string bin = d.bin();
    const json& found = d.keys().at("list_order", accepted_constants(constant_family::list_order));
    return list::set_order(std::move(bin), read_enum<list_order>(found, d.keys() / "list_order"));
}

operation sort(dict& d) {
    std::string bin = d.bin();
    return list::sort(std::move(bin), static_cast<list::sort_flags>(
                                          d.flags("sort_flags", constant_family::list_sort)));
}

// ---- writing: a policy that is not given is not sent

operation append(dict& d) {
    std::string bin = d.bin();
    value v = d.any("val");
    const auto p = d.list_policy();
    return p ? list::append(std::move(bin), std::move(v), *p)
             : list::append(std::move(bin), std::move(v));
}
operation append_items(dict& d) {
    std::string bin = d.bin();
    value::list items = d.list("val");
    const auto p = d.list_policy();
    return p ? list::append_items(std::move(bin), std::move(items), *p)
             : list::append_items(std::move(bin), std::move(items));
}
operation insert_items(dict& d) {
    std::string bin = d.bin();
    const auto index = d.integer("index");
    value::list items = d.list("val");
    const auto p = d.list_policy();
    return p ? list::insert_items(std::move(bin), index, std::move(items), *p)
             : list::insert_items(std::move(bin), index, std::move(items));
}

using indexed_write = operation (*)(std::string bin, std::int64_t index, value v);
using indexed_policy_write = operation (*)(std::string bin, std::int64_t index, value v,
                                           const list::policy& p);
operation write_at_index(dict& d, indexed_write plain, indexed_policy_write with_policy) {
    std::string bin = d.bin();
    const auto index = d.integer("index");
    value v = d.any("val");
    const auto p = d.list_policy();
    return p ? with_policy(std::move(bin), index, std::move(v), *p)
             : plain(std::move(bin), index, std::move(v));
}

// ---- by position, without a return type

using at_index = operation (*)(std::string bin, std::int64_t index);
operation one(dict& d, at_index make) {
    std::string bin = d.bin();
    return make(std::move(bin), d.integer("index"));
}
using from_index = operation (*)(std::string bin, std::int64_t index, list::optional_count count);
operation range(dict& d, from_index make) {
    std::string bin = d.bin();
    const auto index = d.integer("index");
    return make(std::move(bin), index, d.size("val"));
}
operation trim(dict& d) {
    std::string bin = d.bin();
    const auto index = d.integer("index");
    return list::trim(std::move(bin), index, d.size("val"));
}

// ---- selections

using by_place = operation (*)(std::string bin, std::int64_t place, list::return_type r);
operation select(dict& d, std::string_view key, by_place make) {
    std::string bin = d.bin();
    const auto at = d.integer(key);
    return make(std::move(bin), at, d.list_return());
}

using by_range = operation (*)(std::string bin, std::int64_t place, list::return_type r,
                               list::optional_count count);
enum class end : std::uint8_t { by_count, open };
operation select(dict& d, std::string_view key, by_range make, end e = end::by_count) {
    std::string bin = d.bin();
    const auto from = d.integer(key);
    const auto count = e == end::open ? std::nullopt : d.optional_size("count");
    return make(std::move(bin), from, d.list_return(), count);
}

using by_value = operation (*)(std::string bin, value v, list::return_type r);
operation select_value(dict& d, by_value make) {
    std::string bin = d.bin();
    value v = d.any("val");
    return make(std::move(bin), std::move(v), d.list_return());
}

using by_value_list = operation (*)(std::string bin, value::list values, list::return_type r);
operation select_value_list(dict& d, by_value_list make) {
    std::string bin = d.bin();
    value::list values = d.list("value_list");
    return make(std::move(bin), std::move(values), d.list_return());
}

using by_interval = operation (*)(std::string bin, std::optional<value> begin,
                                  std::optional<value> end, list::return_type r);
operation select_interval(dict& d, by_interval make) {
    std::string bin = d.bin();
    auto from = d.bound("value_begin");
    auto to = d.bound("value_end");
    return make(std::move(bin), std::move(from), std::move(to), d.list_return());
}

using by_relative_rank = operation (*)(std::string bin, value v, std::int64_t rank,
                                       list::return_type r, list::optional_count count);
operation select_relative(dict& d, by_relative_rank make, end e = end::by_count) {
    std::string bin = d.bin();
    value v = d.any("val");
    const auto rank = d.integer("rank");
    const auto count = e == end::open ? std::nullopt : d.optional_size("count");
    return make(std::move(bin), std::move(v), rank, d.list_return(), count);
}

constexpr operator_entry entries[] = {
    {"OP_LIST_CREATE", create},
    {"OP_LIST_SET_ORDER", set_order},
    {"OP_LIST_SORT", sort},
    {"OP_LIST_CLEAR", [](dict& d) { return list::clear(d.bin()); }},
    {"OP_LIST_SIZE", [](dict& d) { return list::size(d.bin()); }},

    {"OP_LIST_APPEND", append},
    {"OP_LIST_APPEND_ITEMS", append_items},
    {"OP_LIST_INSERT", [](dict& d) { return write_at_index(d, list::insert, list::insert); }},
    {"OP_LIST_INSERT_ITEMS", insert_items},
    {"OP_LIST_SET", [](dict& d) { return write_at_index(d, list::set, list::set); }},
    {"OP_LIST_INCREMENT",
     [](dict& d) { return write_at_index(d, list::increment, list::increment); }},

    {"OP_LIST_GET", [](dict& d) { return one(d, list::get); }},
    {"OP_LIST_GET_RANGE", [](dict& d) { return range(d, list::get_range); }},
    {"OP_LIST_POP", [](dict& d) { return one(d, list::pop); }},
    {"OP_LIST_POP_RANGE", [](dict& d) { return range(d, list::pop_range); }},
    {"OP_LIST_REMOVE", [](dict& d) { return one(d, list::remove); }},
    {"OP_LIST_REMOVE_RANGE", [](dict& d) { return range(d, list::remove_range); }},
    {"OP_LIST_TRIM", trim},

    {"OP_LIST_GET_BY_INDEX", [](dict& d) { return select(d, "index", list::get_by_index); }},
    {"OP_LIST_GET_BY_INDEX_RANGE",
     [](dict& d) { return select(d, "index", list::get_by_index_range); }},
    {"OP_LIST_GET_BY_INDEX_RANGE_TO_END",
     [](dict& d) { return select(d, "index", list::get_by_index_range, end::open); }},
    {"OP_LIST_GET_BY_RANK", [](dict& d) { return select(d, "rank", list::get_by_rank); }},
    {"OP_LIST_GET_BY_RANK_RANGE",
     [](dict& d) { return select(d, "rank", list::get_by_rank_range); }},
    {"OP_LIST_GET_BY_RANK_RANGE_TO_END",
     [](dict& d) { return select(d, "rank", list::get_by_rank_range, end::open); }},
    {"OP_LIST_GET_BY_VALUE", [](dict& d) { return select_value(d, list::get_by_value); }},
    {"OP_LIST_GET_BY_VALUE_LIST",
     [](dict& d) { return select_value_list(d, list::get_by_value_list); }},
    {"OP_LIST_GET_BY_VALUE_RANGE",
     [](dict& d) { return select_interval(d, list::get_by_value_range); }},
    {"OP_LIST_GET_BY_VALUE_RANK_RANGE_REL",
     [](dict& d) { return select_relative(d, list::get_by_value_rel_rank_range); }},
    {"OP_LIST_GET_BY_VALUE_RANK_RANGE_REL_TO_END",
     [](dict& d) { return select_relative(d, list::get_by_value_rel_rank_range, end::open); }},

    {"OP_LIST_REMOVE_BY_INDEX", [](dict& d) { return select(d, "index", list::remove_by_index); }},
    {"OP_LIST_REMOVE_BY_INDEX_RANGE",
     [](dict& d) { return select(d, "index", list::remove_by_index_range); }},
    {"OP_LIST_REMOVE_BY_INDEX_RANGE_TO_END",
     [](dict& d) { return select(d, "index", list::remove_by_index_range, end::open); }},
    {"OP_LIST_REMOVE_BY_RANK", [](dict& d) { return select(d, "rank", list::remove_by_rank); }},
    {"OP_LIST_REMOVE_BY_RANK_RANGE",
     [](dict& d) { return select(d, "rank", list::remove_by_rank_range); }},
    {"OP_LIST_REMOVE_BY_RANK_RANGE_TO_END",
     [](dict& d) { return select(d, "rank", list::remove_by_rank_range, end::open); }},
    {"OP_LIST_REMOVE_BY_VALUE", [](dict& d) { return select_value(d, list::remove_by_value); }},
    {"OP_LIST_REMOVE_BY_VALUE_LIST",
     [](dict& d) { return select_value_list(d, list::remove_by_value_list); }},
    {"OP_LIST_REMOVE_BY_VALUE_RANGE",
     [](dict& d) { return select_interval(d, list::remove_by_value_range); }},
    {"OP_LIST_REMOVE_BY_VALUE_RANK_RANGE_REL",
     [](dict& d) { return select_relative(d, list::remove_by_value_rel_rank_range); }},
    {"OP_LIST_REMOVE_BY_REL_RANK_RANGE",
     [](dict& d) { return select_relative(d, list::remove_by_value_rel_rank_range); }},
    {"OP_LIST_REMOVE_BY_REL_RANK_RANGE_TO_END",
     [](dict& d) { return select_relative(d, list::remove_by_value_rel_rank_range, end::open); }},
};

}  // namespace

std::span<const operator_entry> list_operators() {
    return entries;
}

}  // namespace spikelet::json_form
