#include "topology/replicas.hpp"

#include "topology/info_text.hpp"

namespace spikelet::topology {
namespace {

constexpr std::int32_t rack_max = 1000000;  // of a server

// "ns:rest", taken apart. Empty name: malformed.
struct named_part {
    std::string_view name;
    std::string_view rest;
};
named_part split_name(std::string_view part) {
    const std::size_t colon = part.find(':');
    if (colon == std::string_view::npos) return {};
    return {part.substr(0, colon), part.substr(colon + 1)};
}

bool apply_namespace(std::string_view part, node& from, cluster& c) {
    auto [name, rest] = split_name(part);
    if (name.empty()) return false;
    const auto regime_text = take_part(rest, ',');
    const auto count_text = take_part(rest, ',');
    if (!regime_text || !count_text) return false;
    const auto regime = parse_number<std::uint32_t>(*regime_text);
    const auto count = parse_number<std::uint32_t>(*count_text);
    if (!regime || !count) return false;
    partition_table* table = c.namespace_for(name);
    if (table == nullptr) return false;

    for (std::uint32_t replica = 0; replica < *count && replica < replicas_max; ++replica) {
        const auto text = take_part(rest, ',');
        partition_bitmap owned;
        if (!text || !decode_base64(*text, owned.data(), owned.size())) return false;
        table->claim(from, replica, *regime, owned);
    }
    return true;
}

}  // namespace

bool apply_replicas(std::string_view text, node& from, cluster& c) {
    while (const auto part = take_part(text, ';')) {
        if (!apply_namespace(*part, from, c)) return false;
    }
    return true;
}

bool apply_rack_ids(std::string_view text, node& from, cluster& c) {
    while (const auto part = take_part(text, ';')) {
        const auto [name, rest] = split_name(*part);
        const auto rack = parse_number<std::int32_t>(rest);
        if (name.empty() || !rack || *rack < 0 || *rack > rack_max) return false;
        partition_table* table = c.namespace_for(name);
        if (table == nullptr) return false;
        from.set_rack(table->index(), *rack);
    }
    return true;
}

}  // namespace spikelet::topology
