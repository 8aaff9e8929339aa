// Operators on bits (names.md §5.5). What other families have in `val` is in `value` here, and
// bytes come with their size in `value_byte_size`.
#include "field_reader.hpp"
#include "operator_dictionary.hpp"

#include <spikelet/bit.hpp>

namespace spikelet::json_form {
namespace {

using dict = operator_dictionary;

bit::write_flags policy(dict& d) {
    const json* found = d.keys().find("policy");
    if (found == nullptr || found->is_null()) return bit::write_flags::none;
    const place where = d.keys() / "policy";
    dictionary keys(*found, where, "the policy of an operation on bits");
    auto flags = bit::write_flags::none;
    if (const json* given = keys.find("bit_write_flags")) {
        flags = static_cast<bit::write_flags>(
            read_flags(*given, keys / "bit_write_flags", constant_family::bit_write));
    }
    keys.finish();
    return flags;
}

// `value`, of which `value_byte_size` bytes count.
value bytes(dict& d) {
    const std::uint32_t size = d.count("value_byte_size");
    value given = d.any("value");
    if (given.kind() != value_kind::blob) {
        refuse(d.keys() / "value", *d.keys().find("value"),
               "bytes, such as {\"$bytes\": \"00ff\"}");
    }
    if (size > given.as_bytes().size()) {
        refuse(d.keys() / "value_byte_size", "expected at most the " +
                                                 std::to_string(given.as_bytes().size()) +
                                                 " bytes of value, found " + std::to_string(size));
    }
    return value::blob(given.as_bytes().first(size));
}

struct range {
    std::string bin;
    std::int64_t offset;
    std::uint32_t size;
};
range bits(dict& d) {
    std::string bin = d.bin();
    const auto offset = d.integer("bit_offset");
    return {std::move(bin), offset, d.count("bit_size")};
}

// ---- one reader for each form

operation resize(dict& d) {
    std::string bin = d.bin();
    const auto size = d.count("byte_size");
    auto how = bit::resize_flags::none;
    if (const json* flags = d.keys().find("resize_flags")) {
        how = static_cast<bit::resize_flags>(
            read_flags(*flags, d.keys() / "resize_flags", constant_family::bit_resize));
    }
    return bit::resize(std::move(bin), size, how, policy(d));
}

operation insert(dict& d) {
    std::string bin = d.bin();
    const auto offset = d.integer("byte_offset");
    value given = bytes(d);
    return bit::insert(std::move(bin), offset, std::move(given), policy(d));
}

operation remove(dict& d) {
    std::string bin = d.bin();
    const auto offset = d.integer("byte_offset");
    const auto size = d.count("byte_size");
    return bit::remove(std::move(bin), offset, size, policy(d));
}

using combination = operation (*)(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                                  value bytes, bit::write_flags flags);
operation combine(dict& d, combination make) {
    auto [bin, offset, size] = bits(d);
    value given = bytes(d);
    return make(std::move(bin), offset, size, std::move(given), policy(d));
}

operation negate(dict& d) {
    auto [bin, offset, size] = bits(d);
    return bit::bitwise_not(std::move(bin), offset, size, policy(d));
}

using shifting = operation (*)(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                               std::uint32_t distance, bit::write_flags flags);
operation shift(dict& d, shifting make) {
    auto [bin, offset, size] = bits(d);
    const auto distance = d.count("value");
    return make(std::move(bin), offset, size, distance, policy(d));
}

using arithmetic = operation (*)(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                                 std::int64_t number, const bit::integer_policy& p);
operation compute(dict& d, arithmetic make) {
    auto [bin, offset, size] = bits(d);
    const auto number = d.integer("value");
    bit::integer_policy p;
    p.is_signed = d.boolean("sign");
    p.action = static_cast<bit::overflow>(d.flags("action", constant_family::bit_overflow));
    p.flags = policy(d);
    return make(std::move(bin), offset, size, number, p);
}

operation set_int(dict& d) {
    auto [bin, offset, size] = bits(d);
    const auto number = d.integer("value");
    return bit::set_int(std::move(bin), offset, size, number, policy(d));
}

operation get_int(dict& d) {
    auto [bin, offset, size] = bits(d);
    return bit::get_int(std::move(bin), offset, size, d.boolean("sign"));
}

using reading = operation (*)(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size);
operation read_bits(dict& d, reading make) {
    auto [bin, offset, size] = bits(d);
    return make(std::move(bin), offset, size);
}

using scanning = operation (*)(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                               bool v);
operation scan(dict& d, scanning make) {
    auto [bin, offset, size] = bits(d);
    return make(std::move(bin), offset, size, d.boolean("value"));
}

constexpr operator_entry entries[] = {
    {"OP_BIT_RESIZE", resize},
    {"OP_BIT_INSERT", insert},
    {"OP_BIT_REMOVE", remove},
    {"OP_BIT_SET", [](dict& d) { return combine(d, bit::set); }},
    {"OP_BIT_OR", [](dict& d) { return combine(d, bit::bitwise_or); }},
    {"OP_BIT_XOR", [](dict& d) { return combine(d, bit::bitwise_xor); }},
    {"OP_BIT_AND", [](dict& d) { return combine(d, bit::bitwise_and); }},
    {"OP_BIT_NOT", negate},
    {"OP_BIT_LSHIFT", [](dict& d) { return shift(d, bit::lshift); }},
    {"OP_BIT_RSHIFT", [](dict& d) { return shift(d, bit::rshift); }},
    {"OP_BIT_ADD", [](dict& d) { return compute(d, bit::add); }},
    {"OP_BIT_SUBTRACT", [](dict& d) { return compute(d, bit::subtract); }},
    {"OP_BIT_SET_INT", set_int},
    {"OP_BIT_GET_INT", get_int},
    {"OP_BIT_GET", [](dict& d) { return read_bits(d, bit::get); }},
    {"OP_BIT_COUNT", [](dict& d) { return read_bits(d, bit::count); }},
    {"OP_BIT_LSCAN", [](dict& d) { return scan(d, bit::lscan); }},
    {"OP_BIT_RSCAN", [](dict& d) { return scan(d, bit::rscan); }},
};

}  // namespace

std::span<const operator_entry> bit_operators() {
    return entries;
}

}  // namespace spikelet::json_form
