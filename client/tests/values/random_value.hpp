// Values drawn from small pools, so that equal values, equal beginnings and equal keys are common;
// and packed forms of them that are longer than needed.
#pragma once

#include <spikelet/value.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <random>
#include <string>
#include <utility>

namespace spikelet {

class random_source {
public:
    explicit random_source(std::uint64_t seed) : engine_(seed) {}

    // 0 … bound - 1.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class T>
    T pick(std::initializer_list<T> from) {
        return *(from.begin() + below(from.size()));
    }
    std::uint64_t bits() { return engine_(); }

private:
    std::mt19937_64 engine_;
};

struct value_shape {
    bool storable = false;       // no wildcard, infinity or other extension
    bool storable_keys = false;  // integers, strings and blobs
    bool partial_order = true;   // wildcards and NaN too
};

class random_values {
public:
    random_values(std::uint64_t seed, value_shape shape) : random_(seed), shape_(shape) {}

    value next(int depth = 4) {
        const std::size_t kind = random_.below(depth == 0 ? 11 : 17);
        switch (kind) {
            case 0:
                return {};
            case 1:
                return random_.one_in(2);
            case 2:
            case 3:
                return integer();
            case 4:
            case 5:
                return text();
            case 6:
                return bytes();
            case 7:
                return floating();
            case 8:
                return value::geojson(text_bytes());
            case 9:
                return value::hll(wire::as_bytes(text_bytes()));
            case 10:
                return shape_.storable ? integer() : comparison_value();
            case 11:
            case 12:
            case 13:
                return list(depth);
            default:
                return map(depth);
        }
    }

    value list(int depth) {
        value::list items;
        const std::size_t count = random_.one_in(20) ? 14 + random_.below(5) : random_.below(4);
        for (std::size_t i = 0; i < count; ++i)
            items.push_back(next(depth - 1));
        return value(std::move(items), static_cast<list_order>(random_.below(2)));
    }

    value map(int depth) {
        value::map entries;
        const std::size_t count = random_.one_in(20) ? 14 + random_.below(5) : random_.below(4);
        for (std::size_t i = 0; i < count; ++i) {
            value k = key(depth);
            value v = next(depth - 1);
            entries.emplace_back(std::move(k), std::move(v));
        }
        return value(std::move(entries),
                     random_.pick({map_order::unordered, map_order::unordered,
                                   map_order::key_ordered, map_order::value_ordered,
                                   map_order::key_value_ordered, map_order::preserve_order}));
    }

    random_source& random() { return random_; }

private:
    value integer() {
        switch (random_.below(4)) {
            case 0:
                return random_.pick<std::int64_t>({0,
                                                   1,
                                                   -1,
                                                   31,
                                                   -32,
                                                   -33,
                                                   127,
                                                   128,
                                                   -128,
                                                   -129,
                                                   255,
                                                   256,
                                                   32767,
                                                   -32768,
                                                   -32769,
                                                   65535,
                                                   65536,
                                                   2147483647,
                                                   -2147483648LL,
                                                   -2147483649LL,
                                                   4294967295,
                                                   4294967296,
                                                   std::numeric_limits<std::int64_t>::min(),
                                                   std::numeric_limits<std::int64_t>::max()});
            case 1:
                return random_.one_in(4) ? value(random_.bits() | (std::uint64_t{1} << 63))
                                         : value(static_cast<std::int64_t>(random_.bits()));
            default:
                return static_cast<std::int64_t>(random_.below(4)) - 1;
        }
    }
    value floating() {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        constexpr double infinite = std::numeric_limits<double>::infinity();
        if (shape_.partial_order && random_.one_in(8)) return nan;
        return random_.pick({0.0, -0.0, 1.0, 1.5, -1.0, 1e300, infinite, -infinite});
    }
    std::string text_bytes() {
        std::string out;
        const std::size_t size = random_.one_in(30) ? 25 + random_.below(300) : random_.below(4);
        for (std::size_t i = 0; i < size; ++i)
            out += random_.pick({'a', 'b', '\0', '\xff'});
        return out;
    }
    value text() { return text_bytes(); }
    value bytes() {
        using wire::particle_type;
        const auto type =
            random_.pick({particle_type::blob, particle_type::blob, particle_type::java_blob,
                          particle_type::vector, particle_type::null});
        if (type == particle_type::null) {
            // A first byte that is no type.
            std::string raw = text_bytes();
            if (!raw.empty()) raw[0] = random_.pick({'\0', '\x01', 'a', '\xff'});
            return value::blob(wire::as_bytes(raw), type);
        }
        return value::blob(wire::as_bytes(text_bytes()), type);
    }
    value comparison_value() {
        const std::uint8_t data[] = {0, 1, 2, 3};
        switch (random_.below(shape_.partial_order ? 4 : 2)) {
            case 0:
                return value::infinity();
            case 1:
                return value::extension(static_cast<std::uint8_t>(random_.below(3)),
                                        wire::bytes_view(data).first(random_.below(4)));
            default:
                return value::wildcard();
        }
    }
    value key(int depth) {
        if (!shape_.storable_keys) return next(depth - 1);
        switch (random_.below(3)) {
            case 0:
                return integer();
            case 1:
                return text();
            default:
                return value::blob(wire::as_bytes(text_bytes()));
        }
    }

    random_source random_;
    value_shape shape_;
};

// Packs a value, now and then in a longer form than needed.
class sloppy_encoder {
public:
    sloppy_encoder(random_source& random, wire::buffer& out) : random_(random), out_(out) {}

    void encode(const value& v) {
        switch (v.kind()) {
            case value_kind::integer:
                return integer(v);
            case value_kind::string:
            case value_kind::blob:
            case value_kind::geojson:
            case value_kind::hll:
                return bytes(v);
            case value_kind::list:
                container(0x90, 0xdc, v.as_list().size() + (flagged(v) ? 1 : 0));
                if (flagged(v)) flags(v.flags());
                for (const value& element : v.as_list())
                    encode(element);
                return;
            case value_kind::map:
                container(0x80, 0xde, v.as_map().size() + (flagged(v) ? 1 : 0));
                if (flagged(v)) {
                    flags(v.flags());
                    if (random_.one_in(4)) {
                        wire::msgpack::writer(out_).list(1).integer(7);
                    } else {
                        wire::msgpack::writer(out_).nil();
                    }
                }
                for (const auto& [key, mapped] : v.as_map()) {
                    encode(key);
                    encode(mapped);
                }
                return;
            default:
                return wire::encode_value(v, out_);
        }
    }

private:
    // A flags element that says nothing now and then; always where a first element looks like one.
    bool flagged(const value& v) {
        if (v.flags() != 0) return true;
        const value* first = nullptr;
        if (v.kind() == value_kind::list && !v.as_list().empty()) first = &v.as_list().front();
        if (v.kind() == value_kind::map && !v.as_map().empty()) first = &v.as_map().front().first;
        return first != nullptr && first->kind() == value_kind::extension &&
               first->as_bytes().empty();
    }
    void flags(std::uint8_t bits) {
        switch (random_.below(4)) {
            case 0:
                out_.append_u8(0xc8);
                out_.append_u16(0);
                break;
            case 1:
                out_.append_u8(0xc9);
                out_.append_u32(0);
                break;
            default:
                out_.append_u8(0xc7);
                out_.append_u8(0);
        }
        out_.append_u8(bits);
    }
    void container(std::uint8_t fixed, std::uint8_t wide, std::size_t count) {
        if (count < 16 && !random_.one_in(3)) {
            out_.append_u8(static_cast<std::uint8_t>(fixed + count));
        } else if (!random_.one_in(3)) {
            out_.append_u8(wide);
            out_.append_u16(static_cast<std::uint16_t>(count));
        } else {
            out_.append_u8(static_cast<std::uint8_t>(wide + 1));
            out_.append_u32(static_cast<std::uint32_t>(count));
        }
    }
    void integer(const value& v) {
        const std::int64_t number = v.as_int();
        const std::size_t form = random_.below(4);
        if (v.is_unsigned() || form == 0) return wire::encode_value(v, out_);
        if (form == 1 && number >= -0x8000 && number < 0x8000) {
            out_.append_u8(0xd1);
            out_.append_u16(static_cast<std::uint16_t>(number));
        } else if (form == 2 && number >= 0 && number <= 0xffffffff) {
            out_.append_u8(0xce);
            out_.append_u32(static_cast<std::uint32_t>(number));
        } else {
            out_.append_u8(0xd3);
            out_.append_u64(static_cast<std::uint64_t>(number));
        }
    }
    void bytes(const value& v) {
        wire::buffer shortest;
        wire::encode_value(v, shortest);
        wire::msgpack::item i;
        wire::msgpack::reader(shortest.view()).next(i);
        const std::size_t size = i.payload.size();
        switch (random_.below(5)) {
            case 0:
                if (size < 256) {
                    out_.append_u8(random_.pick<std::uint8_t>({0xc4, 0xd9}));
                    out_.append_u8(static_cast<std::uint8_t>(size));
                    break;
                }
                [[fallthrough]];
            case 1:
                out_.append_u8(random_.pick<std::uint8_t>({0xc5, 0xda}));
                out_.append_u16(static_cast<std::uint16_t>(size));
                break;
            case 2:
                out_.append_u8(random_.pick<std::uint8_t>({0xc6, 0xdb}));
                out_.append_u32(static_cast<std::uint32_t>(size));
                break;
            default:
                return out_.append(shortest.view());
        }
        out_.append(i.payload);
    }

    random_source& random_;
    wire::buffer& out_;
};

}  // namespace spikelet
