// Operators on HyperLogLogs: the keys of the documented module's helper functions.
#include "field_reader.hpp"
#include "operator_dictionary.hpp"

#include <spikelet/hll.hpp>

namespace spikelet::json_form {
namespace {

using dict = operator_dictionary;

hll::write_flags policy(dict& d) {
    const json* found = d.keys().find("hll_policy");
    if (found == nullptr || found->is_null()) return hll::write_flags::none;
    const place where = d.keys() / "hll_policy";
    dictionary keys(*found, where, "an hll_policy");
    auto flags = hll::write_flags::none;
    if (const json* given = keys.find("flags")) {
        flags = static_cast<hll::write_flags>(
            read_flags(*given, keys / "flags", constant_family::hll_write));
    }
    keys.finish();
    return flags;
}

// -1 stands for "not given", as documented.
hll::optional_bits optional_bits(dict& d, std::string_view key) {
    const json* found = d.keys().find(key);
    if (found == nullptr || found->is_null()) return std::nullopt;
    const auto bits = read_integer(*found, d.keys() / key, -1, 255, "a number of bits");
    if (bits < 0) return std::nullopt;
    return static_cast<std::uint8_t>(bits);
}

operation init(dict& d) {
    std::string bin = d.bin();
    const auto index_bits = optional_bits(d, "index_bit_count");
    const auto minhash_bits = optional_bits(d, "mh_bit_count");
    return hll::init(std::move(bin), index_bits, minhash_bits, policy(d));
}

operation add(dict& d) {
    std::string bin = d.bin();
    value::list values = d.list("value_list");
    const auto index_bits = optional_bits(d, "index_bit_count");
    const auto minhash_bits = optional_bits(d, "mh_bit_count");
    return hll::add(std::move(bin), std::move(values), index_bits, minhash_bits, policy(d));
}

operation set_union(dict& d) {
    std::string bin = d.bin();
    value::list others = d.list("value_list");
    return hll::set_union(std::move(bin), std::move(others), policy(d));
}

operation fold(dict& d) {
    std::string bin = d.bin();
    return hll::fold(std::move(bin), static_cast<std::uint8_t>(d.count("index_bit_count", 255)));
}

using of_list = operation (*)(std::string bin, value::list values);
operation read_list(dict& d, of_list make) {
    std::string bin = d.bin();
    return make(std::move(bin), d.list("value_list"));
}

constexpr operator_entry entries[] = {
    {"OP_HLL_INIT", init},
    {"OP_HLL_ADD", add},
    {"OP_HLL_SET_UNION", set_union},
    {"OP_HLL_REFRESH_COUNT", [](dict& d) { return hll::refresh_count(d.bin()); }},
    {"OP_HLL_FOLD", fold},
    {"OP_HLL_GET_COUNT", [](dict& d) { return hll::get_count(d.bin()); }},
    {"OP_HLL_GET_UNION", [](dict& d) { return read_list(d, hll::get_union); }},
    {"OP_HLL_GET_UNION_COUNT", [](dict& d) { return read_list(d, hll::get_union_count); }},
    {"OP_HLL_GET_INTERSECT_COUNT", [](dict& d) { return read_list(d, hll::get_intersect_count); }},
    {"OP_HLL_GET_SIMILARITY", [](dict& d) { return read_list(d, hll::get_similarity); }},
    {"OP_HLL_DESCRIBE", [](dict& d) { return hll::describe(d.bin()); }},
    {"OP_HLL_MAY_CONTAIN", [](dict& d) { return read_list(d, hll::may_contain); }},
};

}  // namespace

std::span<const operator_entry> hll_operators() {
    return entries;
}

}  // namespace spikelet::json_form
