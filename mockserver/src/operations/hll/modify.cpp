#include "operations/hll/estimate.hpp"
#include "operations/hll/hll.hpp"

#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/particle.hpp>

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace spikelet::mock::hll {
namespace {

using enum result_code;

std::span<std::uint8_t> make_empty(shape s, command_memory& memory) {
    std::uint8_t* p = memory.allocate_zeroed(s.size());
    write_header(p, s);
    return {p, s.size()};
}

// Bytes to change: the old ones, or a copy that is made the first time they are asked for.
class target {
public:
    target(bytes_view old, std::span<std::uint8_t> writable, command_memory& memory)
        : view_(old), bytes_(writable.data()), memory_(memory) {}

    bytes_view view() const { return view_; }
    std::uint8_t* bytes() {
        if (bytes_ == nullptr) {
            bytes_ = memory_.allocate(view_.size());
            std::memcpy(bytes_, view_.data(), view_.size());
            view_ = {bytes_, view_.size()};
        }
        return bytes_;
    }

private:
    bytes_view view_;
    std::uint8_t* bytes_;
    command_memory& memory_;
};

modified init(const call& c, bytes_view old, command_memory& memory) {
    shape s;
    if (!old.empty()) s = sketch_view(old).shape();
    if (c.index_bits) s.index_bits = *c.index_bits;
    if (c.minhash_bits) s.minhash_bits = *c.minhash_bits;
    if (!is_valid(s)) return {.code = op_not_applicable};
    return {.sketch = make_empty(s, memory)};
}

modified add(const call& c, bytes_view old, std::span<std::uint8_t> writable,
             command_memory& memory) {
    if (old.empty()) {
        if (!c.index_bits) return {.code = op_not_applicable};
        writable = make_empty({*c.index_bits, c.minhash_bits.value_or(0)}, memory);
        old = writable;
    }
    const shape s = sketch_view(old).shape();
    target out(old, writable, memory);
    std::int64_t changed = 0;
    for (wire::msgpack::reader in(c.elements); !in.at_end();) {
        const slot place = slot_of(in.take(), s);
        if (place.value <= sketch_view(out.view()).register_at(place.index)) continue;
        set_register(out.bytes(), s, place.index, place.value);
        ++changed;
    }
    if (changed != 0) set_cached_count(out.bytes(), 0);
    return {.sketch = out.view(), .result = changed};
}

using set_list = boost::container::small_vector<sketch_view, 5>;

modified set_union(const call& c, bytes_view old, std::span<std::uint8_t> writable,
                   command_memory& memory) {
    set_list sets(c.sets.begin(), c.sets.end());
    if (!old.empty()) {
        // Without permission the bin keeps its form, or nothing is done.
        const shape own = sketch_view(old).shape();
        const shape given = common_shape({sets.data(), sets.size()});
        const bool folds = own.index_bits > given.index_bits ||
                           (own.minhash_bits != 0 && own.minhash_bits != given.minhash_bits);
        if (folds && !c.has(write_flags::allow_fold)) return {.code = op_not_applicable};
        sets.emplace_back(old);
    }
    const shape s = common_shape({sets.data(), sets.size()});
    std::uint8_t* out = writable.size() == s.size() ? writable.data() : nullptr;
    if (out == nullptr || sketch_view(old).shape() != s) out = memory.allocate(s.size());
    unite({sets.data(), sets.size()}, s, out);
    return {.sketch = {out, s.size()}};
}

modified update_count(bytes_view old, std::span<std::uint8_t> writable, command_memory& memory) {
    if (old.empty()) return {.code = bin_not_found};
    const sketch_view sketch(old);
    const std::uint64_t now = count(sketch);
    target out(old, writable, memory);
    if (now != sketch.cached_count()) set_cached_count(out.bytes(), now);
    return {.sketch = out.view(), .result = static_cast<std::int64_t>(now)};
}

modified fold(const call& c, bytes_view old, command_memory& memory) {
    if (old.empty()) return {.code = bin_not_found};
    const sketch_view sketch(old);
    const shape s{*c.index_bits, 0};
    if (sketch.shape().minhash_bits != 0 || s.index_bits > sketch.shape().index_bits) {
        return {.code = op_not_applicable};
    }
    if (s == sketch.shape()) return {.sketch = old};
    std::uint8_t* out = memory.allocate(s.size());
    unite({&sketch, 1}, s, out);
    return {.sketch = {out, s.size()}};
}

// Whether the flags let the operation go on; nothing to do where they turn a refusal into that.
struct admission {
    result_code code = ok;
    bool proceeds = false;
};
admission admit(const call& c, bool exists) {
    const bool no_fail = c.has(write_flags::no_fail);
    if (exists && c.has(write_flags::create_only)) return {.code = no_fail ? ok : bin_exists};
    if (!exists && c.has(write_flags::update_only)) return {.code = no_fail ? ok : bin_not_found};
    return {.proceeds = true};
}

}  // namespace

modified modify(const call& c, bytes_view old, std::span<std::uint8_t> writable,
                command_memory& memory) {
    switch (c.code) {
        case code::init:
            return init(c, old, memory);
        case code::add:
            return add(c, old, writable, memory);
        case code::set_union:
            return set_union(c, old, writable, memory);
        case code::update_count:
            return update_count(old, writable, memory);
        case code::fold:
            return fold(c, old, memory);
        default:
            return {.code = parameter};
    }
}

result_code run_modify(const wire::operation_view& op, operation_context& context) {
    if (!is_known_call(op.value, access::modify)) return parameter;
    const value_view* bin = context.bins.find(op.bin);
    if (bin != nullptr && bin->type != particle_type::hll) return bin_incompatible_type;
    const auto c = parse_call(op.value, access::modify);
    if (!c) return parameter;
    const admission admitted = admit(*c, bin != nullptr);
    if (!admitted.proceeds) {
        if (admitted.code == ok) answer_nothing(context, op);
        return admitted.code;
    }

    const bytes_view old = bin == nullptr ? bytes_view{} : bin->bytes;
    // Writing checks it: only other doors into the data could let it in.
    if (bin != nullptr && !wire::is_valid_hll(old)) return server_error;
    const modified result = modify(*c, old, context.memory.writable(old), context.memory);
    if (result.code != ok) return result.code;
    if (result.sketch.data() != old.data()) {
        context.bins.set(op.bin, {particle_type::hll, result.sketch});
        context.memory.release(old);
    }
    if (result.result) {
        wire::store_be(context.reply.operation(op.type, op.bin, particle_type::integer, 8),
                       *result.result);
    } else {
        answer_nothing(context, op);
    }
    return ok;
}

}  // namespace spikelet::mock::hll
