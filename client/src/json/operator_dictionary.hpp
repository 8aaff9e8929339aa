// The dictionary of one operation: its keys, asked for by what they hold (names.md §5).
#pragma once

#include "constant_reader.hpp"
#include "dictionary.hpp"
#include "value_reader.hpp"

#include <spikelet/list.hpp>
#include <spikelet/map.hpp>
#include <spikelet/operation.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace spikelet::json_form {

class operator_dictionary {
public:
    explicit operator_dictionary(dictionary& keys) : keys_(keys) {}

    std::string bin();
    // Any value. Null is nil.
    value any(std::string_view key);
    // Null, as if it were not given: open. {"$null": true} is nil.
    std::optional<value> bound(std::string_view key);
    value::list list(std::string_view key);
    value::map map(std::string_view key);
    // Of 64 bits; also {"$int": "…"}.
    std::int64_t integer(std::string_view key);
    // Not negative.
    std::uint64_t size(std::string_view key);
    std::optional<std::uint64_t> optional_size(std::string_view key);
    // Of 32 bits.
    std::uint32_t count(std::string_view key,
                        std::uint32_t max = std::numeric_limits<std::uint32_t>::max());
    std::uint32_t flags(std::string_view key, constant_family family);
    bool boolean(std::string_view key);

    // return_type with `inverted` joined in.
    list::return_type list_return();  // must be given
    map::return_type map_return();    // none if it is not given
    std::optional<list::policy> list_policy();

    dictionary& keys() { return keys_; }

private:
    bool inverted();

    dictionary& keys_;
};

// One operator of the documentation.
struct operator_entry {
    std::string_view name;
    operation (*read)(operator_dictionary& d);
};

// Each family's operators, one table each.
std::span<const operator_entry> basic_operators();
std::span<const operator_entry> list_operators();
std::span<const operator_entry> map_operators();
std::span<const operator_entry> bit_operators();
std::span<const operator_entry> hll_operators();

std::vector<context_step> read_context(const json& found, const place& where);
// The key `ctx`, where it is not null; empty otherwise.
std::vector<context_step> read_context_of(dictionary& keys);

}  // namespace spikelet::json_form
