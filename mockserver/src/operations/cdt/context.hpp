// The way to a list or map inside others (chapter 10).
#pragma once

#include "operations/cdt/collection.hpp"
#include "operations/operation.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace spikelet::mock {

// A context in the form [type1, value1, type2, value2, …].
class packed_context {
public:
    struct step {
        std::uint64_t type = 0;
        bytes_view value;  // a whole packed value
    };
    // False if `packed` is no such list.
    static bool parse(bytes_view packed, packed_context& out);
    std::uint32_t size() const { return steps_; }
    // Goes on to the next step; false behind the last one, or if its type is no integer.
    bool next(step& out);

private:
    wire::msgpack::reader in_{bytes_view{}};
    std::uint32_t steps_ = 0;
    std::uint32_t left_ = 0;
};

// Deepest context. Every level takes time proportional to what lies in it, so that without a limit
// one request could keep the server busy for minutes.
inline constexpr std::uint32_t context_depth_max = 64;

// The lists and maps from a bin's own down to the one that an operation works on.
class context_path {
public:
    explicit context_path(command_memory& memory) : memory_(&memory) {}

    // Goes down from `bin`, null if the bin is missing. `creates`: what is missing may be made
    // where the steps say so. Not found is op_not_applicable.
    result_code open(const value_view* bin, packed_context context, bool creates);

    // True if something on the way, the last value included, is not there yet.
    bool is_new() const { return is_new_; }
    // The value under the last step: nothing if it is new, or no list or map.
    std::optional<collection> last() const;
    // Writes what has become of the last value up through the path and answers the bin's value.
    value_view rebuilt(const collection& last);

private:
    // A container and the item in it that the path goes through.
    struct level {
        collection container;
        std::uint32_t position = 0;
        bool exists = true;
        std::uint32_t padding = 0;  // nils in front of a new element
        bytes_view key = {};        // packed, of a new entry
    };
    result_code step_into(level& at, const packed_context::step& step, bool creates);
    result_code find_in_list(level& at, unsigned base, bytes_view value, unsigned creation);
    result_code find_in_map(level& at, unsigned base, bytes_view value, unsigned creation);
    void put(level& at, bytes_view packed);

    command_memory* memory_;
    std::vector<level> levels_;
    bool is_new_ = false;
};

}  // namespace spikelet::mock
