#include "storage/record.hpp"

#include <cassert>
#include <cstdlib>
#include <cstring>
#include <new>

// Block layout behind the record object:
//
//     key     if has_key_: size (base 128), type byte and value
//     bins    u8 name size, name, u8 type, size (base 128; not for types of fixed size), value
//
// A packed list or map has a byte at least: size 0 stands for a shared one, and its address
// follows. The bytes of a value are those that a reply carries, so that reading is copying.
namespace spikelet::mock {
namespace {

// Bytes of a value whose type alone tells; 0 for the others.
constexpr std::size_t fixed_size(particle_type type) {
    switch (type) {
        case particle_type::integer:
        case particle_type::floating:
            return 8;
        case particle_type::boolean:
            return 1;
        default:
            return 0;
    }
}

constexpr std::size_t varint_size(std::size_t v) {
    std::size_t n = 1;
    while (v >= 128) {
        v >>= 7;
        ++n;
    }
    return n;
}

std::uint8_t* store_varint(std::uint8_t* p, std::size_t v) {
    while (v >= 128) {
        *p++ = static_cast<std::uint8_t>(v | 128);
        v >>= 7;
    }
    *p++ = static_cast<std::uint8_t>(v);
    return p;
}

const std::uint8_t* load_varint(const std::uint8_t* p, std::size_t& v) {
    v = 0;
    for (unsigned shift = 0;; shift += 7) {
        const std::uint8_t byte = *p++;
        v |= static_cast<std::size_t>(byte & 127) << shift;
        if (byte < 128) return p;
    }
}

std::uint8_t* store_bytes(std::uint8_t* p, const void* data, std::size_t size) {
    if (size != 0) std::memcpy(p, data, size);
    return p + size;
}

bool is_collection(particle_type type) {
    return type == particle_type::list || type == particle_type::map;
}

bool is_to_be_shared(const value_view& v) {
    return is_collection(v.type) && v.shared == nullptr && v.bytes.size() > packed_collection_max;
}

std::size_t block_size_of(const bin_view& bin) {
    assert(bin.name.size() <= 15);
    if (bin.value.shared != nullptr || is_to_be_shared(bin.value)) {
        return 1 + bin.name.size() + 1 + 1 + sizeof(const shared_collection*);
    }
    assert(!is_collection(bin.value.type) || !bin.value.bytes.empty());
    const std::size_t size = bin.value.bytes.size();
    assert(fixed_size(bin.value.type) == 0 || fixed_size(bin.value.type) == size);
    const std::size_t size_size = fixed_size(bin.value.type) != 0 ? 0 : varint_size(size);
    return 1 + bin.name.size() + 1 + size_size + size;
}

}  // namespace

record_ptr::record_ptr(const record_ptr& other) : p_(other.p_) {
    if (p_ != nullptr) p_->references_.fetch_add(1, std::memory_order_relaxed);
}

record_ptr record_ptr::share(const record* p) {
    if (p != nullptr) p->references_.fetch_add(1, std::memory_order_relaxed);
    return adopt(p);
}

record_ptr::~record_ptr() {
    if (p_ == nullptr) return;
    if (p_->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        p_->~record();
        std::free(const_cast<record*>(p_));
    }
}

record_ptr record::make(const digest& d, const record_metadata& meta,
                        std::span<const bin_view> bins) {
    assert(bins.size() <= 32767);
    std::size_t size = sizeof(record);
    if (!meta.key.empty()) size += varint_size(meta.key.size()) + meta.key.size();
    for (const bin_view& bin : bins) {
        size += block_size_of(bin);
    }
    void* memory = std::malloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    record* r = new (memory) record;
    r->void_time_s_ = meta.void_time_s;
    r->last_update_time_ = meta.last_update_time;
    r->generation_ = meta.generation;
    r->has_key_ = meta.key.empty() ? 0 : 1;
    r->set_ = meta.set;
    r->bin_count_ = static_cast<std::uint16_t>(bins.size());
    r->digest_ = d;

    std::uint8_t* p = r->payload();
    if (!meta.key.empty()) {
        p = store_varint(p, meta.key.size());
        p = store_bytes(p, meta.key.data(), meta.key.size());
    }
    for (const bin_view& bin : bins) {
        *p++ = static_cast<std::uint8_t>(bin.name.size());
        p = store_bytes(p, bin.name.data(), bin.name.size());
        *p++ = static_cast<std::uint8_t>(bin.value.type);
        if (bin.value.shared != nullptr || is_to_be_shared(bin.value)) {
            auto shared = bin.value.shared != nullptr
                              ? shared_collection_ptr::share(bin.value.shared)
                              : shared_collection::make(bin.value.bytes);
            const shared_collection* owned = shared.detach();
            r->has_shared_ = 1;
            *p++ = 0;
            p = store_bytes(p, &owned, sizeof owned);
            continue;
        }
        if (fixed_size(bin.value.type) == 0) p = store_varint(p, bin.value.bytes.size());
        p = store_bytes(p, bin.value.bytes.data(), bin.value.bytes.size());
    }
    return record_ptr::adopt(r);
}

record::~record() {
    if (has_shared_ == 0) return;
    for (const bin_view& bin : bins()) {
        shared_collection_ptr::adopt(bin.value.shared);
    }
}

bytes_view record::key() const {
    if (has_key_ == 0) return {};
    std::size_t size = 0;
    const std::uint8_t* p = load_varint(payload(), size);
    return {p, size};
}

record_metadata record::metadata() const {
    return {.generation = generation(),
            .void_time_s = void_time_s_,
            .last_update_time = last_update_time_,
            .set = set_,
            .key = key()};
}

record::bin_range record::bins() const {
    const bytes_view k = key();
    const std::uint8_t* first = k.empty() ? payload() : k.data() + k.size();
    return {bin_iterator{first, bin_count_}};
}

std::optional<value_view> record::find(std::string_view bin) const {
    for (const bin_view& b : bins()) {
        if (b.name == bin) return b.value;
    }
    return std::nullopt;
}

record::bin_iterator::bin_iterator(const std::uint8_t* p, std::uint32_t left) : p_(p), left_(left) {
    if (left_ != 0) load();
}

record::bin_iterator& record::bin_iterator::operator++() {
    if (--left_ != 0) load();
    return *this;
}

void record::bin_iterator::load() {
    const std::size_t name_size = *p_++;
    current_.name = wire::as_text({p_, name_size});
    p_ += name_size;
    current_.value.type = static_cast<particle_type>(*p_++);
    current_.value.shared = nullptr;
    std::size_t size = fixed_size(current_.value.type);
    if (size == 0) p_ = load_varint(p_, size);
    if (size == 0 && is_collection(current_.value.type)) {
        current_.value.bytes = {};
        std::memcpy(&current_.value.shared, p_, sizeof current_.value.shared);
        p_ += sizeof current_.value.shared;
        return;
    }
    current_.value.bytes = {p_, size};
    p_ += size;
}

}  // namespace spikelet::mock
