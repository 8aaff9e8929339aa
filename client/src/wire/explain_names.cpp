#include "explain_names.hpp"

#include "packed_items.hpp"

#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/message.hpp>

#include <algorithm>
#include <optional>
#include <span>

namespace spikelet::wire {

namespace {

struct numbered_name {
    std::uint8_t number;
    std::string_view name;
};

std::string_view find(std::span<const numbered_name> names, std::uint64_t number) {
    const auto it = std::find_if(names.begin(), names.end(),
                                 [&](const numbered_name& n) { return n.number == number; });
    return it == names.end() ? std::string_view{} : it->name;
}

// Chapter 01 §9.
constexpr numbered_name cdt_names[] = {
    {0, "list set_type"},
    {1, "list append"},
    {2, "list append_items"},
    {3, "list insert"},
    {4, "list insert_items"},
    {5, "list pop"},
    {6, "list pop_range"},
    {7, "list remove"},
    {8, "list remove_range"},
    {9, "list set"},
    {10, "list trim"},
    {11, "list clear"},
    {12, "list increment"},
    {13, "list sort"},
    {16, "list size"},
    {17, "list get"},
    {18, "list get_range"},
    {19, "list get_by_index"},
    {20, "list get_by_value"},
    {21, "list get_by_rank"},
    {22, "list get_all_by_value"},
    {23, "list get_all_by_value_list"},
    {24, "list get_by_index_range"},
    {25, "list get_by_value_interval"},
    {26, "list get_by_rank_range"},
    {27, "list get_by_value_rel_rank_range"},
    {32, "list remove_by_index"},
    {33, "list remove_by_value"},
    {34, "list remove_by_rank"},
    {35, "list remove_all_by_value"},
    {36, "list remove_all_by_value_list"},
    {37, "list remove_by_index_range"},
    {38, "list remove_by_value_interval"},
    {39, "list remove_by_rank_range"},
    {40, "list remove_by_value_rel_rank_range"},
    {64, "map set_type"},
    {65, "map add"},
    {66, "map add_items"},
    {67, "map put"},
    {68, "map put_items"},
    {69, "map replace"},
    {70, "map replace_items"},
    {73, "map increment"},
    {74, "map decrement"},
    {75, "map clear"},
    {76, "map remove_by_key"},
    {77, "map remove_by_index"},
    {78, "map remove_by_value"},
    {79, "map remove_by_rank"},
    {81, "map remove_by_key_list"},
    {82, "map remove_all_by_value"},
    {83, "map remove_by_value_list"},
    {84, "map remove_by_key_interval"},
    {85, "map remove_by_index_range"},
    {86, "map remove_by_value_interval"},
    {87, "map remove_by_rank_range"},
    {88, "map remove_by_key_rel_index_range"},
    {89, "map remove_by_value_rel_rank_range"},
    {96, "map size"},
    {97, "map get_by_key"},
    {98, "map get_by_index"},
    {99, "map get_by_value"},
    {100, "map get_by_rank"},
    {102, "map get_all_by_value"},
    {103, "map get_by_key_interval"},
    {104, "map get_by_index_range"},
    {105, "map get_by_value_interval"},
    {106, "map get_by_rank_range"},
    {107, "map get_by_key_list"},
    {108, "map get_by_value_list"},
    {109, "map get_by_key_rel_index_range"},
    {110, "map get_by_value_rel_rank_range"},
    {254, "select by path"},
};

constexpr numbered_name bits_names[] = {
    {0, "bits resize"},   {1, "bits insert"},   {2, "bits remove"}, {3, "bits set"},
    {4, "bits or"},       {5, "bits xor"},      {6, "bits and"},    {7, "bits not"},
    {8, "bits lshift"},   {9, "bits rshift"},   {10, "bits add"},   {11, "bits subtract"},
    {12, "bits set_int"}, {50, "bits get"},     {51, "bits count"}, {52, "bits lscan"},
    {53, "bits rscan"},   {54, "bits get_int"},
};

constexpr numbered_name hll_names[] = {
    {0, "hll init"},        {1, "hll add"},
    {2, "hll set_union"},   {3, "hll refresh_count"},
    {4, "hll fold"},        {50, "hll get_count"},
    {51, "hll get_union"},  {52, "hll get_union_count"},
    {54, "hll similarity"}, {53, "hll get_intersect_count"},
    {55, "hll describe"},   {56, "hll may_contain"},
};

constexpr numbered_name admin_commands[] = {
    {0, "authenticate"},    {1, "create_user"}, {2, "drop_user"},         {3, "set_password"},
    {4, "change_password"}, {5, "grant_roles"}, {6, "revoke_roles"},      {9, "query_users"},
    {10, "create_role"},    {11, "drop_role"},  {12, "grant_privileges"}, {13, "revoke_privileges"},
    {14, "set_whitelist"},  {15, "set_quotas"}, {16, "query_roles"},      {20, "login"},
};

constexpr numbered_name admin_fields[] = {
    {0, "user"},           {1, "password"},      {2, "old password"}, {3, "credential"},
    {4, "clear password"}, {5, "session token"}, {6, "session ttl"},  {10, "roles"},
    {11, "role"},          {12, "privileges"},   {13, "whitelist"},   {14, "read quota"},
    {15, "write quota"},   {16, "read info"},    {17, "write info"},  {18, "connections"},
};

constexpr std::uint64_t context_opcode = 0xff;  // [255, context, [opcode, …]]

bool take_list_header(byte_reader& in) {
    packed_item header;
    return take_item(in, header) == packed_fault::none && header.kind == packed_kind::list &&
           header.number != 0;
}

std::optional<std::uint64_t> take_opcode(byte_reader& in) {
    packed_item opcode;
    if (!take_list_header(in) || take_item(in, opcode) != packed_fault::none ||
        (opcode.kind != packed_kind::integer && opcode.kind != packed_kind::unsigned_integer)) {
        return std::nullopt;
    }
    return opcode.number;
}

std::span<const numbered_name> names_for(std::uint8_t operation) {
    switch (static_cast<operation_type>(operation)) {
        case operation_type::cdt_read:
        case operation_type::cdt_modify:
            return cdt_names;
        case operation_type::bits_read:
        case operation_type::bits_modify:
            return bits_names;
        case operation_type::hll_read:
        case operation_type::hll_modify:
            return hll_names;
        default:
            return {};
    }
}

}  // namespace

std::string_view packed_operation_name(std::uint8_t operation, bytes_view arguments) {
    const auto names = names_for(operation);
    if (names.empty()) return {};
    byte_reader in(arguments);
    auto opcode = take_opcode(in);
    if (opcode == context_opcode) opcode = skip_value(in) ? take_opcode(in) : std::nullopt;
    return opcode ? find(names, *opcode) : std::string_view{};
}

void write_bits(text_writer& text, std::uint8_t bits, const bit_names& names) {
    if (bits == 0) return text.put('0');
    bool first = true;
    for (unsigned i = 0; i < names.size(); ++i) {
        if ((bits >> i & 1) == 0) continue;
        if (!first) text.put('|');
        first = false;
        text.put(names[i]);
    }
}

std::string_view admin_command_name(std::uint8_t command) {
    return find(admin_commands, command);
}
std::string_view admin_field_name(std::uint8_t field) {
    return find(admin_fields, field);
}

}  // namespace spikelet::wire
