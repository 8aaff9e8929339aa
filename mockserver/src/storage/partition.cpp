#include "storage/partition.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <new>

namespace spikelet::mock {
namespace {

// The bytes of a digest that differ inside a partition, as a number that sorts like the digest:
// byte 0 and the low half of byte 1 are the partition's own.
std::uint32_t prefix_of(const digest& d) {
    return wire::load_be<std::uint32_t>(d.data() + 1);
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

    const record** records() { return reinterpret_cast<const record**>(this + 1); }
    std::uint32_t* prefixes() { return reinterpret_cast<std::uint32_t*>(records() + capacity); }

    static std::size_t block_size(std::uint32_t capacity) {
        return sizeof(leaf) + capacity * (sizeof(const record*) + sizeof(std::uint32_t));
    }
    static leaf* make(std::uint32_t capacity) {
        void* memory = std::malloc(block_size(capacity));
        if (memory == nullptr) throw std::bad_alloc();
        leaf* l = new (memory) leaf;
        l->capacity = capacity;
        return l;
    }
    static void destroy(leaf* l) {
        for (std::uint32_t i = 0; i < l->count; ++i) {
            record_ptr::adopt(l->records()[i]);  // gives it up
        }
        std::free(l);
    }

    // First position whose digest is not less than `d`.
    std::uint32_t lower_bound(const digest& d) {
        const std::uint32_t prefix = prefix_of(d);
        std::uint32_t i = static_cast<std::uint32_t>(
            std::lower_bound(prefixes(), prefixes() + count, prefix) - prefixes());
        // Equal prefixes are rare, so this hardly ever takes more than a step.
        while (i < count && prefixes()[i] == prefix && records()[i]->key_digest() < d)
            ++i;
        return i;
    }
    bool holds(std::uint32_t i, const digest& d) {
        return i < count && records()[i]->key_digest() == d;
    }
    const digest& first() { return records()[0]->key_digest(); }

    // A leaf with room for one more: itself, or a copy that replaces it.
    static leaf* with_room(leaf* l) {
        if (l->count < l->capacity) return l;
        leaf* bigger = make(std::min(l->capacity * 2, capacity_max));
        bigger->count = l->count;
        std::memcpy(bigger->records(), l->records(), l->count * sizeof(const record*));
        std::memcpy(bigger->prefixes(), l->prefixes(), l->count * sizeof(std::uint32_t));
        std::free(l);
        return bigger;
    }
    void insert(std::uint32_t i, const record* r) {
        assert(count < capacity);
        std::memmove(records() + i + 1, records() + i, (count - i) * sizeof(const record*));
        std::memmove(prefixes() + i + 1, prefixes() + i, (count - i) * sizeof(std::uint32_t));
        records()[i] = r;
        prefixes()[i] = prefix_of(r->key_digest());
        ++count;
    }
    void erase(std::uint32_t i) {
        record_ptr::adopt(records()[i]);
        std::memmove(records() + i, records() + i + 1, (count - i - 1) * sizeof(const record*));
        std::memmove(prefixes() + i, prefixes() + i + 1, (count - i - 1) * sizeof(std::uint32_t));
        --count;
    }
    // Moves the upper half out.
    leaf* split() {
        leaf* upper = make(capacity_max);
        const std::uint32_t kept = count / 2;
        upper->count = count - kept;
        std::memcpy(upper->records(), records() + kept, upper->count * sizeof(const record*));
        std::memcpy(upper->prefixes(), prefixes() + kept, upper->count * sizeof(std::uint32_t));
        count = kept;
        return upper;
    }
};

partition::~partition() {
    clear();
}

std::size_t partition::leaf_of(const digest& d) const {
    // The last leaf that begins at or before `d`, or the first.
    std::size_t low = 0;
    std::size_t high = leaves_.size();
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        (leaves_[middle]->first() <= d ? low : high) = middle;
    }
    return low;
}

const record* partition::find(const digest& d) const {
    if (leaves_.empty()) return nullptr;
    leaf* l = leaves_[leaf_of(d)];
    const std::uint32_t i = l->lower_bound(d);
    return l->holds(i, d) ? l->records()[i] : nullptr;
}

void partition::account(const record& r, std::uint64_t stored_size, bool added) {
    const auto apply = [&](object_counts& c) {
        if (added) {
            c.objects += 1;
            c.data_used_bytes += stored_size;
        } else {
            c.objects -= 1;
            c.data_used_bytes -= stored_size;
        }
    };
    apply(totals_);
    if (r.set() == 0) return;
    auto it = std::find_if(sets_.begin(), sets_.end(),
                           [&](const set_entry& e) { return e.set == r.set(); });
    if (it == sets_.end()) it = sets_.insert(sets_.end(), {r.set(), {}});
    apply(it->counts);
}

void partition::put(record_ptr r, std::uint64_t stored_size, std::uint64_t replaced_size) {
    account(*r, stored_size, true);
    if (r->void_time_s() != 0) {
        earliest_void_time_s_ = std::min(earliest_void_time_s_, r->void_time_s());
    }
    if (leaves_.empty()) leaves_.push_back(leaf::make(leaf::capacity_min));
    const digest d = r->key_digest();
    std::size_t at = leaf_of(d);
    std::uint32_t i = leaves_[at]->lower_bound(d);
    if (leaves_[at]->holds(i, d)) {
        const record*& slot = leaves_[at]->records()[i];
        account(*slot, replaced_size, false);
        record_ptr::adopt(slot);
        slot = r.release();
        return;
    }
    if (leaves_[at]->count == leaf::capacity_max) {
        leaves_.insert(leaves_.begin() + static_cast<std::ptrdiff_t>(at) + 1, leaves_[at]->split());
        if (leaves_[at + 1]->first() <= d) ++at;
        i = leaves_[at]->lower_bound(d);
    }
    leaves_[at] = leaf::with_room(leaves_[at]);
    leaves_[at]->insert(i, r.release());
}

bool partition::erase(const digest& d, std::uint64_t stored_size) {
    if (leaves_.empty()) return false;
    const std::size_t at = leaf_of(d);
    leaf* l = leaves_[at];
    const std::uint32_t i = l->lower_bound(d);
    if (!l->holds(i, d)) return false;
    account(*l->records()[i], stored_size, false);
    l->erase(i);
    if (l->count == 0) {
        leaf::destroy(l);
        leaves_.erase(leaves_.begin() + static_cast<std::ptrdiff_t>(at));
    }
    if (leaves_.empty()) earliest_void_time_s_ = UINT32_MAX;
    return true;
}

void partition::clear() {
    for (leaf* l : leaves_) {
        leaf::destroy(l);
    }
    leaves_.clear();
    totals_ = {};
    sets_.clear();
    earliest_void_time_s_ = UINT32_MAX;
}

object_counts partition::set_counts(set_id set) const {
    for (const set_entry& e : sets_) {
        if (e.set == set) return e.counts;
    }
    return {};
}

void partition::scan(const digest* after, const std::function<bool(const record&)>& visit) const {
    for (std::size_t at = leaves_.size(); at-- > 0;) {
        leaf* l = leaves_[at];
        for (std::uint32_t i = l->count; i-- > 0;) {
            const record& r = *l->records()[i];
            if (after != nullptr && !(r.key_digest() < *after)) continue;
            if (!visit(r)) return;
        }
    }
}

std::uint64_t partition::erase_if(const std::function<bool(const record&)>& judge,
                                  const std::function<std::uint64_t(const record&)>& stored_size) {
    std::uint64_t erased = 0;
    std::uint32_t earliest = UINT32_MAX;
    for (std::size_t at = leaves_.size(); at-- > 0;) {
        leaf* l = leaves_[at];
        for (std::uint32_t i = l->count; i-- > 0;) {
            const record& r = *l->records()[i];
            if (judge(r)) {
                account(r, stored_size(r), false);
                l->erase(i);
                ++erased;
            } else if (r.void_time_s() != 0) {
                earliest = std::min(earliest, r.void_time_s());
            }
        }
        if (l->count == 0) {
            leaf::destroy(l);
            leaves_.erase(leaves_.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
    earliest_void_time_s_ = earliest;
    return erased;
}

}  // namespace spikelet::mock
