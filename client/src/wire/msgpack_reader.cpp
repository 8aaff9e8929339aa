#include <spikelet/wire/msgpack.hpp>

#include <array>

namespace spikelet::wire::msgpack {

namespace {

std::uint64_t load_unsigned(const std::uint8_t* p, unsigned size) {
    switch (size) {
        case 1:
            return *p;
        case 2:
            return load_be<std::uint16_t>(p);
        case 4:
            return load_be<std::uint32_t>(p);
        default:
            return load_be<std::uint64_t>(p);
    }
}

std::uint64_t load_signed(const std::uint8_t* p, unsigned size) {
    switch (size) {
        case 1:
            return static_cast<std::uint64_t>(std::int64_t{static_cast<std::int8_t>(*p)});
        case 2:
            return static_cast<std::uint64_t>(std::int64_t{load_be<std::int16_t>(p)});
        case 4:
            return static_cast<std::uint64_t>(std::int64_t{load_be<std::int32_t>(p)});
        default:
            return load_be<std::uint64_t>(p);
    }
}

// What follows the first byte of an item: the operand (a number, size or count), the type byte of
// an extension.
struct form {
    item_kind kind;
    std::uint8_t operand;    // bytes of the operand
    bool is_signed = false;  // of integers
    // Operand of the forms that have it in the first byte, or size of the data of a fixext.
    std::uint8_t implied = 0;
};

// False for c1.
bool form_of(std::uint8_t head, form& out) {
    if (head <= 0x7f) return out = {item_kind::integer, 0, false, head}, true;
    if (head <= 0x8f) return out = {item_kind::map, 0, false, std::uint8_t(head & 0x0f)}, true;
    if (head <= 0x9f) return out = {item_kind::list, 0, false, std::uint8_t(head & 0x0f)}, true;
    if (head <= 0xbf) return out = {item_kind::bytes, 0, false, std::uint8_t(head & 0x1f)}, true;
    if (head >= 0xe0) return out = {item_kind::integer, 0, true, head}, true;
    static constexpr form forms[32] = {
        {item_kind::nil, 0},                   // c0
        {item_kind::nil, 0xff},                // c1: invalid
        {item_kind::boolean, 0, false, 0},     // c2
        {item_kind::boolean, 0, false, 1},     // c3
        {item_kind::bytes, 1},                 // c4
        {item_kind::bytes, 2},                 // c5
        {item_kind::bytes, 4},                 // c6
        {item_kind::extension, 1},             // c7
        {item_kind::extension, 2},             // c8
        {item_kind::extension, 4},             // c9
        {item_kind::floating, 4},              // ca
        {item_kind::floating, 8},              // cb
        {item_kind::integer, 1},               // cc
        {item_kind::integer, 2},               // cd
        {item_kind::integer, 4},               // ce
        {item_kind::integer, 8},               // cf
        {item_kind::integer, 1, true},         // d0
        {item_kind::integer, 2, true},         // d1
        {item_kind::integer, 4, true},         // d2
        {item_kind::integer, 8, true},         // d3
        {item_kind::extension, 0, false, 1},   // d4
        {item_kind::extension, 0, false, 2},   // d5
        {item_kind::extension, 0, false, 4},   // d6
        {item_kind::extension, 0, false, 8},   // d7
        {item_kind::extension, 0, false, 16},  // d8
        {item_kind::bytes, 1},                 // d9
        {item_kind::bytes, 2},                 // da
        {item_kind::bytes, 4},                 // db
        {item_kind::list, 2},                  // dc
        {item_kind::list, 4},                  // dd
        {item_kind::map, 2},                   // de
        {item_kind::map, 4},                   // df
    };
    out = forms[head - 0xc0];
    return out.operand != 0xff;
}

// The whole size of an item, where its first byte tells it: of most, and those are many.
constexpr std::array<std::uint8_t, 256> known_sizes = [] {
    std::array<std::uint8_t, 256> sizes{};  // 0: not known
    const auto fill = [&sizes](unsigned first, unsigned last, unsigned size, unsigned more) {
        for (unsigned head = first; head <= last; ++head, size += more) {
            sizes[head] = static_cast<std::uint8_t>(size);
        }
    };
    fill(0x00, 0x7f, 1, 0);  // integers
    fill(0xe0, 0xff, 1, 0);
    fill(0xa0, 0xbf, 1, 1);                        // bytes
    fill(0xc0, 0xc0, 1, 0);                        // nil
    fill(0xc2, 0xc3, 1, 0);                        // booleans
    fill(0xca, 0xcb, 5, 4);                        // floating
    for (const unsigned first : {0xccu, 0xd0u}) {  // integers of 1, 2, 4 and 8 bytes
        for (unsigned i = 0; i < 4; ++i) {
            fill(first + i, first + i, 1 + (1u << i), 0);
        }
    }
    return sizes;
}();

}  // namespace

bool reader::next(item& out) {
    if (p_ == end_) return false;
    form f;
    if (!form_of(*p_, f)) return false;
    const std::uint8_t* p = p_ + 1;
    if (static_cast<std::size_t>(end_ - p) < f.operand) return false;
    std::uint64_t number = f.implied;
    if (f.operand != 0) {
        number = f.is_signed ? load_signed(p, f.operand) : load_unsigned(p, f.operand);
        p += f.operand;
    } else if (f.is_signed) {
        number = load_signed(&f.implied, 1);
    }
    out.kind = f.kind;
    out.is_unsigned = false;
    out.payload = {};
    const auto left = static_cast<std::size_t>(end_ - p);
    switch (f.kind) {
        case item_kind::nil:
        case item_kind::boolean:
            break;
        case item_kind::integer:
            out.is_unsigned = !f.is_signed && (number >> 63) != 0;
            break;
        case item_kind::floating:
            if (f.operand == 4) {
                const auto narrow = std::bit_cast<float>(static_cast<std::uint32_t>(number));
                number = std::bit_cast<std::uint64_t>(static_cast<double>(narrow));
            }
            break;
        case item_kind::bytes:
            if (number > left) return false;
            out.payload = {p, static_cast<std::size_t>(number)};
            p += number;
            break;
        case item_kind::extension:
            if (number >= left) return false;  // a type byte comes first
            out.extension_type = *p;
            out.payload = {p + 1, static_cast<std::size_t>(number)};
            p += 1 + number;
            break;
        case item_kind::list:
            if (number > left) return false;
            break;
        case item_kind::map:
            if (number > left / 2) return false;
            break;
    }
    out.number = number;
    p_ = p;
    return true;
}

bool reader::skip() {
    const std::uint8_t* const start = p_;
    if (const std::size_t size = at_end() ? 0 : known_sizes[*p_]; size != 0 && size <= left()) {
        p_ += size;
        return true;
    }
    std::size_t pending = 1;
    item i;
    do {
        if (!next(i)) {
            p_ = start;
            return false;
        }
        --pending;
        if (i.kind == item_kind::list) pending += static_cast<std::size_t>(i.number);
        if (i.kind == item_kind::map) pending += 2 * static_cast<std::size_t>(i.number);
        if (pending > left()) {  // an item has a byte at least
            p_ = start;
            return false;
        }
    } while (pending != 0);
    return true;
}

bytes_view reader::take() {
    const std::uint8_t* const start = p_;
    if (!skip()) return {};
    return {start, p_};
}

bool reader::take_flags(item& container, std::uint8_t& flags) {
    flags = 0;
    if (container.number == 0 || p_ == end_ || *p_ < 0xc7 || *p_ > 0xc9) return true;
    const std::uint8_t* const start = p_;
    item first;
    if (!next(first)) return false;
    if (!first.payload.empty()) {  // an element like others
        p_ = start;
        return true;
    }
    if (container.kind == item_kind::map && !skip()) {
        p_ = start;
        return false;
    }
    flags = first.extension_type;
    --container.number;
    return true;
}

}  // namespace spikelet::wire::msgpack
