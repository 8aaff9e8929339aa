// The settings that get-config shows and set-config changes (chapter 03 §6): one table a context.
//
// A setting either has an effect here, and then its row says how to show and to apply it; or it has
// none, and then what set-config gave it is remembered, so that tools see what they wrote. What the
// server itself does not let change at run time is refused, and so is what only an enterprise
// server acts on.
#pragma once

#include "cluster/cluster_state.hpp"
#include "info/memory.hpp"

#include <spikelet/wire/buffer.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace spikelet::mock::info {

// Whose settings: the parts that the context has are set.
struct setting_scope {
    cluster_state& cluster;
    const node& self;
    std::size_t namespace_index = 0;
    set_info* set = nullptr;

    namespace_store& store() const { return cluster.namespace_at(namespace_index); }
};

enum class setting_kind : std::uint8_t {
    fixed,    // set-config refuses it
    boolean,  // true, yes, false, no
    number,
    seconds,  // a number, also with s, m, h, d behind it
    size,     // a number of bytes, also with K, M, G, T behind it
    choice,   // one of the texts
    text,     // a name of at most `max` bytes, without separators
};

struct setting {
    std::string_view name;
    std::string_view initial;  // what is shown until it is changed, unless `show` tells
    setting_kind kind = setting_kind::fixed;
    std::uint64_t min = 0;  // of numbers, seconds and sizes
    std::uint64_t max = UINT32_MAX;
    std::string_view choices = {};  // "off|one|all"

    // Of a setting with an effect: appends its value.
    void (*show)(const setting_scope& scope, wire::buffer& out) = nullptr;
    // Takes up a value (of a boolean: 0 or 1) that is in range; false when it does not fit the
    // other settings.
    bool (*apply)(const setting_scope& scope, std::uint64_t value) = nullptr;
};

// The cluster's name as set-config or the configuration gave it; "null" when it has none.
std::string current_cluster_name(cluster_state& cluster);

std::span<const setting> service_settings();
std::span<const setting> network_settings();
std::span<const setting> namespace_settings_table();
std::span<const setting> set_settings();

// Appends `name=value;` for each setting. `changed` holds what was remembered.
void show_settings(std::span<const setting> settings, const changed_settings& changed,
                   const setting_scope& scope, wire::buffer& out);
// Null when the table has none of that name. "defrag-sleep" finds "storage-engine.defrag-sleep" as
// well.
const setting* find_setting(std::span<const setting> settings, std::string_view name);
// Changes one setting; false when the value does not fit or the setting cannot change.
bool change_setting(const setting& s, std::string_view value, changed_settings& changed,
                    const setting_scope& scope);

}  // namespace spikelet::mock::info
