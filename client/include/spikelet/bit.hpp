// Operations on the bits of a blob (chapter 11, part A): what operate() reads and changes inside a
// bin's bytes.
//
//     client.operate(key, {bit::set("seen", 42, 1, value::blob(one), bit::write_flags::partial),
//                          bit::count("seen", 0, 1024)});
//
// Bit 0 is the most significant bit of byte 0. Offsets are negative from the end; sizes count bits
// unless their name says bytes. Changes answer nothing. Reads of a missing bin answer nothing, and
// of a range that the blob does not wholly hold error 26. Only resize and insert make a bin: other
// changes of a missing one are error 17.
#pragma once

#include <spikelet/operation.hpp>
#include <spikelet/value.hpp>

#include <cstdint>
#include <string>

namespace spikelet::bit {

enum class write_flags : std::uint32_t {  // BIT_WRITE_*, joined with |
    none = 0,
    create_only = 1,  // an existing bin is error 6; resize and insert only
    update_only = 2,  // a missing bin is error 17
    no_fail = 4,      // what the flags forbid, or the range does not allow, is left undone
    partial = 8,      // a range beyond the end is cut off; not resize, insert and numbers
};
constexpr write_flags operator|(write_flags a, write_flags b) {
    return static_cast<write_flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

enum class resize_flags : std::uint32_t {  // BIT_RESIZE_*, joined with |
    none = 0,
    from_front = 1,   // bytes are added or removed at the beginning
    grow_only = 2,    // a smaller size is error 4
    shrink_only = 4,  // a larger size is error 4
};
constexpr resize_flags operator|(resize_flags a, resize_flags b) {
    return static_cast<resize_flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

// What add and subtract do when the result does not fit: BIT_OVERFLOW_*.
enum class overflow : std::uint32_t {
    fail = 0,      // error 26
    saturate = 2,  // the greatest or the least number
    wrap = 4,      // modulo 2^size
};

// How a range of bits is a number, most significant bit first.
struct integer_policy {
    bool is_signed = false;  // two's complement
    overflow action = overflow::fail;
    write_flags flags = write_flags::none;
};

// ---- changing the size

// New bytes are 0. Makes the bin.
operation resize(std::string bin, std::uint32_t byte_size, resize_flags how = resize_flags::none,
                 write_flags flags = write_flags::none);
// Puts bytes in front of the one at the offset; beyond the end zeros fill the gap. Makes the bin.
// Here and below `bytes` is a blob or text: std::invalid_argument for anything else.
operation insert(std::string bin, std::int64_t byte_offset, value bytes,
                 write_flags flags = write_flags::none);
// What is behind moves forward.
operation remove(std::string bin, std::int64_t byte_offset, std::uint32_t byte_size,
                 write_flags flags = write_flags::none);

// ---- changing bits; `bytes` hold at least `bit_size` bits and are taken from their left

operation set(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, value bytes,
              write_flags flags = write_flags::none);
operation bitwise_or(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, value bytes,
                     write_flags flags = write_flags::none);
operation bitwise_xor(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, value bytes,
                      write_flags flags = write_flags::none);
operation bitwise_and(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, value bytes,
                      write_flags flags = write_flags::none);
operation bitwise_not(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                      write_flags flags = write_flags::none);
// Within the range; what is left behind becomes 0.
operation lshift(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                 std::uint32_t distance, write_flags flags = write_flags::none);
operation rshift(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                 std::uint32_t distance, write_flags flags = write_flags::none);

// ---- numbers of 1 to 64 bits; `number` is cut to that size

operation add(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, std::int64_t number,
              const integer_policy& p = {});
operation subtract(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                   std::int64_t number, const integer_policy& p = {});
operation set_int(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                  std::int64_t number, write_flags flags = write_flags::none);
// An integer; of 64 unsigned bits its two's complement.
operation get_int(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                  bool is_signed = false);

// ---- reading

// A blob that holds the range on its left, filled up with zeros.
operation get(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size);
// How many bits are 1.
operation count(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size);
// Position in the range of the first or the last bit with that value; -1 if there is none. (A
// server looks for the last one down to the byte border in front of the range: see chapter 11 §A5.)
operation lscan(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, bool v);
operation rscan(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, bool v);

}  // namespace spikelet::bit
