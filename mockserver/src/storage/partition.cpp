#include "storage/partition.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdlib>
#include <new>
#include <utility>

namespace spikelet::mock {
namespace {

// The first bytes of a digest that differ inside a partition, as a number that sorts like the
// digest. (Byte 0 and the low half of byte 1 are the partition's own.)
std::uint32_t prefix_of(const digest& d) {
    return wire::load_be<std::uint32_t>(d.data() + 1);
}

object_counts count_of(const record& r, std::uint64_t stored_size) {
    return {.objects = r.is_tombstone() ? 0u : 1u,
            .tombstones = r.is_tombstone() ? 1u : 0u,
            .data_used_bytes = stored_size};
}

}  // namespace

// Up to 64 records in ascending order of digest. Two arrays in one block: prefixes, which are
// searched, then pointers. A leaf begins small, so that a namespace with a record in each partition
// stays small too.
struct partition::leaf {
    static constexpr std::uint32_t capacity_min = 4;
    static constexpr std::uint32_t capacity_max = 64;

    std::uint32_t count = 0;
    std::uint32_t capacity = 0;

    std::uint32_t* prefixes() { return reinterpret_cast<std::uint32_t*>(this + 1); }
    // Aligned, as capacities are powers of two from four on.
    const record** records() { return reinterpret_cast<const record**>(prefixes() + capacity); }
    const digest& first_digest() { return records()[0]->key_digest(); }

    static leaf* make(std::uint32_t capacity) {
        void* memory =
            std::malloc(sizeof(leaf) + capacity * (sizeof(std::uint32_t) + sizeof(void*)));
        if (memory == nullptr) throw std::bad_alloc();
        leaf* l = new (memory) leaf;
        l->capacity = capacity;
        return l;
    }
    // Gives up what the leaf holds.
    static void destroy(leaf* l) {
        for (std::uint32_t i = 0; i < l->count; ++i) {
            drop(l->records()[i]);
        }
        std::free(l);
    }
    static void drop(const record* r) { record_ptr::adopt(r); }

    // A leaf with room for `count` records: the given one, or a larger one that takes its place.
    static leaf* with_room(leaf* l, std::uint32_t count) {
        if (count <= l->capacity) return l;
        leaf* larger = make(std::bit_ceil(count));
        larger->append(*l, 0);
        std::free(l);
        return larger;
    }

    // First position whose digest is not less than `d`.
    std::uint32_t lower_bound(const digest& d) {
        const std::uint32_t prefix = prefix_of(d);
        auto i = static_cast<std::uint32_t>(
            std::lower_bound(prefixes(), prefixes() + count, prefix) - prefixes());
        // Equal prefixes are rare, so this hardly ever takes more than a step.
        while (i < count && prefixes()[i] == prefix && records()[i]->key_digest() < d)
            ++i;
        return i;
    }
    bool holds(std::uint32_t i, const digest& d) {
        return i < count && prefixes()[i] == prefix_of(d) && records()[i]->key_digest() == d;
    }

    // The following change the arrays only: who owns the records is the caller's business.
    void insert(std::uint32_t i, const record* r) {
        assert(count < capacity);
        std::copy_backward(prefixes() + i, prefixes() + count, prefixes() + count + 1);
        std::copy_backward(records() + i, records() + count, records() + count + 1);
        prefixes()[i] = prefix_of(r->key_digest());
        records()[i] = r;
        ++count;
    }
    void remove(std::uint32_t i) {
        std::copy(prefixes() + i + 1, prefixes() + count, prefixes() + i);
        std::copy(records() + i + 1, records() + count, records() + i);
        --count;
    }
    // Appends what `other` has from position `from` on.
    void append(leaf& other, std::uint32_t from) {
        assert(count + other.count - from <= capacity);
        std::copy(other.prefixes() + from, other.prefixes() + other.count, prefixes() + count);
        std::copy(other.records() + from, other.records() + other.count, records() + count);
        count += other.count - from;
    }
};

partition::~partition() {
    clear();
}

std::size_t partition::leaf_of(const digest& d) const {
    // The last leaf that begins at or before `d`, or the first.
    const std::uint32_t prefix = prefix_of(d);
    const auto begins_behind = [&](const leaf_entry& e) {
        return e.first_prefix != prefix ? e.first_prefix > prefix : e.records->first_digest() > d;
    };
    std::size_t low = 0;
    std::size_t high = leaves_.size();
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        (begins_behind(leaves_[middle]) ? high : low) = middle;
    }
    return low;
}

const record* partition::find(const digest& d) const {
    if (leaves_.empty()) return nullptr;
    leaf* l = leaves_[leaf_of(d)].records;
    const std::uint32_t i = l->lower_bound(d);
    return l->holds(i, d) ? l->records()[i] : nullptr;
}

void partition::put(record_ptr r, std::uint64_t stored_size, std::uint64_t replaced_size) {
    if (leaves_.empty()) leaves_.push_back({leaf::make(leaf::capacity_min), 0});
    const record& added = *r;
    const std::size_t at = leaf_of(added.key_digest());
    leaf* l = leaves_[at].records;
    const std::uint32_t i = l->lower_bound(added.key_digest());
    if (l->holds(i, added.key_digest())) {
        const record* replaced = std::exchange(l->records()[i], r.release());
        subtract(*replaced, replaced_size);
        leaf::drop(replaced);
    } else {
        insert(at, i, r.release());
    }
    add(added, stored_size);
}

void partition::insert(std::size_t at, std::uint32_t i, const record* r) {
    if (leaves_[at].records->count == leaf::capacity_max) {
        leaf* lower = leaves_[at].records;
        leaf* upper = leaf::make(leaf::capacity_max);
        constexpr std::uint32_t kept = leaf::capacity_max / 2;
        upper->append(*lower, kept);
        lower->count = kept;
        leaves_.insert(leaves_.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                       {upper, upper->prefixes()[0]});
        if (i > kept) {
            ++at;
            i -= kept;
        }
    }
    leaf*& l = leaves_[at].records;
    l = leaf::with_room(l, l->count + 1);
    l->insert(i, r);
    leaves_[at].first_prefix = l->prefixes()[0];
}

bool partition::erase(const digest& d, std::uint64_t stored_size) {
    if (leaves_.empty()) return false;
    const std::size_t at = leaf_of(d);
    leaf* l = leaves_[at].records;
    const std::uint32_t i = l->lower_bound(d);
    if (!l->holds(i, d)) return false;
    const record* erased = l->records()[i];
    subtract(*erased, stored_size);
    l->remove(i);
    if (l->count == 0) {
        leaf::destroy(l);
        leaves_.erase(leaves_.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
        leaves_[at].first_prefix = l->prefixes()[0];
        join_with_next(at);
        if (at > 0) join_with_next(at - 1);
    }
    if (leaves_.empty()) earliest_void_time_s_ = UINT32_MAX;
    leaf::drop(erased);  // `d` may lie in it
    return true;
}

// Neighbours that fit into half a leaf become one, so that memory follows the records when they are
// erased.
void partition::join_with_next(std::size_t at) {
    if (at + 1 >= leaves_.size()) return;
    leaf*& lower = leaves_[at].records;
    leaf* upper = leaves_[at + 1].records;
    const std::uint32_t count = lower->count + upper->count;
    if (count > leaf::capacity_max / 2) return;
    lower = leaf::with_room(lower, count);
    lower->append(*upper, 0);
    std::free(upper);
    leaves_.erase(leaves_.begin() + static_cast<std::ptrdiff_t>(at) + 1);
}

std::uint64_t partition::erase_if(const std::function<bool(const record&)>& judge,
                                  const std::function<std::uint64_t(const record&)>& stored_size) {
    std::uint64_t erased = 0;
    std::uint32_t earliest = UINT32_MAX;
    std::size_t leaves_kept = 0;
    for (const leaf_entry& e : leaves_) {
        leaf* l = e.records;
        std::uint32_t kept = 0;
        for (std::uint32_t i = 0; i < l->count; ++i) {
            const record* r = l->records()[i];
            if (judge(*r)) {
                subtract(*r, stored_size(*r));
                leaf::drop(r);
                ++erased;
                continue;
            }
            if (r->void_time_s() != 0) earliest = std::min(earliest, r->void_time_s());
            l->prefixes()[kept] = l->prefixes()[i];
            l->records()[kept++] = r;
        }
        l->count = kept;
        if (kept == 0) {
            leaf::destroy(l);
        } else {
            leaves_[leaves_kept++] = {l, l->prefixes()[0]};
        }
    }
    leaves_.resize(leaves_kept);
    for (std::size_t at = leaves_kept; at-- > 0;) {
        join_with_next(at);
    }
    earliest_void_time_s_ = earliest;
    return erased;
}

void partition::clear() {
    for (const leaf_entry& e : leaves_) {
        leaf::destroy(e.records);
    }
    leaves_.clear();
    totals_ = {};
    sets_.clear();
    earliest_void_time_s_ = UINT32_MAX;
}

void partition::scan(const digest* after, const std::function<bool(const record&)>& visit) const {
    if (leaves_.empty()) return;
    std::size_t at = after == nullptr ? leaves_.size() - 1 : leaf_of(*after);
    leaf* l = leaves_[at].records;
    std::uint32_t i = after == nullptr ? l->count : l->lower_bound(*after);
    for (;;) {
        while (i-- > 0) {
            if (!visit(*l->records()[i])) return;
        }
        if (at-- == 0) return;
        l = leaves_[at].records;
        i = l->count;
    }
}

object_counts partition::set_counts(set_id set) const {
    for (const set_entry& e : sets_) {
        if (e.set == set) return e.counts;
    }
    return {};
}

void partition::add_set_counts(std::span<object_counts> by_set) const {
    for (const set_entry& e : sets_) {
        if (e.set < by_set.size()) by_set[e.set] += e.counts;
    }
}

void partition::add(const record& r, std::uint64_t stored_size) {
    const object_counts one = count_of(r, stored_size);
    totals_ += one;
    if (r.void_time_s() != 0) {
        earliest_void_time_s_ = std::min(earliest_void_time_s_, r.void_time_s());
    }
    if (r.set() == 0) return;
    const auto known = std::ranges::find(sets_, r.set(), &set_entry::set);
    if (known != sets_.end()) {
        known->counts += one;
    } else {
        sets_.push_back({r.set(), one});
    }
}

void partition::subtract(const record& r, std::uint64_t stored_size) {
    const object_counts one = count_of(r, stored_size);
    totals_ -= one;
    if (r.set() == 0) return;
    const auto known = std::ranges::find(sets_, r.set(), &set_entry::set);
    assert(known != sets_.end());
    known->counts -= one;
    if (known->counts.objects == 0 && known->counts.tombstones == 0) {
        *known = sets_.back();
        sets_.pop_back();
    }
}

}  // namespace spikelet::mock
