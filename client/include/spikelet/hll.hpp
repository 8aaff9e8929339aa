// Operations on HyperLogLogs (chapter 11, part B): bins that estimate how many different values
// they have been given, without keeping them.
//
//     client.operate(key, {hll::add("visitors", {"ann", "bob"}, 12), hll::get_count("visitors")});
//
// 2^index_bits registers (4 … 16) decide about size and error; minhash_bits (0, or 4 … 51) make
// intersections more exact. Reads of a missing bin answer nothing. Arguments that are HLLs are what
// a read of such a bin answers.
#pragma once

#include <spikelet/operation.hpp>
#include <spikelet/value.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace spikelet::hll {

enum class write_flags : std::uint32_t {  // HLL_WRITE_*, joined with |
    none = 0,
    create_only = 1,  // an existing bin is error 6
    update_only = 2,  // a missing bin is error 17; init and set_union only
    no_fail = 4,      // what these two forbid is left undone
    allow_fold = 8,   // set_union only: the bin takes the form that all have in common
};
constexpr write_flags operator|(write_flags a, write_flags b) {
    return static_cast<write_flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

using optional_bits = std::optional<std::uint8_t>;

// Makes the bin, or empties it; an existing one keeps what is not given. Answers nothing.
operation init(std::string bin, optional_bits index_bits = {}, optional_bits minhash_bits = {},
               write_flags flags = write_flags::none);
// Adds values, no lists and maps; makes the bin if index_bits are given. Answers how many of them
// changed a register.
operation add(std::string bin, value::list values, optional_bits index_bits = {},
              optional_bits minhash_bits = {}, write_flags flags = write_flags::none);
// Adds what the others have seen; makes the bin. One with more registers than they have, or with
// another minhash, is error 26 unless it may fold. Answers nothing. Here and below `others` are
// HLLs or blobs with their bytes: std::invalid_argument for anything else.
operation set_union(std::string bin, value::list others, write_flags flags = write_flags::none);
// Stores the estimate with the bin, and answers it.
operation refresh_count(std::string bin);
// Reduces the registers of one without minhash. Answers nothing.
operation fold(std::string bin, std::uint8_t index_bits);

// The estimate.
operation get_count(std::string bin);
// An HLL of everything, in the form that all have in common.
operation get_union(std::string bin, value::list others);
operation get_union_count(std::string bin, value::list others);
// Of three or more others all must have the same minhash.
operation get_intersect_count(std::string bin, value::list others);
// Of the intersection to the union: a double, 0 … 1 or NaN.
operation get_similarity(std::string bin, value::list others);
// [index_bits, minhash_bits].
operation describe(std::string bin);
// 1 if all of them may have been added, 0 if one has not.
operation may_contain(std::string bin, value::list values);

}  // namespace spikelet::hll
