#include "call.hpp"

#include <spikelet/bit.hpp>

#include <stdexcept>
#include <string_view>

namespace spikelet::bit {
namespace {

using calls::arguments;
using wire::operation_type;

// Chapter 11 §A1, §A2.
enum code : std::uint16_t {
    resize_code = 0,
    insert_code = 1,
    remove_code = 2,
    set_code = 3,
    or_code = 4,
    xor_code = 5,
    and_code = 6,
    not_code = 7,
    lshift_code = 8,
    rshift_code = 9,
    add_code = 10,
    subtract_code = 11,
    set_int_code = 12,
    get_code = 50,
    count_code = 51,
    lscan_code = 52,
    rscan_code = 53,
    get_int_code = 54,
};

operation read(std::string bin, code c, value::list given) {
    return {operation_type::bits_read, std::move(bin), {c, std::move(given), {}, true}};
}
operation modify(std::string bin, code c, value::list given) {
    return {operation_type::bits_modify, std::move(bin), {c, std::move(given), {}, true}};
}

value expect_bytes(std::string_view what, const std::string& bin, value bytes) {
    if (bytes.kind() == value_kind::blob || bytes.kind() == value_kind::string) return bytes;
    throw std::invalid_argument("bit::" + std::string(what) + " of bin \"" + bin +
                                "\": takes a blob or text, not a value of kind " +
                                std::string(name(bytes.kind())));
}

struct range {
    std::int64_t offset;
    std::uint32_t size;
};
operation combine(std::string_view what, std::string bin, code c, range bits, value bytes,
                  write_flags flags) {
    bytes = expect_bytes(what, bin, std::move(bytes));
    return modify(std::move(bin), c, arguments(bits.offset, bits.size, std::move(bytes), flags));
}

// What is added or subtracted travels unsigned, as official clients send it: a server cuts it to
// the size of the range, and two's complement does the rest.
std::uint64_t as_sent(std::int64_t number) {
    return static_cast<std::uint64_t>(number);
}
std::uint32_t number_flags(const integer_policy& p) {
    return static_cast<std::uint32_t>(p.action) | (p.is_signed ? 1u : 0u);
}

}  // namespace

operation resize(std::string bin, std::uint32_t byte_size, resize_flags how, write_flags flags) {
    return modify(std::move(bin), resize_code, arguments(byte_size, flags, how));
}
operation insert(std::string bin, std::int64_t byte_offset, value bytes, write_flags flags) {
    bytes = expect_bytes("insert", bin, std::move(bytes));
    return modify(std::move(bin), insert_code, arguments(byte_offset, std::move(bytes), flags));
}
operation remove(std::string bin, std::int64_t byte_offset, std::uint32_t byte_size,
                 write_flags flags) {
    return modify(std::move(bin), remove_code, arguments(byte_offset, byte_size, flags));
}

operation set(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, value bytes,
              write_flags flags) {
    return combine("set", std::move(bin), set_code, {bit_offset, bit_size}, std::move(bytes),
                   flags);
}
operation bitwise_or(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, value bytes,
                     write_flags flags) {
    return combine("bitwise_or", std::move(bin), or_code, {bit_offset, bit_size}, std::move(bytes),
                   flags);
}
operation bitwise_xor(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, value bytes,
                      write_flags flags) {
    return combine("bitwise_xor", std::move(bin), xor_code, {bit_offset, bit_size},
                   std::move(bytes), flags);
}
operation bitwise_and(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, value bytes,
                      write_flags flags) {
    return combine("bitwise_and", std::move(bin), and_code, {bit_offset, bit_size},
                   std::move(bytes), flags);
}
operation bitwise_not(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                      write_flags flags) {
    return modify(std::move(bin), not_code, arguments(bit_offset, bit_size, flags));
}
operation lshift(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                 std::uint32_t distance, write_flags flags) {
    return modify(std::move(bin), lshift_code, arguments(bit_offset, bit_size, distance, flags));
}
operation rshift(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                 std::uint32_t distance, write_flags flags) {
    return modify(std::move(bin), rshift_code, arguments(bit_offset, bit_size, distance, flags));
}

operation add(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, std::int64_t number,
              const integer_policy& p) {
    return modify(std::move(bin), add_code,
                  arguments(bit_offset, bit_size, as_sent(number), p.flags, number_flags(p)));
}
operation subtract(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                   std::int64_t number, const integer_policy& p) {
    return modify(std::move(bin), subtract_code,
                  arguments(bit_offset, bit_size, as_sent(number), p.flags, number_flags(p)));
}
operation set_int(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                  std::int64_t number, write_flags flags) {
    return modify(std::move(bin), set_int_code, arguments(bit_offset, bit_size, number, flags));
}
operation get_int(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size,
                  bool is_signed) {
    value::list given = arguments(bit_offset, bit_size);
    if (is_signed) given.emplace_back(1);
    return read(std::move(bin), get_int_code, std::move(given));
}

operation get(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size) {
    return read(std::move(bin), get_code, arguments(bit_offset, bit_size));
}
operation count(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size) {
    return read(std::move(bin), count_code, arguments(bit_offset, bit_size));
}
operation lscan(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, bool v) {
    return read(std::move(bin), lscan_code, arguments(bit_offset, bit_size, v));
}
operation rscan(std::string bin, std::int64_t bit_offset, std::uint32_t bit_size, bool v) {
    return read(std::move(bin), rscan_code, arguments(bit_offset, bit_size, v));
}

}  // namespace spikelet::bit
