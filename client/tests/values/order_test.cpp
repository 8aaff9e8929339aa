// compare() over values and compare_packed() over their bytes: every rule is checked on both.
#include "random_value.hpp"

#include <spikelet/value.hpp>
#include <spikelet/wire/packed_order.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace spikelet {
namespace {

using std::weak_ordering;

weak_ordering packed_compare(const value& a, const value& b) {
    wire::buffer x;
    wire::buffer y;
    wire::encode_value(a, x);
    wire::encode_value(b, y);
    return wire::compare_packed(x.view(), y.view());
}

void expect_order(const value& a, const value& b, weak_ordering expected) {
    EXPECT_TRUE(compare(a, b) == expected) << a << " " << b;
    EXPECT_TRUE(compare(b, a) == (0 <=> expected)) << a << " " << b;
    EXPECT_TRUE(packed_compare(a, b) == expected) << a << " " << b << " packed";
    EXPECT_TRUE(packed_compare(b, a) == (0 <=> expected)) << a << " " << b << " packed";
}
void expect_less(const value& a, const value& b) {
    expect_order(a, b, weak_ordering::less);
}
void expect_equal(const value& a, const value& b) {
    expect_order(a, b, weak_ordering::equivalent);
}

value list(value::list items) {
    return items;
}
const value any = value::wildcard();

TEST(order, of_types) {
    const std::vector<value> ascending = {{},
                                          true,
                                          std::numeric_limits<std::uint64_t>::max(),
                                          "",
                                          list({}),
                                          value::map{},
                                          value::blob({}),
                                          -std::numeric_limits<double>::infinity(),
                                          value::geojson(""),
                                          value::extension(1, wire::as_bytes("x")),
                                          value::infinity()};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        expect_equal(ascending[i], ascending[i]);
        for (std::size_t j = i + 1; j < ascending.size(); ++j)
            expect_less(ascending[i], ascending[j]);
    }
}

TEST(order, of_scalars) {
    expect_less(false, true);
    expect_less(-1, 0);
    expect_less(std::numeric_limits<std::int64_t>::max(), std::uint64_t{1} << 63);
    expect_less(std::uint64_t{1} << 63, std::numeric_limits<std::uint64_t>::max());
    expect_less(-1, std::numeric_limits<std::uint64_t>::max());
    expect_less(1, 1.0);
    expect_less(1.0, 1.5);
    expect_equal(0.0, -0.0);
    expect_equal(std::nan(""), 7.0);
    expect_less("a", "b");
    expect_less("a", "aa");
    expect_less("a", "\xff");
    expect_less(value::geojson("a"), value::geojson("b"));
}

TEST(order, of_bytes_has_the_type_byte_in_front) {
    const auto ff = wire::as_bytes("\xff");
    expect_less(value::blob(ff), value::blob({}, wire::particle_type::java_blob));
    expect_less(value::blob(ff), value::hll({}));
    expect_less(value::blob({}), value::blob(ff));
    expect_less(value::blob({}, wire::particle_type::null), value::blob({}));
    expect_less(value::blob(ff), value::blob(wire::as_bytes("a"), wire::particle_type::null));
}

TEST(order, of_lists_is_by_element_then_by_length) {
    expect_less(list({1}), list({1, 0}));
    expect_less(list({1, 9}), list({2}));
    expect_less(list({}), list({{}}));
    expect_less(list({list({1}), 9}), list({list({1, 0}), 0}));
    expect_equal(list({1, 2}), value(value::list{1, 2}, list_order::ordered));
}

TEST(order, of_maps_is_by_count_then_by_key_and_value) {
    expect_less(value::map{{9, 9}}, value::map{{1, 1}, {2, 2}});
    expect_less(value::map{{1, 9}}, value::map{{2, 1}});
    expect_less(value::map{{1, 1}, {2, 9}}, value::map{{1, 2}, {2, 1}});
    expect_equal(value::map{{1, 1}}, value(value::map{{1, 1}}, map_order::key_ordered));
}

TEST(order, wildcard_ends_the_comparison) {
    expect_equal(any, {});
    expect_equal(any, any);
    expect_equal(any, value::infinity());
    expect_order(list({1, any}), list({1}), weak_ordering::greater);
    expect_equal(list({1, any}), list({1, 2}));
    expect_equal(list({1, any}), list({1, 2, 3}));
    expect_equal(list({1, any}), list({1, "x", 9}));
    expect_less(list({1, any}), list({2, 5}));
    expect_order(list({any}), list({}), weak_ordering::greater);
    expect_equal(list({list({any}), 1}), list({list({5}), 2}));
    expect_equal(value::map{{1, any}, {2, 1}}, value::map{{1, 1}, {3, 1}});
}

TEST(order, infinity_is_greatest) {
    expect_equal(value::infinity(), value::infinity());
    expect_less(list({1, 2, 3}), list({1, value::infinity()}));
    expect_less(list({1, value::infinity()}), list({2}));
}

TEST(order, malformed_bytes_end_the_comparison) {
    const std::uint8_t list_of_two[] = {0x92, 0x01, 0x02};
    const wire::bytes_view whole = list_of_two;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_TRUE(wire::compare_packed(whole.first(size), whole) == 0);
        EXPECT_TRUE(wire::compare_packed(whole, whole.first(size)) == 0);
    }
}

TEST(order, packed_values_may_be_of_any_depth) {
    std::vector<std::uint8_t> a(1 << 20, 0x91);
    std::vector<std::uint8_t> b = a;
    a.back() = 0x01;
    b.back() = 0x02;
    EXPECT_TRUE(wire::compare_packed(a, b) < 0);
    EXPECT_TRUE(wire::compare_packed(b, a) > 0);
}

TEST(order, is_total_without_wildcard_and_nan) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        random_values values(seed, {.partial_order = false});
        std::vector<value> v;
        v.reserve(30);
        for (int i = 0; i < 30; ++i)
            v.push_back(values.next(3));
        for (const value& a : v) {
            ASSERT_TRUE(compare(a, a) == 0) << a;
            for (const value& b : v) {
                const auto ab = compare(a, b);
                ASSERT_TRUE(ab == (0 <=> compare(b, a))) << a << " " << b;
                for (const value& c : v) {
                    if (ab <= 0 && compare(b, c) <= 0) {
                        ASSERT_TRUE(compare(a, c) <= 0) << a << " " << b << " " << c;
                    }
                }
            }
        }
    }
}

TEST(order, is_the_same_over_packed_bytes_in_any_form) {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        random_values values(seed, {});
        std::vector<value> v;
        std::vector<wire::buffer> packed;
        for (int i = 0; i < 12; ++i) {
            v.push_back(values.next(3));
            sloppy_encoder(values.random(), packed.emplace_back()).encode(v.back());
        }
        for (std::size_t i = 0; i < v.size(); ++i) {
            for (std::size_t j = 0; j < v.size(); ++j) {
                ASSERT_TRUE(compare(v[i], v[j]) ==
                            wire::compare_packed(packed[i].view(), packed[j].view()))
                    << v[i] << " " << v[j];
            }
        }
    }
}

}  // namespace
}  // namespace spikelet
