#include "operations/cdt/arguments.hpp"

#include "storage/collection_header.hpp"

#include <spikelet/wire/packed_normalize.hpp>

#include <cstring>

namespace spikelet::mock {
namespace {

bool is_small(char letter) {
    return letter >= 'a';
}

char kind_of(char letter) {
    return is_small(letter) ? static_cast<char>(letter - 'a' + 'A') : letter;
}

bool is_of_type(bytes_view packed, wire::msgpack::item_kind kind) {
    wire::msgpack::reader in(packed);
    wire::msgpack::item i;
    return in.next(i) && i.kind == kind;
}

}  // namespace

bool arguments::parse(std::string_view signature, std::size_t count, wire::msgpack::reader& in,
                      command_memory& memory) {
    using wire::msgpack::item_kind;
    assert(signature.size() <= count_max);
    count_ = 0;
    // What takes no arguments is not disturbed by any.
    if (signature.empty()) return true;
    if (count > signature.size()) return false;
    if (count < signature.size() && !is_small(signature[count])) return false;
    for (; count_ < count; ++count_) {
        argument& a = all_[count_];
        const char kind = kind_of(signature[count_]);
        if (kind == 'I' || kind == 'U') {
            wire::msgpack::item i;
            if (!in.next(i) || i.kind != item_kind::integer) return false;
            a.number = i.integer();
            continue;
        }
        a.packed = in.take();
        if (a.packed.empty()) return false;
        if ((kind == 'W' || kind == 'L') && !is_of_type(a.packed, item_kind::list)) return false;
        if (kind == 'M' && !is_of_type(a.packed, item_kind::map)) return false;
        if (kind == 'V' || kind == 'W') continue;
        a.packed = to_stored(a.packed, memory);
        if (a.packed.empty()) return false;
    }
    return true;
}

packed_list open_list(bytes_view list) {
    const auto header = parse_collection_header(list);
    assert(header && !header->is_map());
    return {header->count, list.subspan(header->size)};
}

bytes_view to_stored(bytes_view packed, command_memory& memory) {
    wire::buffer made;
    bytes_view stored;
    if (wire::stored_element(packed, made, stored) != wire::normalize_errc::ok) return {};
    if (made.empty()) return stored;
    std::uint8_t* copy = memory.allocate(stored.size());
    std::memcpy(copy, stored.data(), stored.size());
    return {copy, stored.size()};
}

}  // namespace spikelet::mock
