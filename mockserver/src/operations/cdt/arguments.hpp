// The arguments of an operation on a list or map (chapters 08 §1 and 09 §1).
#pragma once

#include "operations/command_memory.hpp"

#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/result_code.hpp>

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spikelet::mock {

using wire::bytes_view;

// A signature has one letter for each argument, a small one if the argument may be left out:
//
//     I  an integer: an index, a rank
//     U  an unsigned integer: a count, flags; a negative one counts as its two's complement
//     V  any value, wildcards and infinity included
//     W  a list of any values
//     S  a value to be stored
//     L  a list, M a map of values to be stored
class arguments {
public:
    static constexpr std::size_t count_max = 4;

    // Takes `count` arguments from `in`. False if they do not fit the signature.
    bool parse(std::string_view signature, std::size_t count, wire::msgpack::reader& in,
               command_memory& memory);

    bool has(std::size_t i) const { return i < count_; }
    std::int64_t integer(std::size_t i) const { return all_[checked(i)].number; }
    std::uint64_t number(std::size_t i) const {
        return static_cast<std::uint64_t>(all_[checked(i)].number);
    }
    std::uint64_t number_or(std::size_t i, std::uint64_t otherwise) const {
        return has(i) ? number(i) : otherwise;
    }
    // Of S, L and M in stored form; of V and W as it came.
    bytes_view packed(std::size_t i) const { return all_[checked(i)].packed; }

private:
    struct argument {
        bytes_view packed;
        std::int64_t number = 0;
    };
    std::size_t checked(std::size_t i) const {
        assert(has(i));
        return i;
    }

    std::array<argument, count_max> all_;
    std::size_t count_ = 0;
};

// The elements of a list argument.
struct packed_list {
    std::uint32_t count = 0;
    bytes_view items;
};
// `list` is a packed list; its flags element is left out.
packed_list open_list(bytes_view list);

// A value in stored form, for as long as the memory; empty if it cannot be stored.
bytes_view to_stored(bytes_view packed, command_memory& memory);

}  // namespace spikelet::mock
