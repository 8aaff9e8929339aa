#include "operations/hll/estimate.hpp"
#include "operations/hll/hll.hpp"

#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/particle.hpp>

#include <boost/container/small_vector.hpp>

#include <bit>

namespace spikelet::mock::hll {
namespace {

using enum result_code;

using set_list = boost::container::small_vector<sketch_view, 5>;

// The bin's own and those of the call.
set_list all_sets(const call& c, const sketch_view& sketch) {
    set_list sets(c.sets.begin(), c.sets.end());
    sets.push_back(sketch);
    return sets;
}

bool may_contain(const call& c, const sketch_view& sketch) {
    for (wire::msgpack::reader in(c.elements); !in.at_end();) {
        const slot place = slot_of(in.take(), sketch.shape());
        if (place.value > sketch.register_at(place.index)) return false;
    }
    return true;
}

bool is_comparison(code c) {
    return c == code::intersect_count || c == code::similarity;
}

std::uint64_t evaluate(const call& c, const sketch_view& sketch, sketches sets) {
    switch (c.code) {
        case code::count:
            return count(sketch);
        case code::union_count:
            return union_count(sets);
        case code::intersect_count:
            return intersect_count(sets);
        case code::similarity:
            return std::bit_cast<std::uint64_t>(similarity(sets));
        default:
            return may_contain(c, sketch) ? 1 : 0;
    }
}

}  // namespace

read_plan plan_read(const call& c, const sketch_view& sketch) {
    const shape own = sketch.shape();
    switch (c.code) {
        case code::get_union: {
            const set_list sets = all_sets(c, sketch);
            return {.type = particle_type::hll,
                    .size = common_shape({sets.data(), sets.size()}).size()};
        }
        case code::describe:
            return {.type = particle_type::list,
                    .size = 1 + wire::msgpack::integer_size(own.index_bits) +
                            wire::msgpack::integer_size(own.minhash_bits)};
        default:
            break;
    }
    // More than three sets are compared by the minhash that all of them have.
    if (is_comparison(c.code) && c.sets.size() > 2 &&
        own.minhash_bits != c.sets.front().shape().minhash_bits) {
        return {.code = op_not_applicable};
    }
    return {.type = c.code == code::similarity ? particle_type::floating : particle_type::integer,
            .size = 8};
}

void answer_read(const call& c, const sketch_view& sketch, std::uint8_t* out) {
    const set_list sets = all_sets(c, sketch);
    if (c.code == code::get_union) {
        return unite({sets.data(), sets.size()}, common_shape({sets.data(), sets.size()}), out);
    }
    if (c.code == code::describe) {
        // Both numbers are below 128: one byte each.
        out[0] = 0x92;
        out[1] = sketch.shape().index_bits;
        out[2] = sketch.shape().minhash_bits;
        return;
    }
    wire::store_be(out, evaluate(c, sketch, {sets.data(), sets.size()}));
}

result_code run_read(const wire::operation_view& op, operation_context& context) {
    const value_view* bin = context.bins.find(op.bin);
    if (bin == nullptr) {
        answer_nothing(context, op);
        return ok;
    }
    if (!is_known_call(op.value, access::read)) return parameter;
    if (bin->type != particle_type::hll) return bin_incompatible_type;
    const auto c = parse_call(op.value, access::read);
    if (!c) return parameter;
    if (!wire::is_valid_hll(bin->bytes)) return server_error;
    const sketch_view sketch(bin->bytes);
    const read_plan plan = plan_read(*c, sketch);
    if (plan.code != ok) return plan.code;
    answer_read(*c, sketch, context.reply.operation(op.type, op.bin, plan.type, plan.size));
    return ok;
}

}  // namespace spikelet::mock::hll
