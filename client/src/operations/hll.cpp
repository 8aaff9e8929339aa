#include "call.hpp"

#include <spikelet/hll.hpp>

#include <stdexcept>
#include <string_view>

namespace spikelet::hll {
namespace {

using calls::arguments;
using wire::operation_type;

// Chapter 11 §B1.
enum code : std::uint16_t {
    init_code = 0,
    add_code = 1,
    set_union_code = 2,
    refresh_count_code = 3,
    fold_code = 4,
    get_count_code = 50,
    get_union_code = 51,
    get_union_count_code = 52,
    get_intersect_count_code = 53,
    get_similarity_code = 54,
    describe_code = 55,
    may_contain_code = 56,
};

operation read(std::string bin, code c, value::list given) {
    return {operation_type::hll_read, std::move(bin), {c, std::move(given), {}, true}};
}
operation modify(std::string bin, code c, value::list given) {
    return {operation_type::hll_modify, std::move(bin), {c, std::move(given), {}, true}};
}

// Sent as -1 if not given.
std::int64_t bits_argument(optional_bits bits) {
    return bits ? std::int64_t{*bits} : -1;
}

value::list expect_sketches(std::string_view what, const std::string& bin, value::list others) {
    for (const value& v : others) {
        if (v.kind() == value_kind::hll || v.kind() == value_kind::blob) continue;
        throw std::invalid_argument("hll::" + std::string(what) + " of bin \"" + bin +
                                    "\": takes HLLs or blobs, not a value of kind " +
                                    std::string(name(v.kind())));
    }
    return others;
}

operation compare(std::string_view what, std::string bin, code c, value::list others) {
    others = expect_sketches(what, bin, std::move(others));
    return read(std::move(bin), c, arguments(std::move(others)));
}

}  // namespace

operation init(std::string bin, optional_bits index_bits, optional_bits minhash_bits,
               write_flags flags) {
    return modify(std::move(bin), init_code,
                  arguments(bits_argument(index_bits), bits_argument(minhash_bits), flags));
}
operation add(std::string bin, value::list values, optional_bits index_bits,
              optional_bits minhash_bits, write_flags flags) {
    return modify(std::move(bin), add_code,
                  arguments(std::move(values), bits_argument(index_bits),
                            bits_argument(minhash_bits), flags));
}
operation set_union(std::string bin, value::list others, write_flags flags) {
    others = expect_sketches("set_union", bin, std::move(others));
    return modify(std::move(bin), set_union_code, arguments(std::move(others), flags));
}
operation refresh_count(std::string bin) {
    return modify(std::move(bin), refresh_count_code, {});
}
operation fold(std::string bin, std::uint8_t index_bits) {
    return modify(std::move(bin), fold_code, arguments(index_bits));
}

operation get_count(std::string bin) {
    return read(std::move(bin), get_count_code, {});
}
operation get_union(std::string bin, value::list others) {
    return compare("get_union", std::move(bin), get_union_code, std::move(others));
}
operation get_union_count(std::string bin, value::list others) {
    return compare("get_union_count", std::move(bin), get_union_count_code, std::move(others));
}
operation get_intersect_count(std::string bin, value::list others) {
    return compare("get_intersect_count", std::move(bin), get_intersect_count_code,
                   std::move(others));
}
operation get_similarity(std::string bin, value::list others) {
    return compare("get_similarity", std::move(bin), get_similarity_code, std::move(others));
}
operation describe(std::string bin) {
    return read(std::move(bin), describe_code, {});
}
operation may_contain(std::string bin, value::list values) {
    return read(std::move(bin), may_contain_code, arguments(std::move(values)));
}

}  // namespace spikelet::hll
