// Operations that put entries into a map (chapter 09 §3).
#include "operations/cdt/map_entry.hpp"
#include "operations/cdt/map_operations.hpp"
#include "storage/collection_header.hpp"

#include <cassert>
#include <cstring>
#include <vector>

namespace spikelet::mock::map_operations {
namespace {

using enum result_code;

// What PUT may do, and what becomes of what it may not do.
struct map_write_flags {
    bool create_only;
    bool update_only;
    bool no_fail;
    bool partial;

    explicit map_write_flags(std::uint64_t bits)
        : create_only((bits & 1) != 0),
          update_only((bits & 2) != 0),
          no_fail((bits & 4) != 0),
          partial((bits & 8) != 0 && no_fail) {}

    // Why a key that is there, or is not, may not be put.
    result_code violation(bool is_there) const {
        if (is_there) return create_only ? element_exists : ok;
        return update_only ? element_not_found : ok;
    }
};

constexpr std::uint64_t create_only = 1;
constexpr std::uint64_t update_only = 2;

void answer_size(cdt_call& call) {
    answer_integer(call, call.target.size());
}

result_code put_one(cdt_call& call, map_write_flags flags) {
    const bytes_view key = call.args.packed(0);
    if (!is_map_key(key)) return parameter;
    const key_search at = find_key(call.target, key);
    const result_code violation = flags.violation(at.is_found);
    if (violation != ok && !flags.no_fail) return violation;
    if (violation == ok) put_entry(call.target, at, key, call.args.packed(1), call.memory());
    answer_size(call);
    return ok;
}

// Edits that put a run of entries, ascending by key, into a map. Their bytes lie one behind the
// other, so that entries that come to the same place are one edit.
class entry_edits {
public:
    entry_edits(std::size_t bytes_max, command_memory& memory) : out_(memory.allocate(bytes_max)) {}

    void put(key_search at, bytes_view entry) {
        std::memcpy(out_, entry.data(), entry.size());
        const std::uint32_t removed = at.is_found ? 1 : 0;
        if (!all_.empty() && all_.back().position + all_.back().removed == at.position) {
            item_edit& last = all_.back();
            last.removed += removed;
            last.inserted = {last.inserted.data(), last.inserted.size() + entry.size()};
            ++last.inserted_count;
        } else {
            all_.push_back({.position = at.position,
                            .removed = removed,
                            .inserted = {out_, entry.size()},
                            .inserted_count = 1});
        }
        out_ += entry.size();
    }
    const std::vector<item_edit>& all() const { return all_; }

private:
    std::uint8_t* out_;
    std::vector<item_edit> all_;
};

result_code put_all(cdt_call& call, map_write_flags flags) {
    const bytes_view items = call.args.packed(0);
    const auto header = parse_collection_header(items);
    assert(header && header->is_map());
    collection& map = call.target;
    const bytes_view entries = items.subspan(header->size);
    // An empty map has no key to update: a server looks at that first, and where it may leave out
    // what is missing it takes everything instead.
    if (map.empty() && flags.update_only && header->count != 0) {
        if (!flags.no_fail) return element_not_found;
        if (!flags.partial) {
            answer_size(call);
            return ok;
        }
        flags.update_only = false;
    }
    entry_edits edits(entries.size(), call.memory());
    wire::msgpack::reader in(entries);
    for (std::uint32_t i = 0; i < header->count; ++i) {
        const bytes_view rest = in.rest();
        const std::size_t begin = in.offset();
        const bytes_view key = in.take();
        in.skip();
        if (!is_map_key(key)) return parameter;
        const key_search at = find_key(map, key);
        const result_code violation = flags.violation(at.is_found);
        if (violation == ok) {
            edits.put(at, rest.first(in.offset() - begin));
        } else if (!flags.no_fail) {
            return violation;
        } else if (!flags.partial) {
            answer_size(call);
            return ok;
        }
    }
    map.apply(edits.all());
    answer_size(call);
    return ok;
}

}  // namespace

result_code add(cdt_call& call) {
    return put_one(call, map_write_flags(create_only));
}

result_code add_items(cdt_call& call) {
    return put_all(call, map_write_flags(create_only));
}

result_code put(cdt_call& call) {
    return put_one(call, map_write_flags(call.args.number_or(3, 0)));
}

result_code put_items(cdt_call& call) {
    return put_all(call, map_write_flags(call.args.number_or(2, 0)));
}

result_code replace(cdt_call& call) {
    return put_one(call, map_write_flags(update_only));
}

result_code replace_items(cdt_call& call) {
    return put_all(call, map_write_flags(update_only));
}

}  // namespace spikelet::mock::map_operations
