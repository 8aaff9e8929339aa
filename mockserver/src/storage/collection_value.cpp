#include "storage/collection_value.hpp"

#include "storage/collection_header.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <cstring>

namespace spikelet::mock {
namespace {

constexpr std::uint8_t without_index(std::uint8_t flags) {
    return static_cast<std::uint8_t>(flags & ~wire::msgpack::flags::persist_index);
}

void append_collection(wire::message_writer& reply, wire::operation_type type, std::string_view bin,
                       const value_view& v) {
    if (v.shared != nullptr) {
        const std::uint8_t flags = without_index(v.shared->flags());
        v.shared->copy_packed(reply.operation(type, bin, v.type, v.shared->packed_size(flags)),
                              flags);
        return;
    }
    const auto header = parse_collection_header(v.bytes);
    if (!header || without_index(header->flags) == header->flags) {
        return reply.operation(type, bin, v.type, v.bytes);
    }
    const packed_header seen =
        pack_collection_header(header->type, without_index(header->flags), header->count);
    const bytes_view items = v.bytes.subspan(header->size);
    std::uint8_t* out = reply.operation(type, bin, v.type, seen.size + items.size());
    std::memcpy(out, seen.bytes.data(), seen.size);
    if (!items.empty()) std::memcpy(out + seen.size, items.data(), items.size());
}

}  // namespace

void append_value(wire::message_writer& reply, wire::operation_type type, std::string_view bin,
                  const value_view& value) {
    if (value.type == particle_type::list || value.type == particle_type::map) {
        append_collection(reply, type, bin, value);
    } else {
        reply.operation(type, bin, value.type, value.bytes);
    }
}

bytes_view packed_bytes(const value_view& value, wire::buffer& memory) {
    if (value.shared == nullptr) return value.bytes;
    memory.clear();
    value.shared->copy_packed(memory.grow(value.shared->packed_size()));
    return memory.view();
}

}  // namespace spikelet::mock
