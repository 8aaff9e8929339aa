// Particles and packed values as text.
#include "packed_items.hpp"
#include "text_writer.hpp"

#include <spikelet/wire/explain.hpp>

#include <array>
#include <bit>

namespace spikelet::wire {

namespace {

// ---- scalars

void write_bracketed_hex(text_writer& text, std::string_view prefix, bytes_view bytes) {
    text.put(prefix);
    text.put('<');
    text.hex(bytes);
    text.put('>');
}

// The str and bin families: a particle type, then the value (chapter 07 §2.2).
void write_typed_bytes(text_writer& text, bytes_view payload) {
    if (payload.empty()) return text.put("raw()");
    const auto type = static_cast<particle_type>(payload[0]);
    const bytes_view value = payload.subspan(1);
    switch (type) {
        case particle_type::string:
            return text.quoted(value);
        case particle_type::blob:
            return write_bracketed_hex(text, "", value);
        case particle_type::geojson:
            text.put("geo");
            return text.quoted(value);
        case particle_type::hll:
            return write_bracketed_hex(text, "hll", value);
        default:
            break;
    }
    if (payload[0] >= 0x20) {
        text.put("raw");
        return text.quoted(payload);
    }
    text.put('<');
    text.put(is_bytes(type) ? name(type) : "type ");
    if (!is_bytes(type)) text.number(payload[0]);
    text.put(": ");
    text.hex(value);
    text.put('>');
}

void write_extension(text_writer& text, const packed_item& i) {
    if (i.extension_type == 0xff && i.payload.size() == 1 && i.payload[0] <= 1) {
        return text.put(i.payload[0] == 0 ? "*" : "INF");
    }
    text.put("ext ");
    text.number(i.extension_type);
    write_bracketed_hex(text, " ", i.payload);
}

void write_scalar(text_writer& text, const packed_item& i) {
    switch (i.kind) {
        case packed_kind::nil:
            return text.put("nil");
        case packed_kind::boolean:
            return text.put(i.number != 0 ? "true" : "false");
        case packed_kind::integer:
            return text.signed_number(static_cast<std::int64_t>(i.number));
        case packed_kind::unsigned_integer:
            return text.number(i.number);
        case packed_kind::float32:
            text.floating(std::bit_cast<float>(static_cast<std::uint32_t>(i.number)));
            return text.put('f');
        case packed_kind::float64:
            return text.floating(std::bit_cast<double>(i.number));
        case packed_kind::bytes:
            return write_typed_bytes(text, i.payload);
        case packed_kind::extension:
            return write_extension(text, i);
        case packed_kind::list:
        case packed_kind::map:
            return;  // the caller walks containers
    }
}

// ---- containers

struct container {
    std::uint64_t items_left = 0;  // elements of a list; keys and values of a map
    bool is_map = false;
    bool first = true;
};

void write_flag_rest(text_writer& text, unsigned flags) {
    constexpr unsigned persist_index = 0x10;
    if ((flags & persist_index) != 0) text.put("+index");
    if (const unsigned unknown = flags & ~0x1bu; unknown != 0) {
        text.put("+flags ");
        text.number(unknown);
    }
}

void write_list_order(text_writer& text, unsigned flags) {
    text.put((flags & 1) != 0 ? "ordered" : "unordered");
    write_flag_rest(text, flags);
}

void write_map_order(text_writer& text, unsigned flags) {
    constexpr std::string_view orders[] = {"unordered", "k-ordered", "v-ordered", "kv-ordered"};
    text.put((flags & 0x0b) == 0x08 ? "preserve-order" : orders[flags & 3]);
    write_flag_rest(text, flags);
}

// The flags of a container travel as its first element: an extension that is not 0xff. In a map
// the pair's value is nil (chapter 07 §2.4).
std::optional<unsigned> take_order_flags(byte_reader& in, const container& c) {
    byte_reader ahead = in;
    packed_item flags;
    if (c.items_left == 0 || take_item(ahead, flags) != packed_fault::none ||
        flags.kind != packed_kind::extension || flags.extension_type == 0xff) {
        return std::nullopt;
    }
    packed_item nil;
    if (c.is_map && (take_item(ahead, nil) != packed_fault::none || nil.kind != packed_kind::nil)) {
        return std::nullopt;
    }
    in = ahead;
    return flags.extension_type;
}

container open_container(text_writer& text, byte_reader& in, const packed_item& header) {
    container c;
    c.is_map = header.kind == packed_kind::map;
    c.items_left = c.is_map ? 2 * header.number : header.number;
    if (const auto flags = take_order_flags(in, c)) {
        c.items_left -= c.is_map ? 2 : 1;
        c.is_map ? write_map_order(text, *flags) : write_list_order(text, *flags);
    }
    text.put(c.is_map ? '{' : '[');
    return c;
}

void write_separator(text_writer& text, container& c) {
    const bool at_value = c.is_map && c.items_left % 2 != 0;
    if (!c.first) text.put(at_value ? ": " : ", ");
    c.first = false;
    --c.items_left;
}

void write_fault(text_writer& text, std::string_view reason, std::size_t offset) {
    text.put(" !(");
    text.put(reason);
    text.put(" at ");
    text.number(offset);
    text.put(')');
}

// False when the value has a fault, which is then part of the text.
bool write_value(text_writer& text, byte_reader& in) {
    std::array<container, text_depth_max> open;
    std::size_t depth = 0;
    while (!text.full()) {
        const std::size_t offset = in.position();
        packed_item i;
        if (const packed_fault fault = take_item(in, i); fault != packed_fault::none) {
            write_fault(text, fault == packed_fault::bad_byte ? "bad byte" : "ends early", offset);
            return false;
        }
        if (i.kind != packed_kind::list && i.kind != packed_kind::map) {
            write_scalar(text, i);
        } else if (depth == open.size()) {
            write_fault(text, "nested too deep", offset);
            return false;
        } else {
            open[depth++] = open_container(text, in, i);
        }
        while (depth != 0 && open[depth - 1].items_left == 0) {
            text.put(open[--depth].is_map ? '}' : ']');
        }
        if (depth == 0) return true;
        write_separator(text, open[depth - 1]);
    }
    return true;
}

// ---- particles

// One, two and four bytes are taken as unsigned (chapter 01 §6).
void write_integer(text_writer& text, bytes_view value) {
    switch (value.size()) {
        case 1:
            return text.number(value[0]);
        case 2:
            return text.number(load_be<std::uint16_t>(value.data()));
        case 4:
            return text.number(load_be<std::uint32_t>(value.data()));
        case 8:
            return text.signed_number(load_be<std::int64_t>(value.data()));
        default:
            return write_bracketed_hex(text, "integer", value);
    }
}

// u8 flags, u16 cell count, cells of 8 bytes, then the JSON text, which alone is shown.
void write_geojson(text_writer& text, bytes_view value) {
    byte_reader in(value);
    in.take(1);
    const auto cell_count = in.take_be<std::uint16_t>();
    if (!cell_count || !in.take(std::size_t{8} * *cell_count)) {
        return write_bracketed_hex(text, "geo", value);
    }
    text.put("geo");
    text.quoted(in.rest());
}

void write_particle(text_writer& text, particle_type type, bytes_view value) {
    switch (type) {
        case particle_type::null:
            return value.empty() ? text.put("nil") : write_bracketed_hex(text, "nil", value);
        case particle_type::integer:
            return write_integer(text, value);
        case particle_type::floating:
            if (value.size() != 8) return write_bracketed_hex(text, "float", value);
            return text.floating(std::bit_cast<double>(load_be<std::uint64_t>(value.data())));
        case particle_type::string:
            return text.quoted(value);
        case particle_type::blob:
            return write_bracketed_hex(text, "", value);
        case particle_type::boolean:
            if (value.size() != 1) return write_bracketed_hex(text, "boolean", value);
            return text.put(value[0] != 0 ? "true" : "false");
        case particle_type::hll:
            return write_bracketed_hex(text, "hll", value);
        case particle_type::map:
        case particle_type::list:
            return write_msgpack(text, value);
        case particle_type::geojson:
            return write_geojson(text, value);
        default:
            break;
    }
    if (is_bytes(type)) {
        text.put('<');
        text.put(name(type));
        text.put(": ");
        text.hex(value);
        return text.put('>');
    }
    text.put("type ");
    text.number(static_cast<std::uint8_t>(type));
    write_bracketed_hex(text, " ", value);
}

}  // namespace

void write_msgpack(text_writer& text, bytes_view value) {
    byte_reader in(value);
    if (write_value(text, in) && !in.at_end() && !text.full()) {
        write_bracketed_hex(text, " +trailing", in.rest());
    }
}

std::string msgpack_text(bytes_view value, std::size_t text_max) {
    std::string out;
    text_writer text(out, text_max);
    write_msgpack(text, value);
    text.close(value.size());
    return out;
}

std::string particle_text(particle_type type, bytes_view value, std::size_t text_max) {
    std::string out;
    text_writer text(out, text_max);
    write_particle(text, type, value);
    text.close(value.size());
    return out;
}

}  // namespace spikelet::wire
