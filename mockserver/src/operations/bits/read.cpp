#include "operations/bits/arithmetic.hpp"
#include "operations/bits/bits.hpp"
#include "operations/bits/ranges.hpp"
#include "operations/bits/word_access.hpp"

namespace spikelet::mock::bits {
namespace {

using enum result_code;

// A server searches from the right down to the byte border in front of the range: a bit there has a
// negative position (chapter 11 §A5).
std::int64_t scan_right(const call& c, const std::uint8_t* bytes, range where) {
    const std::uint64_t in_front = where.offset % 8;
    const range searched{where.offset - in_front, where.size + in_front};
    const std::int64_t found = find_last(bytes, searched, c.value != 0);
    return found < 0 ? found : found - static_cast<std::int64_t>(in_front);
}

std::int64_t evaluate(const call& c, const std::uint8_t* bytes, range where) {
    switch (c.code) {
        case code::count:
            return static_cast<std::int64_t>(count_ones(bytes, where));
        case code::find_first:
            return find_first(bytes, where, c.value != 0);
        case code::find_last:
            return scan_right(c, bytes, where);
        default: {
            const auto size = static_cast<unsigned>(where.size);
            const std::uint64_t number = load(bytes, where.offset, size);
            return c.has_special(integer_flags::is_signed) ? sign_extend(number, size)
                                                           : static_cast<std::int64_t>(number);
        }
    }
}

}  // namespace

read_plan plan_read(const call& c, bytes_view blob) {
    const auto end = static_cast<std::int64_t>(blob.size() * 8);
    const std::int64_t offset = c.offset < 0 ? end + c.offset : c.offset;
    if (offset < 0) return {.code = parameter};
    if (offset >= end || c.size > static_cast<std::uint64_t>(end - offset)) {
        return {.code = op_not_applicable};
    }
    const range where{static_cast<std::uint64_t>(offset), c.size};
    if (c.code != code::get) return {.size = 8, .where = where};
    return {.type = particle_type::blob,
            .size = static_cast<std::size_t>((c.size + 7) / 8),
            .where = where};
}

void answer_read(const call& c, const read_plan& plan, bytes_view blob, std::uint8_t* out) {
    if (plan.type == particle_type::blob) {
        extract(blob.data(), plan.where, out);
    } else {
        wire::store_be(out, evaluate(c, blob.data(), plan.where));
    }
}

result_code run_read(const wire::operation_view& op, operation_context& context) {
    const value_view* bin = context.bins.find(op.bin);
    if (bin == nullptr) {
        answer_nothing(context, op);
        return ok;
    }
    if (op.particle != particle_type::blob) return bin_incompatible_type;
    const auto c = parse_call(op.value, access::read);
    if (!c) return parameter;
    if (bin->type != particle_type::blob) return bin_incompatible_type;

    const read_plan plan = plan_read(*c, bin->bytes);
    if (plan.code != ok) return plan.code;
    answer_read(*c, plan, bin->bytes,
                context.reply.operation(op.type, op.bin, plan.type, plan.size));
    return ok;
}

}  // namespace spikelet::mock::bits
