// Three passes, of which values that clients write usually need one and a half:
//
// 1. inspect: judges everything but the order of lists, and finds what differs from the stored
//    form. Maps that are to be sorted leave the sequence of their entries behind.
// 2. write: copies at once if nothing differs; else item by item, entries of unsorted maps in their
//    sequence. Sorting bytes in place would move an entry once for every map around it.
// 3. check_lists: only if there are ordered lists. Their elements compare as they are stored.
#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/packed_normalize.hpp>
#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <cassert>
#include <limits>
#include <vector>

namespace spikelet::wire {

namespace {

using msgpack::item;
using msgpack::item_kind;
using msgpack::reader;
using msgpack::writer;

using offset = std::uint32_t;

bool is_container(const item& i) {
    return i.kind == item_kind::list || i.kind == item_kind::map;
}

std::uint64_t items_in(const item& container) {
    return container.kind == item_kind::map ? 2 * container.number : container.number;
}

// The flags that are stored; unknown bits are dropped, the index bit below the outermost container.
std::uint8_t stored_flags(item_kind kind, std::uint8_t flags, bool outermost) {
    using namespace msgpack::flags;
    const unsigned known = kind == item_kind::map ? ordered | value_ordered : ordered;
    return static_cast<std::uint8_t>(flags & (known | (outermost ? persist_index : 0u)));
}

void write_header(buffer& out, const item& container, std::uint8_t flags) {
    const auto count = static_cast<std::size_t>(container.number) + (flags != 0 ? 1 : 0);
    if (container.kind == item_kind::map) {
        writer(out).map(count);
        if (flags != 0) writer(out).map_flags(flags);
    } else {
        writer(out).list(count);
        if (flags != 0) writer(out).list_flags(flags);
    }
}

std::size_t header_size(const item& container, std::uint8_t flags) {
    const auto count = static_cast<std::size_t>(container.number) + (flags != 0 ? 1 : 0);
    const std::size_t flags_size = container.kind == item_kind::map ? 4 : 3;
    return msgpack::container_header_size(count) + (flags != 0 ? flags_size : 0);
}

void write_scalar(buffer& out, const item& i, bytes_view packed) {
    switch (i.kind) {
        case item_kind::integer:
            if (i.is_unsigned) {
                writer(out).unsigned_integer(i.number);
            } else {
                writer(out).integer(i.integer());
            }
            break;
        case item_kind::bytes:
            writer(out).raw(i.payload);
            break;
        case item_kind::extension:
            writer(out).extension(i.extension_type, i.payload);
            break;
        default:
            out.append(packed);
    }
}

// Chapter 07 §2.1: signed forms are for negative numbers only.
bool is_shortest_integer(const item& i, bytes_view packed) {
    const bool has_signed_form = packed[0] >= 0xd0 && packed[0] <= 0xd3;
    if (i.is_unsigned) return true;
    return packed.size() == msgpack::integer_size(i.integer()) &&
           !(has_signed_form && i.integer() >= 0);
}

// `packed` is the scalar as it came.
bool is_shortest(const item& i, bytes_view packed) {
    const std::size_t size = i.payload.size();
    switch (i.kind) {
        case item_kind::integer:
            return is_shortest_integer(i, packed);
        case item_kind::bytes:
            return (packed[0] < 0xc4 || packed[0] > 0xc6) &&
                   packed.size() == msgpack::bytes_header_size(size) + size;
        case item_kind::extension:
            return packed.size() == msgpack::extension_header_size(size) + size;
        default:
            return true;
    }
}

// ---- first pass

// A map whose entries have to be brought into ascending order. Offsets are of the input.
struct unsorted_map {
    offset start;
    offset end;
    std::size_t first_entry;  // in inspection::sequence
};

struct inspection {
    bool is_stored_form = true;
    bool has_ordered_list = false;
    std::vector<unsorted_map> unsorted_maps;  // ascending by start
    std::vector<offset> sequence;             // offsets of their entries, ascending by key
};

class inspector {
public:
    inspector(bytes_view in, inspection& result) : bytes_(in), in_(in), result_(result) {}

    // Of the value that `outermost_type` asks for; null asks for none, and for an element's rules.
    normalize_errc run(particle_type outermost_type);

private:
    struct container {
        std::uint64_t items_left;
        std::size_t first_key;  // in keys_
        offset start;
        bool is_map;
        bool must_ascend;
        bool ascends = true;
    };

    std::weak_ordering compare_at(offset a, offset b) const {
        return compare_packed(bytes_.subspan(a), bytes_.subspan(b));
    }
    // Whether what comes next could be a flags element.
    bool starts_with_empty_extension() const {
        reader ahead = in_;
        item next;
        return ahead.next(next) && next.kind == item_kind::extension && next.payload.empty();
    }
    normalize_errc open(item& i, offset start, bool may_persist_index);
    normalize_errc scalar(const item& i, offset start);
    normalize_errc key(container& map, const item& i, offset start);
    normalize_errc close_map(const container& map);

    bytes_view bytes_;
    reader in_;
    inspection& result_;
    bool is_element_ = false;  // of a collection, which is already stored
    std::vector<container> open_;
    std::vector<offset> keys_;  // of the maps that are open, one behind the other
};

normalize_errc inspector::run(particle_type outermost_type) {
    is_element_ = outermost_type == particle_type::null;
    do {
        const auto start = static_cast<offset>(in_.offset());
        item i;
        if (!in_.next(i)) return normalize_errc::malformed;
        const bool outermost = open_.empty();
        if (outermost && !is_element_) {
            const auto expected =
                outermost_type == particle_type::map ? item_kind::map : item_kind::list;
            if (i.kind != expected) return normalize_errc::wrong_type;
        }
        if (!outermost) {
            container& top = open_.back();
            if (top.is_map && top.items_left % 2 == 0) {
                const normalize_errc error = key(top, i, start);
                if (error != normalize_errc::ok) return error;
            }
            --top.items_left;
        }
        const normalize_errc error =
            is_container(i) ? open(i, start, outermost && !is_element_) : scalar(i, start);
        if (error != normalize_errc::ok) return error;
        while (!open_.empty() && open_.back().items_left == 0) {
            if (open_.back().is_map) {
                const normalize_errc closed = close_map(open_.back());
                if (closed != normalize_errc::ok) return closed;
            }
            open_.pop_back();
        }
    } while (!open_.empty());
    if (!in_.at_end()) return normalize_errc::trailing_bytes;
    std::sort(result_.unsorted_maps.begin(), result_.unsorted_maps.end(),
              [](const unsorted_map& a, const unsorted_map& b) { return a.start < b.start; });
    return normalize_errc::ok;
}

normalize_errc inspector::open(item& i, offset start, bool may_persist_index) {
    const std::size_t after_header = in_.offset();
    std::uint8_t flags;
    if (!in_.take_flags(i, flags)) return normalize_errc::malformed;
    const bool flagged = in_.offset() != after_header;
    const std::uint8_t stored = stored_flags(i.kind, flags, may_persist_index);
    // Without them a first element that looks like flags would be taken for some.
    if (flagged && stored == 0 && i.kind == item_kind::list && starts_with_empty_extension()) {
        return normalize_errc::not_storable;
    }
    const bool ordered = (stored & msgpack::flags::ordered) != 0;
    const std::size_t came_with = in_.offset() - start;
    const bool same = flags == stored && flagged == (stored != 0) &&
                      came_with == header_size(i, stored) &&
                      (!flagged || i.kind == item_kind::list || bytes_[in_.offset() - 1] == 0xc0);
    result_.is_stored_form &= same;
    result_.has_ordered_list |= ordered && i.kind == item_kind::list;
    const bool is_map = i.kind == item_kind::map;
    open_.push_back({items_in(i), keys_.size(), start, is_map, is_map && ordered});
    return normalize_errc::ok;
}

normalize_errc inspector::scalar(const item& i, offset start) {
    if (i.is_non_storage()) return normalize_errc::not_storable;
    // It would be taken for flags, once it comes to lie in front.
    if (is_element_ && i.kind == item_kind::extension && i.payload.empty()) {
        return normalize_errc::not_storable;
    }
    result_.is_stored_form &= is_shortest(i, bytes_.subspan(start, in_.offset() - start));
    return normalize_errc::ok;
}

normalize_errc inspector::key(container& map, const item& i, offset start) {
    const bool is_text_or_blob =
        i.kind == item_kind::bytes && !i.payload.empty() &&
        (i.payload[0] == static_cast<std::uint8_t>(particle_type::string) ||
         i.payload[0] == static_cast<std::uint8_t>(particle_type::blob));
    if (i.kind != item_kind::integer && !is_text_or_blob) return normalize_errc::bad_key;
    if (map.ascends && keys_.size() != map.first_key) {
        const auto order = compare_at(keys_.back(), start);
        if (order == 0) return normalize_errc::duplicate_key;
        if (order > 0) {
            if (map.must_ascend) return normalize_errc::unordered_keys;
            map.ascends = false;
        }
    }
    keys_.push_back(start);
    return normalize_errc::ok;
}

normalize_errc inspector::close_map(const container& map) {
    const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(map.first_key);
    if (!map.ascends) {
        std::sort(first, keys_.end(), [this](offset a, offset b) { return compare_at(a, b) < 0; });
        if (std::adjacent_find(first, keys_.end(), [this](offset a, offset b) {
                return compare_at(a, b) == 0;
            }) != keys_.end()) {
            return normalize_errc::duplicate_key;
        }
        result_.unsorted_maps.push_back(
            {map.start, static_cast<offset>(in_.offset()), result_.sequence.size()});
        result_.sequence.insert(result_.sequence.end(), first, keys_.end());
        result_.is_stored_form = false;
    }
    keys_.erase(first, keys_.end());
    return normalize_errc::ok;
}

// ---- second pass

class stored_form_writer {
public:
    stored_form_writer(bytes_view in, const inspection& found, buffer& out)
        : bytes_(in), in_(in), found_(found), out_(out) {}

    void run(bool may_persist_index);

private:
    struct container {
        std::uint64_t items_left;
        const offset* next_entry;  // null if the entries are written as they come
        offset end;                // of the container, if they are not
    };

    void open(item& i, offset start, bool may_persist_index);
    // Null if the map at `start` is sorted.
    const unsorted_map* unsorted_map_at(offset start) const;

    bytes_view bytes_;
    reader in_;
    const inspection& found_;
    buffer& out_;
    std::vector<container> open_;
};

void stored_form_writer::run(bool may_persist_index) {
    do {
        if (!open_.empty()) {
            container& top = open_.back();
            if (top.next_entry != nullptr && top.items_left % 2 == 0) in_.seek(*top.next_entry++);
            --top.items_left;
        }
        const auto start = static_cast<offset>(in_.offset());
        item i;
        [[maybe_unused]] const bool well_formed = in_.next(i);
        assert(well_formed);
        if (is_container(i)) {
            open(i, start, may_persist_index && open_.empty());
        } else {
            write_scalar(out_, i, bytes_.subspan(start, in_.offset() - start));
        }
        while (!open_.empty() && open_.back().items_left == 0) {
            if (open_.back().next_entry != nullptr) in_.seek(open_.back().end);
            open_.pop_back();
        }
    } while (!open_.empty());
}

void stored_form_writer::open(item& i, offset start, bool may_persist_index) {
    std::uint8_t flags;
    [[maybe_unused]] const bool well_formed = in_.take_flags(i, flags);
    assert(well_formed);
    write_header(out_, i, stored_flags(i.kind, flags, may_persist_index));
    container c{items_in(i), nullptr, 0};
    if (i.kind == item_kind::map) {
        if (const unsorted_map* map = unsorted_map_at(start)) {
            c.next_entry = found_.sequence.data() + map->first_entry;
            c.end = map->end;
        }
    }
    open_.push_back(c);
}

const unsorted_map* stored_form_writer::unsorted_map_at(offset start) const {
    const auto& maps = found_.unsorted_maps;
    const auto it =
        std::lower_bound(maps.begin(), maps.end(), start,
                         [](const unsorted_map& map, offset at) { return map.start < at; });
    return it != maps.end() && it->start == start ? &*it : nullptr;
}

// ---- third pass

normalize_errc check_lists(bytes_view stored) {
    constexpr offset none = std::numeric_limits<offset>::max();
    struct container {
        std::uint64_t items_left;
        bool must_ascend;
        offset previous = none;  // start of the last whole element
        offset current = none;
    };
    std::vector<container> open;
    reader in(stored);
    do {
        if (!open.empty()) {
            open.back().current = static_cast<offset>(in.offset());
            --open.back().items_left;
        }
        item i;
        [[maybe_unused]] bool well_formed = in.next(i);
        assert(well_formed);
        if (is_container(i)) {
            std::uint8_t flags;
            well_formed = in.take_flags(i, flags);
            assert(well_formed);
            const bool must_ascend =
                i.kind == item_kind::list && (flags & msgpack::flags::ordered) != 0;
            open.push_back({items_in(i), must_ascend});
            if (i.number != 0) continue;
            open.pop_back();
        }
        // An item is complete, and perhaps the containers that it ends.
        while (!open.empty()) {
            container& top = open.back();
            if (top.must_ascend) {
                if (top.previous != none &&
                    compare_packed(stored.subspan(top.previous), stored.subspan(top.current)) > 0) {
                    return normalize_errc::unordered_elements;
                }
                top.previous = top.current;
            }
            if (top.items_left != 0) break;
            open.pop_back();
        }
    } while (!open.empty());
    return normalize_errc::ok;
}

normalize_errc inspect(particle_type outermost_type, bytes_view in, inspection& found) {
    if (in.size() > std::numeric_limits<offset>::max()) return normalize_errc::malformed;
    return inspector(in, found).run(outermost_type);
}

normalize_errc normalize(particle_type outermost_type, bytes_view in, buffer& out) {
    inspection found;
    const normalize_errc error = inspect(outermost_type, in, found);
    if (error != normalize_errc::ok) return error;
    const std::size_t start = out.size();
    if (found.is_stored_form) {
        out.append(in);
    } else {
        out.reserve(start + in.size());  // the stored form is never longer
        stored_form_writer(in, found, out).run(outermost_type != particle_type::null);
    }
    if (!found.has_ordered_list) return normalize_errc::ok;
    const normalize_errc order = check_lists(out.view().subspan(start));
    if (order != normalize_errc::ok) out.truncate(start);
    return order;
}

}  // namespace

std::string_view explain(normalize_errc error) {
    switch (error) {
        case normalize_errc::ok:
            return "storable";
        case normalize_errc::malformed:
            return "malformed packed value";
        case normalize_errc::trailing_bytes:
            return "bytes behind the packed value";
        case normalize_errc::wrong_type:
            return "packed value of another type";
        case normalize_errc::not_storable:
            return "wildcard or infinity in a value to be stored";
        case normalize_errc::bad_key:
            return "map key that is no integer, string or blob";
        case normalize_errc::duplicate_key:
            return "duplicate map key";
        case normalize_errc::unordered_keys:
            return "key-ordered map with keys out of order";
        case normalize_errc::unordered_elements:
            return "ordered list with elements out of order";
    }
    return "unknown error";
}

normalize_errc normalize_collection(particle_type type, bytes_view in, buffer& out) {
    assert(type == particle_type::list || type == particle_type::map);
    return normalize(type, in, out);
}

normalize_errc normalize_element(bytes_view in, buffer& out) {
    return normalize(particle_type::null, in, out);
}

normalize_errc stored_element(bytes_view in, buffer& memory, bytes_view& out) {
    inspection found;
    const normalize_errc error = inspect(particle_type::null, in, found);
    if (error != normalize_errc::ok) return error;
    if (found.is_stored_form) {
        out = in;
        return found.has_ordered_list ? check_lists(in) : normalize_errc::ok;
    }
    memory.clear();
    memory.reserve(in.size());
    stored_form_writer(in, found, memory).run(false);
    out = memory.view();
    return found.has_ordered_list ? check_lists(out) : normalize_errc::ok;
}

bytes_view client_form(bytes_view stored, buffer& memory) {
    reader in(stored);
    item container;
    std::uint8_t flags;
    if (!in.next(container) || !is_container(container) || !in.take_flags(container, flags) ||
        (flags & msgpack::flags::persist_index) == 0) {
        return stored;
    }
    memory.clear();
    memory.reserve(stored.size());
    write_header(memory, container,
                 static_cast<std::uint8_t>(flags & ~msgpack::flags::persist_index));
    memory.append(in.rest());
    return memory.view();
}

namespace {

// Bytes of one number in an index over `range` values.
std::size_t index_width(std::size_t range) {
    return range < 0x100 ? 1 : range < 0x10000 ? 2 : range < 0x1000000 ? 3 : 4;
}

// Chapter 18 §3.1.
std::size_t index_size(const item& container, std::uint8_t flags, std::size_t content) {
    const auto count = static_cast<std::size_t>(container.number);
    if (count <= 1) return 0;
    const std::size_t width = index_width(content);
    if (container.kind == item_kind::list) {
        if ((flags & msgpack::flags::ordered) != 0) return count * width;
        const std::size_t blocks = (count - 1) / 128;
        return blocks == 0 ? 0 : (blocks + 1) * width;
    }
    const std::size_t values =
        (flags & msgpack::flags::value_ordered) != 0 ? count * index_width(count) : 0;
    return count * width + values;
}

}  // namespace

std::size_t stored_collection_size(bytes_view stored) {
    reader in(stored);
    item container;
    std::uint8_t flags;
    if (!in.next(container) || !is_container(container) || !in.take_flags(container, flags) ||
        (flags & msgpack::flags::persist_index) == 0) {
        return stored.size();
    }
    const std::size_t index = index_size(container, flags, in.left());
    // The header of the flags element has the size of the index in it.
    const std::size_t without_index = msgpack::extension_header_size(0);
    return stored.size() - without_index + msgpack::extension_header_size(index) + index;
}

}  // namespace spikelet::wire
