// A record as it is stored: one immutable, reference-counted block of memory.
//
// A change builds a new block and swaps the pointer, so a reader, a replica, a snapshot or the
// rollback of a failed command is an old pointer. Layout and cost are in record.cpp; a record with
// one integer bin takes one 64-byte allocation. Without bins it is a tombstone: what a durable
// delete leaves, so that the record's generation goes on (chapter 16 §2).
#pragma once

#include "storage/shared_collection.hpp"

#include <spikelet/mock/clock.hpp>
#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/digest.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace spikelet::mock {

using wire::bytes_view;
using wire::digest;
using wire::particle_type;

// Index of a set in its namespace; 0 is "no set".
using set_id = std::uint16_t;

// A bin's value in stored form. For scalars that is the form a reply carries: integers and doubles
// eight bytes big endian, a boolean one byte, GeoJSON with its flags and cells, text and bytes as
// they are. Lists and maps are normalised msgpack (chapter 18 §3), or shared if they are big:
// append_value() and packed_bytes() of collection_value.hpp serve both.
struct value_view {
    particle_type type = particle_type::null;
    bytes_view bytes = {};                      // empty if `shared`
    const shared_collection* shared = nullptr;  // of a big list or map; kept alive by somebody else
};

struct bin_view {
    std::string_view name;
    value_view value;
};

// What a record has besides its bins.
struct record_metadata {
    std::uint16_t generation = 0;   // 1 … 65535 (chapter 01 §13)
    std::uint32_t void_time_s = 0;  // since 2010; 0: never expires
    time_ms last_update_time = 0;
    set_id set = 0;
    bytes_view key = {};  // type byte and value as the key field carries them; empty: not stored
};

class record;

// Shared ownership of a record. Copies count; moves do not.
class record_ptr {
public:
    record_ptr() = default;
    record_ptr(const record_ptr& other);
    record_ptr(record_ptr&& other) noexcept : p_(std::exchange(other.p_, nullptr)) {}
    record_ptr& operator=(record_ptr other) noexcept {
        std::swap(p_, other.p_);
        return *this;
    }
    ~record_ptr();
    const record* get() const { return p_; }
    const record* operator->() const { return p_; }
    const record& operator*() const { return *p_; }
    explicit operator bool() const { return p_ != nullptr; }

    // Hand-over without counting, for containers that keep plain pointers.
    static record_ptr adopt(const record* p) {
        record_ptr r;
        r.p_ = p;
        return r;
    }
    // Another owner of a record that somebody else keeps alive during the call; null gives null.
    static record_ptr share(const record* p);
    const record* release() { return std::exchange(p_, nullptr); }

private:
    const record* p_ = nullptr;
};

class record {
public:
    // Builds a block from views that may point into another record. `bins` has at most 32767
    // entries, names of at most 15 bytes; none make a tombstone. Lists and maps above
    // packed_collection_max become shared.
    static record_ptr make(const digest& d, const record_metadata& meta,
                           std::span<const bin_view> bins);

    const digest& key_digest() const { return digest_; }
    std::uint16_t generation() const { return static_cast<std::uint16_t>(generation_); }
    std::uint32_t void_time_s() const { return void_time_s_; }
    time_ms last_update_time() const { return last_update_time_; }
    set_id set() const { return set_; }
    std::uint16_t bin_count() const { return bin_count_; }
    bool is_tombstone() const { return bin_count_ == 0; }
    bytes_view key() const;
    record_metadata metadata() const;

    // Generation after one more change: 1 for a new record (null), and 65535 is followed by 1.
    static std::uint16_t next_generation(const record* old) {
        return old == nullptr || old->generation() == 0xFFFF
                   ? std::uint16_t{1}
                   : static_cast<std::uint16_t>(old->generation() + 1);
    }

    // Expired: has a void-time that is not after `now_s`.
    bool is_expired(std::uint32_t now_s) const {
        return void_time_s_ != 0 && void_time_s_ <= now_s;
    }

    // Bins in stored order.
    class bin_iterator {
    public:
        using value_type = bin_view;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        bin_iterator() = default;
        bin_iterator(const std::uint8_t* p, std::uint32_t left);
        const bin_view& operator*() const { return current_; }
        const bin_view* operator->() const { return &current_; }
        bin_iterator& operator++();
        bin_iterator operator++(int) {
            auto copy = *this;
            ++*this;
            return copy;
        }
        friend bool operator==(const bin_iterator& a, const bin_iterator& b) {
            return a.left_ == b.left_;
        }

    private:
        void load();
        const std::uint8_t* p_ = nullptr;
        std::uint32_t left_ = 0;
        bin_view current_;
    };
    struct bin_range {
        bin_iterator first;
        bin_iterator begin() const { return first; }
        bin_iterator end() const { return {}; }
    };
    bin_range bins() const;
    std::optional<value_view> find(std::string_view bin) const;

private:
    friend class record_ptr;
    record() = default;
    record(const record&) = delete;
    ~record();

    std::uint8_t* payload() { return reinterpret_cast<std::uint8_t*>(this + 1); }
    const std::uint8_t* payload() const { return reinterpret_cast<const std::uint8_t*>(this + 1); }

    mutable std::atomic<std::uint32_t> references_{1};
    std::uint32_t void_time_s_ = 0;
    std::uint64_t last_update_time_ : 40 = 0;
    std::uint64_t generation_ : 16 = 0;
    std::uint64_t has_key_ : 1 = 0;
    std::uint64_t has_shared_ : 1 = 0;  // a bin with a shared collection
    set_id set_ = 0;
    std::uint16_t bin_count_ = 0;
    digest digest_{};
    // the key, then the bins, follow
};
static_assert(sizeof(record) == 40, "with one short integer bin a record must fit 56 bytes");

}  // namespace spikelet::mock
