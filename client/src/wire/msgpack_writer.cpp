#include <spikelet/wire/msgpack.hpp>

#include <cassert>
#include <cstring>

namespace spikelet::wire::msgpack {

namespace {

template <class Int>
void put(buffer& out, std::uint8_t head, Int number) {
    std::uint8_t* p = out.grow(1 + sizeof number);
    *p = head;
    store_be(p + 1, number);
}

void copy(std::uint8_t* to, bytes_view bytes) {
    if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
}

}  // namespace

writer& writer::nil() {
    out_.append_u8(0xc0);
    return *this;
}

writer& writer::boolean(bool v) {
    out_.append_u8(v ? 0xc3 : 0xc2);
    return *this;
}

writer& writer::integer(std::int64_t v) {
    if (v >= 0) return unsigned_integer(static_cast<std::uint64_t>(v));
    if (v >= -32) {
        out_.append_u8(static_cast<std::uint8_t>(v));
    } else if (v >= -0x80) {
        put(out_, 0xd0, static_cast<std::int8_t>(v));
    } else if (v >= -0x8000) {
        put(out_, 0xd1, static_cast<std::int16_t>(v));
    } else if (v >= -0x80000000LL) {
        put(out_, 0xd2, static_cast<std::int32_t>(v));
    } else {
        put(out_, 0xd3, v);
    }
    return *this;
}

writer& writer::unsigned_integer(std::uint64_t v) {
    if (v < 0x80) {
        out_.append_u8(static_cast<std::uint8_t>(v));
    } else if (v < 0x100) {
        put(out_, 0xcc, static_cast<std::uint8_t>(v));
    } else if (v < 0x10000) {
        put(out_, 0xcd, static_cast<std::uint16_t>(v));
    } else if (v < 0x100000000) {
        put(out_, 0xce, static_cast<std::uint32_t>(v));
    } else {
        put(out_, 0xcf, v);
    }
    return *this;
}

writer& writer::floating(double v) {
    put(out_, 0xcb, std::bit_cast<std::uint64_t>(v));
    return *this;
}

void writer::bytes_header(std::size_t size) {
    assert(size <= UINT32_MAX);
    if (size < 32) {
        out_.append_u8(static_cast<std::uint8_t>(0xa0 + size));
    } else if (size < 0x100) {
        put(out_, 0xd9, static_cast<std::uint8_t>(size));
    } else if (size < 0x10000) {
        put(out_, 0xda, static_cast<std::uint16_t>(size));
    } else {
        put(out_, 0xdb, static_cast<std::uint32_t>(size));
    }
}

writer& writer::raw(bytes_view payload) {
    bytes_header(payload.size());
    out_.append(payload);
    return *this;
}

writer& writer::bytes(std::uint8_t type, bytes_view payload) {
    bytes_header(payload.size() + 1);
    std::uint8_t* p = out_.grow(payload.size() + 1);
    *p = type;
    copy(p + 1, payload);
    return *this;
}

void writer::container_header(std::size_t count, std::uint8_t fixed, std::uint8_t wide) {
    assert(count <= UINT32_MAX);
    if (count < 16) {
        out_.append_u8(static_cast<std::uint8_t>(fixed + count));
    } else if (count < 0x10000) {
        put(out_, wide, static_cast<std::uint16_t>(count));
    } else {
        put(out_, static_cast<std::uint8_t>(wide + 1), static_cast<std::uint32_t>(count));
    }
}

writer& writer::list(std::size_t count) {
    container_header(count, 0x90, 0xdc);
    return *this;
}

writer& writer::map(std::size_t count) {
    container_header(count, 0x80, 0xde);
    return *this;
}

writer& writer::list_flags(std::uint8_t flags) {
    return extension(flags, {});
}

writer& writer::map_flags(std::uint8_t flags) {
    return extension(flags, {}).nil();
}

writer& writer::extension(std::uint8_t type, bytes_view data) {
    const std::size_t size = data.size();
    assert(size <= UINT32_MAX);
    switch (size) {
        case 1:
        case 2:
        case 4:
        case 8:
        case 16:
            out_.append_u8(static_cast<std::uint8_t>(0xd4 + std::countr_zero(size)));
            break;
        default:
            if (size < 0x100) {
                put(out_, 0xc7, static_cast<std::uint8_t>(size));
            } else if (size < 0x10000) {
                put(out_, 0xc8, static_cast<std::uint16_t>(size));
            } else {
                put(out_, 0xc9, static_cast<std::uint32_t>(size));
            }
    }
    std::uint8_t* p = out_.grow(1 + size);
    *p = type;
    copy(p + 1, data);
    return *this;
}

writer& writer::wildcard() {
    static constexpr std::uint8_t data[] = {0};
    return extension(0xff, data);
}

writer& writer::infinity() {
    static constexpr std::uint8_t data[] = {1};
    return extension(0xff, data);
}

}  // namespace spikelet::wire::msgpack
