// Random bitwise operations on the engine and on a list of single bits: the same errors, results
// and blobs (chapter 11, part A).
#include "model.hpp"
#include "support/calls.hpp"
#include "support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <optional>
#include <random>

namespace spikelet::mock::bits {
namespace {

using mock::testing::one_record;
using mock::testing::reply;
using testing::bit_list;
using wire::operation_type;
using enum wire::result_code;
using code_of_result = wire::result_code;

struct random_call {
    int code = 0;
    std::int64_t offset = 0;
    std::int64_t size = 0;
    std::uint64_t value = 0;
    std::string operand;
    std::uint64_t flags = 0;
    std::uint64_t special = 0;

    bool has(std::uint64_t flag) const { return (flags & flag) != 0; }
    bool is_read() const { return code >= 50; }
    bool is_of_bytes() const { return code <= 2; }
    bool is_integer() const { return (code >= 10 && code <= 12) || code == 54; }

    spikelet::value::list packed() const {
        spikelet::value::list out{code};
        if (code != 0) out.emplace_back(offset);
        if (code != 1) out.emplace_back(size);
        if ((code >= 8 && code <= 12)) out.emplace_back(static_cast<std::int64_t>(value));
        if (code == 52 || code == 53) out.emplace_back(value != 0);
        if (code == 1 || (code >= 3 && code <= 6)) out.push_back(mock::testing::blob(operand));
        const bool has_special = code == 0 || code == 10 || code == 11;
        if (!is_read() && (flags != 0 || (has_special && special != 0))) out.emplace_back(flags);
        if ((has_special || code == 54) && special != 0) out.emplace_back(special);
        return out;
    }
};

struct outcome {
    code_of_result code = ok;
    std::optional<std::int64_t> number{};
    std::optional<std::string> bytes{};
    friend bool operator==(const outcome&, const outcome&) = default;
};

std::ostream& operator<<(std::ostream& out, const outcome& o) {
    out << wire::name(o.code);
    if (o.number) out << " " << *o.number;
    if (o.bytes) out << " <" << mock::testing::to_hex(*o.bytes) << ">";
    return out;
}

// The bin; nothing while it does not exist.
class model {
public:
    std::optional<bit_list> bits;

    outcome run(const random_call& c) {
        if (c.is_read() && !bits) return {};
        if (!is_valid(c)) return {parameter};
        return c.is_read() ? read(c) : modify(c);
    }

private:
    static bool is_valid(const random_call& c) {
        if (c.is_read()) {
            if (c.size <= 0 || (c.is_integer() && c.size > 64)) return false;
            return c.code != 54 || c.special <= 1;
        }
        const std::uint64_t allowed = c.code <= 1 ? 7 : c.code <= 9 ? 14 : 6;
        if ((c.flags & ~allowed) != 0 || (c.flags & 3) == 3) return false;
        if (c.special > 7 || (c.special & 6) == 6) return false;
        if (c.code == 0) return c.size >= 0;
        if (c.code == 1) return !c.operand.empty();
        if (c.size <= 0 || (c.is_integer() && c.size > 64)) return false;
        const bool has_operand = c.code >= 3 && c.code <= 6;
        return !has_operand ||
               (!c.operand.empty() && c.operand.size() * 8 >= static_cast<std::uint64_t>(c.size));
    }

    static outcome fail(const random_call& c, code_of_result code) {
        return {c.has(4) ? ok : code};
    }

    outcome modify(const random_call& c) {
        if (bits && c.has(1)) return fail(c, bin_exists);
        if (!bits && (c.code > 1 || c.has(2))) return fail(c, bin_not_found);
        if (c.code == 0) return resize(c);
        const auto size = static_cast<std::int64_t>(bits ? bits->size() : 0);
        const std::int64_t unit = c.is_of_bytes() ? 8 : 1;
        const std::int64_t offset = c.offset * unit + (c.offset < 0 ? size : 0);
        if (offset < 0) return {parameter};
        if (c.code == 1) return insert(c, static_cast<std::size_t>(offset));
        const code_of_result refusal = c.is_of_bytes() ? parameter : op_not_applicable;
        if (offset >= size) return fail(c, refusal);
        std::int64_t count = c.size * unit;
        if (offset + count > size) {
            if (!c.has(8)) return fail(c, refusal);
            count = size - offset;
        }
        return change(c, static_cast<std::size_t>(offset), static_cast<std::size_t>(count));
    }

    outcome resize(const random_call& c) {
        const auto size = static_cast<std::size_t>(c.size) * 8;
        bit_list now = bits.value_or(bit_list{});
        if (now.size() == size) return {};
        if ((c.special & 2) != 0 && size < now.size()) return fail(c, parameter);
        if ((c.special & 4) != 0 && size > now.size()) return fail(c, parameter);
        const bool front = (c.special & 1) != 0;
        while (now.size() < size)
            now.insert(front ? now.begin() : now.end(), false);
        while (now.size() > size)
            now.erase(front ? now.begin() : now.end() - 1);
        bits = now;
        return {};
    }

    outcome insert(const random_call& c, std::size_t offset) {
        if (!bits) bits.emplace();
        while (bits->size() < offset)
            bits->push_back(false);
        const bit_list operand = testing::to_bits(c.operand);
        bits->insert(bits->begin() + static_cast<std::ptrdiff_t>(offset), operand.begin(),
                     operand.end());
        return {};
    }

    outcome change(const random_call& c, std::size_t offset, std::size_t count) {
        const auto begin = bits->begin() + static_cast<std::ptrdiff_t>(offset);
        const auto end = begin + static_cast<std::ptrdiff_t>(count);
        const bit_list operand = testing::to_bits(c.operand);
        switch (c.code) {
            case 2:
                bits->erase(begin, end);
                return {};
            case 3:
            case 4:
            case 5:
            case 6:
                for (std::size_t i = 0; i < count; ++i) {
                    const bool a = (*bits)[offset + i];
                    const bool b = operand[i];
                    (*bits)[offset + i] = c.code == 3   ? b
                                          : c.code == 4 ? a || b
                                          : c.code == 5 ? a != b
                                                        : a && b;
                }
                return {};
            case 7:
                std::transform(begin, end, begin, [](bool b) { return !b; });
                return {};
            case 8:
            case 9: {
                const auto distance =
                    static_cast<std::int64_t>(std::min<std::uint64_t>(c.value, bits->size()));
                testing::shift(*bits, offset, count, c.code == 8 ? distance : -distance);
                return {};
            }
            default:
                return change_integer(c, offset, count);
        }
    }

    // With numbers wide enough that nothing overflows.
    outcome change_integer(const random_call& c, std::size_t offset, std::size_t count) {
        __extension__ using wide = __int128;
        const wide modulus = wide{1} << count;
        const wide old = testing::number_at(*bits, offset, count);
        const wide operand = static_cast<wide>(c.value) % modulus;
        wide result = operand;
        if (c.code != 12) {
            const bool is_signed = (c.special & 1) != 0;
            const auto as_signed = [&](wide n) { return n >= modulus / 2 ? n - modulus : n; };
            wide a = old;
            wide b = operand;
            if (c.code == 11) b = is_signed ? (modulus - b) % modulus : -b;
            if (is_signed) {
                a = as_signed(a);
                b = as_signed(b);
            }
            result = a + b;
            const wide least = is_signed ? -(modulus / 2) : 0;
            const wide most = is_signed ? modulus / 2 - 1 : modulus - 1;
            const bool is_zero = is_signed && result == -modulus;
            if ((result < least || result > most) && (c.special & 4) == 0 && !is_zero) {
                if ((c.special & 2) == 0) return fail(c, op_not_applicable);
                result = result < least ? least : most;
            }
        }
        testing::set_number(*bits, offset, count, static_cast<std::uint64_t>(result));
        return {};
    }

    outcome read(const random_call& c) const {
        const auto size = static_cast<std::int64_t>(bits->size());
        const std::int64_t offset = c.offset < 0 ? size + c.offset : c.offset;
        if (offset < 0) return {parameter};
        if (offset >= size || offset + c.size > size) return {op_not_applicable};
        const auto begin = bits->begin() + static_cast<std::ptrdiff_t>(offset);
        const bit_list range(begin, begin + static_cast<std::ptrdiff_t>(c.size));
        const bool wanted = c.value != 0;
        switch (c.code) {
            case 50:
                return {ok, std::nullopt, testing::to_bytes(range)};
            case 51:
                return {ok, std::count(range.begin(), range.end(), true)};
            case 52: {
                const auto found = std::find(range.begin(), range.end(), wanted);
                return {ok, found == range.end() ? -1 : found - range.begin()};
            }
            case 53: {
                std::int64_t at = c.size - 1;
                // As a real server: down to the byte border in front of the range.
                while (at >= -(offset % 8) &&
                       (*bits)[static_cast<std::size_t>(offset + at)] != wanted)
                    --at;
                return {ok, at < -(offset % 8) ? -1 : at};
            }
            default: {
                std::uint64_t number = testing::number_at(range, 0, range.size());
                if (c.special == 1 && range.front() && c.size < 64)
                    number |= ~std::uint64_t{0} << c.size;
                return {ok, static_cast<std::int64_t>(number)};
            }
        }
    }
};

class bit_operations : public ::testing::TestWithParam<std::uint64_t>, protected one_record {
protected:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }

    random_call draw(std::size_t bit_count) {
        static constexpr int codes[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,
                                        10, 10, 11, 11, 12, 50, 51, 52, 53, 54};
        random_call c;
        c.code = codes[below(std::size(codes))];
        const auto unit = static_cast<std::int64_t>(c.is_of_bytes() ? 8 : 1);
        const std::int64_t units = static_cast<std::int64_t>(bit_count) / unit + 1;
        const auto around = [&] {
            return static_cast<std::int64_t>(below(static_cast<std::uint64_t>(units)));
        };
        c.offset = around();
        c.size = one_in(4) ? units - 1 - c.offset : 1 + around();
        if (one_in(3)) c.offset = -around();
        if (one_in(10)) c.offset += one_in(2) ? 3 : -3;
        if (one_in(20)) c.size = -1;
        if (c.is_integer() && !one_in(10)) c.size = 1 + static_cast<std::int64_t>(below(64));
        if (c.code == 0) c.size = static_cast<std::int64_t>(below(40)) - (one_in(20) ? 1 : 0);
        c.value = one_in(3) ? random_() : below(20);
        if (c.code == 8 || c.code == 9) c.value = below(bit_count + 20);
        c.operand.resize(c.code == 1
                             ? below(6)
                             : static_cast<std::size_t>(std::max<std::int64_t>(c.size + 7, 0)) / 8);
        if (one_in(20) && !c.operand.empty()) c.operand.pop_back();
        for (char& byte : c.operand)
            byte = static_cast<char>(random_());
        if (!one_in(3))
            c.flags = one_in(10) ? below(20) : (below(8) << 1 & (c.code > 9 ? 6u : 14u));
        if (one_in(2)) c.special = below(one_in(10) ? 9 : 4);
        if (c.code != 0 && c.code != 10 && c.code != 11 && c.code != 54) c.special = 0;
        return c;
    }

    outcome run_on_engine(const random_call& c) {
        const reply r =
            call(c.is_read() ? operation_type::bits_read : operation_type::bits_modify, c.packed());
        outcome o{r.code};
        if (r.operations.empty()) return o;
        const auto& op = r.operations.front();
        if (op.particle == wire::particle_type::integer) o.number = op.integer();
        if (op.particle == wire::particle_type::blob) o.bytes = op.value;
        return o;
    }

    std::mt19937_64 random_{GetParam()};
};

TEST_P(bit_operations, engine_and_single_bits_agree) {
    std::cout << "seed " << GetParam() << "\n";
    model expected;
    for (int round = 0; round < 4000; ++round) {
        if (one_in(100) || (expected.bits && expected.bits->size() > 3000)) {
            remove();
            expected.bits.reset();
        }
        const random_call c = draw(expected.bits ? expected.bits->size() : 40);
        const bool existed = expected.bits.has_value();
        const outcome theirs = expected.run(c);
        outcome ours = run_on_engine(c);
        // Without a bin there is no record, which has its own answer where nothing fails.
        if (!expected.bits && ours.code == record_not_found) ours.code = ok;
        const std::string what = to_string(value(c.packed())) + (existed ? "" : " without a bin");
        ASSERT_EQ(ours, theirs) << what << ", round " << round;
        ASSERT_EQ(exists(), expected.bits.has_value()) << what << ", round " << round;
        if (expected.bits) {
            ASSERT_EQ(mock::testing::to_hex(get_bytes()),
                      mock::testing::to_hex(testing::to_bytes(*expected.bits)))
                << what << ", round " << round;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(seeds, bit_operations, ::testing::ValuesIn(mock::testing::seeds(8)));

}  // namespace
}  // namespace spikelet::mock::bits
