#include "tables.hpp"

#include <spikelet/constants.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

namespace spikelet {
namespace {

struct alias {
    std::string_view name;
    std::string_view stands_for;
};

// Spellings of older releases, and misprints of the documentation (names.md §7).
constexpr alias aliases[] = {
    {"AS_POLICY_READ_MODE_AP_ONE", "POLICY_READ_MODE_AP_ONE"},
    {"UNORDERED", "MAP_UNORDERED"},
    {"KEY_ORDERED", "MAP_KEY_ORDERED"},
    {"OP_MAP_PUT_ITEM", "OP_MAP_PUT_ITEMS"},
    {"MRT_COMMIT_OK", "COMMIT_OK"},
    {"MRT_COMMIT_ALREADY_COMMITTED", "COMMIT_ALREADY_COMMITTED"},
    {"MRT_COMMIT_ROLL_FORWARD_ABANDONED", "COMMIT_ROLL_FORWARD_ABANDONED"},
    {"MRT_COMMIT_CLOSE_ABANDONED", "COMMIT_CLOSE_ABANDONED"},
    {"MRT_ABORT_OK", "ABORT_OK"},
    {"MRT_ABORT_ALREADY_ABORTED", "ABORT_ALREADY_ABORTED"},
    {"MRT_ABORT_ROLL_BACK_ABANDONED", "ABORT_ROLL_BACK_ABANDONED"},
    {"MRT_ABORT_CLOSE_ABANDONED", "ABORT_CLOSE_ABANDONED"},
    {"MRT_STATE_OPEN", "TXN_STATE_OPEN"},
    {"MRT_STATE_VERIFIED", "TXN_STATE_VERIFIED"},
    {"MRT_STATE_COMMITTED", "TXN_STATE_COMMITTED"},
    {"MRT_STATE_ABORTED", "TXN_STATE_ABORTED"},
};

constexpr auto family_count = static_cast<std::size_t>(constant_family::transaction_state) + 1;

std::array<constant_table, family_count> gather() {
    std::array<constant_table, family_count> all{};
    for (const auto tables : {constants::of_operators(), constants::of_policies(),
                              constants::of_collections(), constants::of_others()}) {
        for (const constant_table& t : tables) {
            all.at(static_cast<std::size_t>(t.family)) = t;
        }
    }
    return all;
}

std::optional<found_constant> find_documented(std::string_view name) {
    for (const constant_table& t : constant_tables()) {
        const auto found = std::ranges::find(t.constants, name, &constant::name);
        if (found != t.constants.end()) return found_constant{t.family, *found};
    }
    return std::nullopt;
}

}  // namespace

std::span<const constant_table> constant_tables() {
    static const auto all = gather();
    return all;
}

const constant_table& table_of(constant_family family) {
    return constant_tables()[static_cast<std::size_t>(family)];
}

std::optional<found_constant> find_constant(std::string_view name) {
    if (const auto found = find_documented(name)) return found;
    const auto* other = std::ranges::find(aliases, name, &alias::name);
    if (other == std::end(aliases)) return std::nullopt;
    auto found = find_documented(other->stands_for);
    assert(found);
    found->value.name = other->name;
    return found;
}

std::span<const constant> former_operator_numbers() {
    static constexpr constant former[] = {
        {"OPERATOR_READ", 1}, {"OPERATOR_WRITE", 2}, {"OPERATOR_INCR", 5}};
    return former;
}

std::span<const text_constant> text_constants() {
    static constexpr text_constant texts[] = {{"JOB_SCAN", "scan"}, {"JOB_QUERY", "query"}};
    return texts;
}

}  // namespace spikelet
