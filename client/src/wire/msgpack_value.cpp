#include <spikelet/wire/msgpack.hpp>

#include <stdexcept>
#include <vector>

namespace spikelet::wire {

namespace {

using msgpack::item;
using msgpack::item_kind;
using msgpack::reader;
using msgpack::writer;

value bytes_value(const item& i) {
    if (i.payload.empty()) return value::blob({}, particle_type::null);
    const auto type = static_cast<particle_type>(i.payload[0]);
    const bytes_view payload = i.payload.subspan(1);
    switch (type) {
        case particle_type::string:
            return value(as_text(payload));
        case particle_type::geojson:
            return value::geojson(std::string(as_text(payload)));
        case particle_type::hll:
            return value::hll(payload);
        default:
            break;
    }
    if (is_bytes(type)) return value::blob(payload, type);
    return value::blob(i.payload, particle_type::null);
}

value scalar_value(const item& i) {
    switch (i.kind) {
        case item_kind::boolean:
            return value(i.number != 0);
        case item_kind::integer:
            return i.is_unsigned ? value(i.number) : value(i.integer());
        case item_kind::floating:
            return value(i.floating());
        case item_kind::bytes:
            return bytes_value(i);
        case item_kind::extension:
            if (i.is_wildcard()) return value::wildcard();
            if (i.is_infinity()) return value::infinity();
            return value::extension(i.extension_type, i.payload);
        default:
            return value();
    }
}

list_order list_order_of(std::uint8_t flags) {
    return static_cast<list_order>(flags & msgpack::flags::ordered);
}

map_order map_order_of(std::uint8_t flags) {
    constexpr std::uint8_t sorted = msgpack::flags::ordered | msgpack::flags::value_ordered;
    if ((flags & sorted) != 0) return static_cast<map_order>(flags & sorted);
    return static_cast<map_order>(flags & msgpack::flags::preserve_order);
}

// A container that is being filled. It has its full capacity, so nothing in it moves.
class open_container {
public:
    open_container(value& container, std::size_t items_left)
        : list_(container.get_if<value::list>()),
          map_(container.get_if<value::map>()),
          items_left_(items_left) {}

    bool is_full() const { return items_left_ == 0; }
    // Where the next element, key or value belongs.
    value& next_slot() {
        --items_left_;
        if (list_ != nullptr) return list_->emplace_back();
        return items_left_ % 2 != 0 ? map_->emplace_back().first : map_->back().second;
    }

private:
    value::list* list_;
    value::map* map_;
    std::size_t items_left_;
};

// Sets `out` to an empty list or map with room for what is announced.
value make_container(const item& header, std::uint8_t flags) {
    const bool persist_index = (flags & msgpack::flags::persist_index) != 0;
    const auto count = static_cast<std::size_t>(header.number);
    if (header.kind == item_kind::list) {
        value::list items;
        items.reserve(count);
        return value(std::move(items), list_order_of(flags), persist_index);
    }
    value::map entries;
    entries.reserve(count);
    return value(std::move(entries), map_order_of(flags), persist_index);
}

// A flags element of value 0 keeps a first element that looks like one from being taken for it.
bool starts_like_flags(const value* first) {
    return first != nullptr && first->kind() == value_kind::extension && first->as_bytes().empty();
}

struct packed_flags {
    std::uint8_t flags;
    bool present;
};

packed_flags flags_of(const value& container, const value* first) {
    const auto flags =
        static_cast<std::uint8_t>(container.flags() & ~msgpack::flags::persist_index);
    return {flags, flags != 0 || starts_like_flags(first)};
}

packed_flags flags_of_list(const value& v, const value::list& items) {
    return flags_of(v, items.empty() ? nullptr : &items.front());
}

packed_flags flags_of_map(const value& v, const value::map& entries) {
    return flags_of(v, entries.empty() ? nullptr : &entries.front().first);
}

void encode_list(const value& v, buffer& out) {
    const value::list& items = v.as_list();
    const packed_flags f = flags_of_list(v, items);
    writer(out).list(items.size() + (f.present ? 1 : 0));
    if (f.present) writer(out).list_flags(f.flags);
    for (const value& element : items)
        encode_value(element, out);
}

void encode_map(const value& v, buffer& out) {
    const value::map& entries = v.as_map();
    const packed_flags f = flags_of_map(v, entries);
    writer(out).map(entries.size() + (f.present ? 1 : 0));
    if (f.present) writer(out).map_flags(f.flags);
    for (const auto& [key, mapped] : entries) {
        encode_value(key, out);
        encode_value(mapped, out);
    }
}

void encode_blob(const value& v, buffer& out) {
    switch (v.blob_type()) {
        case particle_type::null:
            writer(out).raw(v.as_bytes());
            return;
        case particle_type::list:
        case particle_type::map:
            out.append(v.as_bytes());  // packed already
            return;
        default:
            writer(out).blob(v.as_bytes(), v.blob_type());
            return;
    }
}

std::size_t blob_size(const value& v) {
    const std::size_t size = v.as_bytes().size();
    switch (v.blob_type()) {
        case particle_type::null:
            return msgpack::bytes_header_size(size) + size;
        case particle_type::list:
        case particle_type::map:
            return size;
        default:
            return msgpack::bytes_header_size(size + 1) + size + 1;
    }
}

[[noreturn]] void throw_object(const value& v) {
    throw std::invalid_argument("an object of type " + std::string(v.as_object().type().name()) +
                                " has no packed form");
}

std::size_t bytes_size(std::size_t size) {
    return msgpack::bytes_header_size(size) + size;
}

std::size_t list_size(const value& v) {
    const value::list& items = v.as_list();
    const bool has_flags = flags_of_list(v, items).present;
    std::size_t size = msgpack::container_header_size(items.size() + (has_flags ? 1 : 0));
    if (has_flags) size += 3;
    for (const value& element : items)
        size += packed_size(element);
    return size;
}

std::size_t map_size(const value& v) {
    const value::map& entries = v.as_map();
    const bool has_flags = flags_of_map(v, entries).present;
    std::size_t size = msgpack::container_header_size(entries.size() + (has_flags ? 1 : 0));
    if (has_flags) size += 4;
    for (const auto& [key, mapped] : entries)
        size += packed_size(key) + packed_size(mapped);
    return size;
}

}  // namespace

std::string_view explain(decode_errc error) {
    switch (error) {
        case decode_errc::ok:
            return "well formed";
        case decode_errc::malformed:
            return "malformed packed value";
        case decode_errc::trailing_bytes:
            return "bytes behind the packed value";
        case decode_errc::too_deep:
            return "packed value nested too deep";
    }
    return "unknown error";
}

decode_errc decode_value(reader& in, value& out) {
    std::vector<open_container> open;  // allocates only when there are containers
    // Items announced and not read. Bounded by the bytes that are left, so that headers inside each
    // other cannot reserve the same bytes again and again.
    std::size_t pending = 1;
    value* slot = &out;
    for (;;) {
        item i;
        if (!in.next(i)) return decode_errc::malformed;
        --pending;
        if (i.kind == item_kind::list || i.kind == item_kind::map) {
            if (open.size() == value_depth_max) return decode_errc::too_deep;
            std::uint8_t flags;
            if (!in.take_flags(i, flags)) return decode_errc::malformed;
            const std::size_t items =
                static_cast<std::size_t>(i.number) * (i.kind == item_kind::map ? 2 : 1);
            if (items > in.left() || pending > in.left() - items) return decode_errc::malformed;
            pending += items;
            *slot = make_container(i, flags);
            open.emplace_back(*slot, items);
        } else {
            *slot = scalar_value(i);
        }
        while (!open.empty() && open.back().is_full())
            open.pop_back();
        if (open.empty()) return decode_errc::ok;
        slot = &open.back().next_slot();
    }
}

decode_errc decode_value(bytes_view in, value& out) {
    reader r(in);
    const decode_errc error = decode_value(r, out);
    return error == decode_errc::ok && !r.at_end() ? decode_errc::trailing_bytes : error;
}

void encode_value(const value& v, buffer& out) {
    writer w(out);
    switch (v.kind()) {
        case value_kind::nil:
            w.nil();
            return;
        case value_kind::boolean:
            w.boolean(v.as_bool());
            return;
        case value_kind::integer:
            if (v.is_unsigned()) {
                w.unsigned_integer(static_cast<std::uint64_t>(v.as_int()));
            } else {
                w.integer(v.as_int());
            }
            return;
        case value_kind::floating:
            w.floating(v.as_double());
            return;
        case value_kind::string:
            w.string(v.as_string());
            return;
        case value_kind::blob:
            encode_blob(v, out);
            return;
        case value_kind::geojson:
            w.geojson(v.as_geojson());
            return;
        case value_kind::hll:
            w.blob(v.as_bytes(), particle_type::hll);
            return;
        case value_kind::list:
            encode_list(v, out);
            return;
        case value_kind::map:
            encode_map(v, out);
            return;
        case value_kind::wildcard:
            w.wildcard();
            return;
        case value_kind::infinity:
            w.infinity();
            return;
        case value_kind::extension:
            w.extension(v.extension_type(), v.as_bytes());
            return;
        case value_kind::object:
            throw_object(v);
    }
}

std::size_t packed_size(const value& v) {
    switch (v.kind()) {
        case value_kind::nil:
        case value_kind::boolean:
            return 1;
        case value_kind::integer:
            return v.is_unsigned() ? 9 : msgpack::integer_size(v.as_int());
        case value_kind::floating:
            return 9;
        case value_kind::string:
            return bytes_size(v.as_string().size() + 1);
        case value_kind::blob:
            return blob_size(v);
        case value_kind::geojson:
            return bytes_size(v.as_geojson().size() + 1);
        case value_kind::hll:
            return bytes_size(v.as_bytes().size() + 1);
        case value_kind::list:
            return list_size(v);
        case value_kind::map:
            return map_size(v);
        case value_kind::wildcard:
        case value_kind::infinity:
            return 3;
        case value_kind::extension:
            return msgpack::extension_header_size(v.as_bytes().size()) + v.as_bytes().size();
        case value_kind::object:
            throw_object(v);
    }
    return 0;
}

}  // namespace spikelet::wire
