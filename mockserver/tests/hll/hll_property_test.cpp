// Random sketches: the engine against a set of elements, which knows what every register must be.
#include "../bits/model.hpp"
#include "operations/hll/hash.hpp"
#include "support/calls.hpp"
#include "support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>
#include <set>
#include <vector>

namespace spikelet::mock::hll {
namespace {

using mock::testing::one_record;
using mock::testing::reply;
using mock::testing::to_hex;
using wire::operation_type;
using wire::result_code;

// The bytes of a sketch of the elements, bit by bit (chapter 11 §B3, §B4).
std::string sketch_of(const std::set<int>& elements, unsigned index_bits, unsigned minhash_bits) {
    std::vector<std::uint64_t> registers(std::size_t{1} << index_bits);
    for (const int element : elements) {
        const hash128 h = murmur3(wire::as_bytes(mock::testing::packed(value(element))));
        std::uint64_t rank = 1;
        while ((h.second >> (rank - 1) & 1) == 0)
            ++rank;
        const std::uint64_t modulus = std::uint64_t{1} << minhash_bits;
        const std::uint64_t v = rank * modulus + (h.first >> index_bits) % modulus;
        std::uint64_t& r = registers[h.first % registers.size()];
        r = std::max(r, v);
    }
    const unsigned width = 6 + minhash_bits;
    bits::testing::bit_list all(registers.size() * width);
    for (std::size_t i = 0; i < registers.size(); ++i) {
        bits::testing::set_number(all, i * width, width, registers[i]);
    }
    std::string out(11, '\0');
    out[1] = static_cast<char>(index_bits);
    out[2] = static_cast<char>(minhash_bits);
    return out + bits::testing::to_bytes(all);
}

class hll_operations : public ::testing::TestWithParam<std::uint64_t>, protected one_record {
protected:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    struct form {
        unsigned index_bits;
        unsigned minhash_bits;
    };
    form any_form() {
        const auto index_bits = static_cast<unsigned>(4 + below(7));
        return {index_bits, below(2) == 0 ? 0 : static_cast<unsigned>(4 + below(48))};
    }
    std::set<int> any_elements() {
        std::set<int> out;
        const int count = 1 + static_cast<int>(below(200));
        for (int i = 0; i < count; ++i)
            out.insert(static_cast<int>(below(5000)) - 1000);
        return out;
    }
    static value::list to_list(const std::set<int>& elements) {
        return {elements.begin(), elements.end()};
    }
    result_code modify(const value::list& c) { return call(operation_type::hll_modify, c).code; }

    std::mt19937_64 random_{GetParam()};
};

TEST_P(hll_operations, registers_are_those_of_the_elements) {
    std::cout << "seed " << GetParam() << "\n";
    std::set<int> elements;
    form f{};
    bool known = false;
    for (int round = 0; round < 300; ++round) {
        std::string what;
        const std::uint64_t kind = below(12);
        if (!known || kind == 0) {
            f = any_form();
            ASSERT_EQ(modify({0, f.index_bits, f.minhash_bits}), result_code::ok);
            elements.clear();
            known = true;
            what = "init";
        } else if (kind < 7) {
            const std::set<int> added = any_elements();
            ASSERT_EQ(modify({1, to_list(added)}), result_code::ok);
            elements.insert(added.begin(), added.end());
            what = "add";
        } else if (kind < 10) {
            value::list sets;
            bool folds = false;
            form common = f;
            std::set<int> all = elements;
            form given = any_form();
            for (std::uint64_t n = 1 + below(3); n > 0; --n) {
                if (below(2) == 0) given = any_form();
                if (below(3) == 0) given = f;
                // A minhash begins behind the index bits: what is folded and keeps it is no sketch
                // of the elements (chapter 11 §B6).
                if (given.minhash_bits != 0 && given.minhash_bits == f.minhash_bits) given = f;
                const std::set<int> other = any_elements();
                const std::string sketch = sketch_of(other, given.index_bits, given.minhash_bits);
                sets.push_back(value::hll(wire::as_bytes(sketch)));
                all.insert(other.begin(), other.end());
                common.index_bits = std::min(common.index_bits, given.index_bits);
                if (common.minhash_bits != given.minhash_bits) common.minhash_bits = 0;
                folds |= given.index_bits < f.index_bits ||
                         (f.minhash_bits != 0 && f.minhash_bits != given.minhash_bits);
            }
            const bool may_fold = below(2) == 0;
            const result_code code = modify({2, sets, may_fold ? 8 : 0});
            ASSERT_EQ(code, folds && !may_fold ? result_code::op_not_applicable : result_code::ok);
            if (code == result_code::ok) {
                elements = all;
                f = common;
            }
            what = "union";
        } else {
            const auto index_bits = static_cast<unsigned>(4 + below(8));
            const result_code code = modify({4, index_bits});
            const bool fits = f.minhash_bits == 0 && index_bits <= f.index_bits;
            ASSERT_EQ(code, fits ? result_code::ok : result_code::op_not_applicable);
            if (fits) f.index_bits = index_bits;
            what = "fold";
        }
        ASSERT_EQ(to_hex(get_bytes()), to_hex(sketch_of(elements, f.index_bits, f.minhash_bits)))
            << what << ", round " << round;
        const reply contains = call(operation_type::hll_read, {56, to_list(elements)});
        if (!elements.empty()) {
            ASSERT_EQ(contains.operations.at(0).integer(), 1) << round;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(seeds, hll_operations, ::testing::ValuesIn(mock::testing::seeds(4)));

}  // namespace
}  // namespace spikelet::mock::hll
