// Packed values: the msgpack dialect of lists, maps and operation arguments (chapter 07).
//
// Writing appends shortest forms to a buffer; reading pulls items out of bytes and never looks
// beyond them. Nothing recurses over what was received.
//
//     msgpack::writer(out).list(2).integer(7).string("x");
//
//     msgpack::reader in(bytes);
//     msgpack::item i;
//     while (in.next(i)) …                     // a scalar, or the header of a container
//
//     value v;
//     if (decode_value(bytes, v) == decode_errc::ok) …
#pragma once

#include <spikelet/value.hpp>
#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spikelet::wire {

namespace msgpack {

// ---- reading

enum class item_kind : std::uint8_t {
    nil,
    boolean,
    integer,
    floating,
    bytes,  // str or bin family: a type byte and a payload, as a rule
    list,
    map,
    extension,
};

// What a str or bin is by its first byte (chapter 07 §2.2).
enum class bytes_kind : std::uint8_t { bytes, string, geojson };

struct item {
    item_kind kind = item_kind::nil;
    std::uint8_t extension_type = 0;
    // An integer of 2^63 or above.
    bool is_unsigned = false;
    // 0 or 1 of a boolean, an integer's two's complement, a double's bits, or the count of a list's
    // elements or a map's pairs, a flags element included. A count never exceeds what the bytes
    // that are left can hold.
    std::uint64_t number = 0;
    // Of bytes (with the type byte) and extensions; views what is read.
    bytes_view payload;

    std::int64_t integer() const { return static_cast<std::int64_t>(number); }
    double floating() const { return std::bit_cast<double>(number); }
    bytes_kind payload_kind() const {
        if (payload.empty()) return bytes_kind::bytes;
        switch (static_cast<particle_type>(payload[0])) {
            case particle_type::string:
                return bytes_kind::string;
            case particle_type::geojson:
                return bytes_kind::geojson;
            default:
                return bytes_kind::bytes;
        }
    }
    bool is_wildcard() const { return is_mark(0); }
    bool is_infinity() const { return is_mark(1); }
    // Refused wherever a value is to be stored (chapter 07 §2.4).
    bool is_non_storage() const {
        return kind == item_kind::extension && extension_type == 0xff && !payload.empty() &&
               payload.size() <= 3;
    }

private:
    bool is_mark(std::uint8_t data) const {
        return kind == item_kind::extension && extension_type == 0xff && payload.size() == 1 &&
               payload[0] == data;
    }
};

// Bits of a flags element.
namespace flags {
inline constexpr std::uint8_t ordered = 0x01;  // of a map: by key
inline constexpr std::uint8_t value_ordered = 0x02;
inline constexpr std::uint8_t preserve_order = 0x08;
inline constexpr std::uint8_t persist_index = 0x10;
}  // namespace flags

class reader {
public:
    explicit reader(bytes_view bytes)
        : begin_(bytes.data()), p_(bytes.data()), end_(bytes.data() + bytes.size()) {}

    bool at_end() const { return p_ == end_; }
    std::size_t left() const { return static_cast<std::size_t>(end_ - p_); }
    std::size_t offset() const { return static_cast<std::size_t>(p_ - begin_); }
    bytes_view rest() const { return {p_, end_}; }
    // `offset` is at most the size of the bytes.
    void seek(std::size_t offset) { p_ = begin_ + offset; }

    // Takes a scalar with its payload, or the header of a list or map. False, and nothing is taken,
    // at the end and where the bytes are malformed.
    bool next(item& out);
    // Passes over one whole item, however deep. False, and nothing is taken, if it is malformed.
    bool skip();
    // Takes one whole item; empty if it is malformed.
    bytes_view take();
    // To be called behind next(), when it gave a list or map. Takes the flags element or pair, if
    // there is one, off the count in `container`, and sets `flags`, 0 if there is none. False if it
    // is malformed.
    bool take_flags(item& container, std::uint8_t& flags);

private:
    const std::uint8_t* begin_;
    const std::uint8_t* p_;
    const std::uint8_t* end_;
};

// ---- writing

constexpr std::size_t integer_size(std::int64_t v) {
    if (v >= 0) {
        return v < 0x80 ? 1 : v < 0x100 ? 2 : v < 0x10000 ? 3 : v < 0x100000000 ? 5 : 9;
    }
    return v >= -32 ? 1 : v >= -0x80 ? 2 : v >= -0x8000 ? 3 : v >= -0x80000000LL ? 5 : 9;
}
// Of the header of `size` bytes, a type byte included.
constexpr std::size_t bytes_header_size(std::size_t size) {
    return size < 32 ? 1 : size < 0x100 ? 2 : size < 0x10000 ? 3 : 5;
}
// Of a list's header with `count` elements, of a map's with `count` pairs.
constexpr std::size_t container_header_size(std::size_t count) {
    return count < 16 ? 1 : count < 0x10000 ? 3 : 5;
}
// Of an extension's header with `size` bytes of data.
constexpr std::size_t extension_header_size(std::size_t size) {
    if (size == 1 || size == 2 || size == 4 || size == 8 || size == 16) return 2;
    return size < 0x100 ? 3 : size < 0x10000 ? 4 : 6;
}

// Appends to a buffer, which it keeps a reference to. Sizes and counts are below 2^32.
class writer {
public:
    explicit writer(buffer& out) : out_(out) {}

    writer& nil();
    writer& boolean(bool v);
    writer& integer(std::int64_t v);
    writer& unsigned_integer(std::uint64_t v);
    writer& floating(double v);
    writer& string(std::string_view text) {
        return bytes(static_cast<std::uint8_t>(particle_type::string), as_bytes(text));
    }
    writer& geojson(std::string_view text) {
        return bytes(static_cast<std::uint8_t>(particle_type::geojson), as_bytes(text));
    }
    writer& blob(bytes_view payload, particle_type type = particle_type::blob) {
        return bytes(static_cast<std::uint8_t>(type), payload);
    }
    // A str without a type byte: names and patterns inside expressions.
    writer& raw(bytes_view payload);
    writer& bytes(std::uint8_t type, bytes_view payload);
    // Headers; the elements, or keys and values, come behind. A flags element counts.
    writer& list(std::size_t count);
    writer& map(std::size_t count);
    // Flags element of a list, flags pair of a map.
    writer& list_flags(std::uint8_t flags);
    writer& map_flags(std::uint8_t flags);
    writer& extension(std::uint8_t type, bytes_view data);
    writer& wildcard();
    writer& infinity();
    // Something that is packed already.
    writer& packed(bytes_view bytes) {
        out_.append(bytes);
        return *this;
    }

private:
    void bytes_header(std::size_t size);
    void container_header(std::size_t count, std::uint8_t fixed, std::uint8_t wide);

    buffer& out_;
};

}  // namespace msgpack

// ---- values

enum class decode_errc : std::uint8_t { ok, malformed, trailing_bytes, too_deep };
// A phrase that says what is wrong: "malformed packed value", …
std::string_view explain(decode_errc error);

// Decodes the one value that `in` is; containers nest at most value_depth_max deep. `out` is
// unspecified after an error.
decode_errc decode_value(bytes_view in, value& out);
// Decodes one value and leaves the reader behind it.
decode_errc decode_value(msgpack::reader& in, value& out);

// Appends the shortest form. The index bit of lists and maps is left out: clients neither send nor
// see it (chapter 07 §3). An object is std::invalid_argument: a serializer comes first.
void encode_value(const value& v, buffer& out);
// The number of bytes encode_value() appends.
std::size_t packed_size(const value& v);

}  // namespace spikelet::wire
