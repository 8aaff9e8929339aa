#include "operations/hll/call.hpp"

#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/particle.hpp>

#include <array>

namespace spikelet::mock::hll {
namespace {

using wire::msgpack::item;
using wire::msgpack::item_kind;
using wire::msgpack::reader;

enum class argument : std::uint8_t {
    none,
    index_bits_or_unset,
    minhash_bits_or_unset,
    index_bits,
    flags,
    elements,
    sets,
    comparable_sets,  // that an intersection can be made of
};

struct operation {
    hll::code code;
    access how;
    std::uint8_t arguments_min;
    std::uint8_t arguments_max;
    std::uint8_t allowed_flags;
    std::array<argument, 4> arguments;
};

using enum argument;
constexpr auto modify = access::modify;
constexpr auto read = access::read;

constexpr std::uint8_t create_only = write_flags::create_only;
constexpr std::uint8_t update_only = write_flags::update_only;
constexpr std::uint8_t no_fail = write_flags::no_fail;
constexpr std::uint8_t allow_fold = write_flags::allow_fold;

constexpr operation operations[] = {
    {code::init,
     modify,
     0,
     3,
     create_only | update_only | no_fail,
     {index_bits_or_unset, minhash_bits_or_unset, flags}},
    {code::add,
     modify,
     1,
     4,
     create_only | no_fail,
     {elements, index_bits_or_unset, minhash_bits_or_unset, flags}},
    {code::set_union,
     modify,
     1,
     2,
     create_only | update_only | no_fail | allow_fold,
     {sets, flags}},
    {code::update_count, modify, 0, 0, 0, {}},
    {code::fold, modify, 1, 1, 0, {index_bits}},
    {code::count, read, 0, 0, 0, {}},
    {code::get_union, read, 1, 1, 0, {sets}},
    {code::union_count, read, 1, 1, 0, {sets}},
    {code::intersect_count, read, 1, 1, 0, {comparable_sets}},
    {code::similarity, read, 1, 1, 0, {comparable_sets}},
    {code::describe, read, 0, 0, 0, {}},
    {code::may_contain, read, 1, 1, 0, {elements}},
};

const operation* find_operation(std::uint64_t number, access how) {
    for (const operation& o : operations) {
        if (static_cast<std::uint64_t>(o.code) == number && o.how == how) return &o;
    }
    return nullptr;
}

// -1 stands for "not given".
bool take_bits(reader& in, bool (*is_valid_bits)(std::uint64_t), bool may_be_unset,
               std::optional<std::uint8_t>& out) {
    item i;
    if (!in.next(i) || i.kind != item_kind::integer) return false;
    if (may_be_unset && i.integer() == -1) return true;
    if (!is_valid_bits(i.number)) return false;
    out = static_cast<std::uint8_t>(i.number);
    return true;
}

// Together they must leave the hash enough bits, as far as both are known.
bool take_minhash_bits(reader& in, call& out) {
    if (!take_bits(in, is_valid_minhash_bits, true, out.minhash_bits)) return false;
    return !out.index_bits || !out.minhash_bits ||
           is_valid(shape{*out.index_bits, *out.minhash_bits});
}

bool take_flags(reader& in, std::uint64_t known, call& out) {
    constexpr std::uint64_t exclusive = write_flags::create_only | write_flags::update_only;
    item i;
    if (!in.next(i) || i.kind != item_kind::integer) return false;
    out.flags = i.number;
    return (out.flags & ~known) == 0 && (out.flags & exclusive) != exclusive;
}

bool take_elements(reader& in, call& out) {
    item list;
    if (!in.next(list) || list.kind != item_kind::list || list.number == 0) return false;
    const bytes_view rest = in.rest();
    for (std::uint64_t n = 0; n < list.number; ++n) {
        item element;
        if (!in.next(element)) return false;
        if (element.kind == item_kind::list || element.kind == item_kind::map) return false;
    }
    out.elements = rest.first(rest.size() - in.left());
    return true;
}

// Any blob will do whose bytes are a sketch: its type byte does not matter.
bool accept_set(const item& i, call& out) {
    if (i.kind != item_kind::bytes || i.payload.empty()) return false;
    const bytes_view bytes = i.payload.subspan(1);
    if (!wire::is_valid_hll(bytes)) return false;
    out.sets.emplace_back(bytes);
    return true;
}

bool take_sets(reader& in, call& out) {
    item first;
    if (!in.next(first)) return false;
    if (first.kind != item_kind::list) return accept_set(first, out);
    for (std::uint64_t n = 0; n < first.number; ++n) {
        item i;
        if (!in.next(i) || !accept_set(i, out)) return false;
    }
    return !out.sets.empty();
}

// Two sets and the bin's can be compared by their counts; more need a minhash.
bool take_comparable_sets(reader& in, call& out) {
    if (!take_sets(in, out)) return false;
    if (out.sets.size() <= 2) return true;
    const std::uint8_t minhash_bits = out.sets.front().shape().minhash_bits;
    for (const sketch_view& set : out.sets) {
        if (set.shape().minhash_bits != minhash_bits) return false;
    }
    return minhash_bits != 0;
}

bool take(argument kind, reader& in, const operation& o, call& out) {
    switch (kind) {
        case index_bits_or_unset:
            return take_bits(in, is_valid_index_bits, true, out.index_bits);
        case minhash_bits_or_unset:
            return take_minhash_bits(in, out);
        case index_bits:
            return take_bits(in, is_valid_index_bits, false, out.index_bits);
        case flags:
            return take_flags(in, o.allowed_flags, out);
        case elements:
            return take_elements(in, out);
        case sets:
            return take_sets(in, out);
        case comparable_sets:
            return take_comparable_sets(in, out);
        case none:
            break;
    }
    return false;
}

// Takes the head of a call, up to its arguments; null if that is wrong.
const operation* take_head(reader& in, access how, std::uint64_t& argument_count) {
    item header;
    item first;
    if (!in.next(header) || header.kind != item_kind::list || header.number == 0) return nullptr;
    if (!in.next(first) || first.kind != item_kind::integer) return nullptr;
    argument_count = header.number - 1;
    return find_operation(first.number, how);
}

}  // namespace

bool is_known_call(bytes_view packed, access how) {
    reader in(packed);
    std::uint64_t count = 0;
    return take_head(in, how, count) != nullptr;
}

std::optional<call> parse_call(bytes_view packed, access how) {
    reader in(packed);
    std::uint64_t count = 0;
    const operation* o = take_head(in, how, count);
    if (o == nullptr || count < o->arguments_min || count > o->arguments_max) return {};

    call out{.code = o->code};
    for (std::size_t n = 0; n < count; ++n) {
        if (!take(o->arguments[n], in, *o, out)) return {};
    }
    return out;
}

}  // namespace spikelet::mock::hll
