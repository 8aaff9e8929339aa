#include "hex.hpp"

#include <spikelet/value.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace spikelet {
namespace {

template <class Call>
std::string misuse(Call call) {
    try {
        call();
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    return "no exception";
}

TEST(value, is_made_of_natural_types) {
    EXPECT_TRUE(value().is_nil());
    EXPECT_TRUE(value(nullptr).is_nil());
    EXPECT_EQ(value(true).kind(), value_kind::boolean);
    EXPECT_EQ(value(7).kind(), value_kind::integer);
    EXPECT_EQ(value(std::uint8_t{255}).as_int(), 255);
    EXPECT_EQ(value(-7L).as_int(), -7);
    EXPECT_EQ(value(1.5).as_double(), 1.5);
    EXPECT_EQ(value(1.5f).as_double(), 1.5);
    EXPECT_EQ(value("text").as_string(), "text");
    EXPECT_EQ(value(std::string_view("te\0xt", 5)).as_string().size(), 5u);
    EXPECT_EQ(value(std::vector<std::uint8_t>{1, 2}).kind(), value_kind::blob);
    EXPECT_EQ(value(std::vector<int>{1, 2}), value(value::list{1, 2}));
    EXPECT_EQ(value(std::vector<std::string>{"a"}), value(value::list{"a"}));
    EXPECT_EQ(value(std::vector<std::vector<int>>{{1}, {}}),
              value(value::list{value(value::list{1}), value(value::list{})}));
    EXPECT_EQ(value(value::map{{"a", 1}, {2, nullptr}}).as_map().size(), 2u);
}

TEST(value, is_small) {
    EXPECT_LE(sizeof(value), 40u);
}

TEST(value, large_unsigned_numbers_stay_unsigned) {
    const value big = std::numeric_limits<std::uint64_t>::max();
    EXPECT_TRUE(big.is_unsigned());
    EXPECT_EQ(big.as_int(), -1);
    EXPECT_NE(big, value(-1));
    EXPECT_FALSE(value(std::uint64_t{7}).is_unsigned());
    EXPECT_EQ(value(std::uint64_t{7}), value(7));
    EXPECT_EQ(to_string(big), "18446744073709551615");
}

TEST(value, misuse_says_what_is_and_what_was_asked_for) {
    EXPECT_EQ(misuse([] { value("x").as_int(); }), "the value is a string, not an integer");
    EXPECT_EQ(misuse([] { value().as_list(); }), "the value is nil, not a list");
    EXPECT_EQ(misuse([] { value(1).as_bytes(); }), "the value is an integer, not a blob");
    EXPECT_EQ(misuse([] { value(1.5).as_bool(); }), "the value is a double, not a boolean");
    EXPECT_EQ(misuse([] { value::geojson("{}").as_string(); }),
              "the value is a GeoJSON value, not a string");
    EXPECT_EQ(misuse([] { value(static_cast<const char*>(nullptr)); }),
              "a string value is made of a text, not of a null pointer");
    EXPECT_NE(misuse([] { value::blob({}, wire::particle_type::string); }), "no exception");
    EXPECT_NE(misuse([] { value(value::map{}).ordering_of_list(); }), "no exception");
    EXPECT_NE(misuse([] { value(1).persists_index(); }), "no exception");
}

TEST(value, get_if_gives_only_the_kind_asked_for) {
    EXPECT_EQ(*value(7).get_if<std::int64_t>(), 7);
    EXPECT_EQ(value(7).get_if<double>(), nullptr);
    EXPECT_EQ(*value("a").get_if<std::string>(), "a");
    EXPECT_EQ(value::geojson("{}").get_if<std::string>(), nullptr);
    EXPECT_EQ(value().get_if<bool>(), nullptr);
    value v = value::list{1};
    v.get_if<value::list>()->push_back("x");
    EXPECT_EQ(v, value(value::list{1, "x"}));
}

TEST(value, find_gives_the_entry_of_a_key) {
    const value m = value::map{{"a", 1}, {2, "two"}};
    ASSERT_NE(m.find("a"), nullptr);
    EXPECT_EQ(*m.find("a"), value(1));
    EXPECT_EQ(*m.find(2), value("two"));
    EXPECT_EQ(m.find(2.0), nullptr);
    EXPECT_EQ(value(1).find("a"), nullptr);
}

TEST(value, equality_is_of_kind_content_and_attributes) {
    EXPECT_NE(value(1), value(1.0));
    EXPECT_NE(value(1), value(true));
    EXPECT_NE(value("a"), value::geojson("a"));
    EXPECT_NE(value::blob({}), value::blob({}, wire::particle_type::java_blob));
    EXPECT_NE(value::blob({}), value::hll({}));
    EXPECT_EQ(value(0.0), value(-0.0));
    EXPECT_EQ(value(std::nan("")), value(std::nan("")));
    EXPECT_EQ(value::wildcard(), value::wildcard());
    EXPECT_NE(value::wildcard(), value(1));
    EXPECT_NE(value(value::list{1}), value(value::list{1}, list_order::ordered));
    EXPECT_NE(value(value::list{1}), value(value::list{1}, list_order::unordered, true));
}

TEST(value, maps_are_equal_in_any_order_unless_it_is_preserved) {
    const value::map ab{{"a", 1}, {"b", 2}};
    const value::map ba{{"b", 2}, {"a", 1}};
    EXPECT_EQ(value(ab), value(ba));
    EXPECT_NE(value(ab), value(value::map{{"a", 1}, {"b", 3}}));
    EXPECT_NE(value(ab), value(value::map{{"a", 1}}));
    EXPECT_NE(value(ab, map_order::preserve_order), value(ba, map_order::preserve_order));
    EXPECT_EQ(value(ab, map_order::preserve_order), value(ab, map_order::preserve_order));
}

TEST(value, unequal_maps_inside_each_other_are_told_apart_in_one_pass) {
    value a = 1;
    value b = 2;
    for (int depth = 0; depth < 200; ++depth) {
        a = value(value::map{{a, 1}, {"k", a}});
        b = value(value::map{{"k", 1}});
        if (depth > 4) a = value(value::map{{"k", value()}});
    }
    EXPECT_NE(a, b);
    value x = 1;
    value y = 2;
    for (int depth = 0; depth < 300; ++depth) {
        x = value(value::map{{x, x.is_nil()}});
        y = value(value::map{{y, y.is_nil()}});
    }
    EXPECT_NE(x, y);
}

TEST(value, attributes_of_containers_are_kept) {
    const value l(value::list{1}, list_order::ordered, true);
    EXPECT_EQ(l.ordering_of_list(), list_order::ordered);
    EXPECT_TRUE(l.persists_index());
    EXPECT_EQ(l.flags(), 0x11);
    const value m(value::map{}, map_order::key_value_ordered);
    EXPECT_EQ(m.ordering_of_map(), map_order::key_value_ordered);
    EXPECT_FALSE(m.persists_index());
    EXPECT_EQ(m.flags(), 0x03);
    EXPECT_EQ(value(7).flags(), 0);
}

TEST(value, is_moved_without_being_copied) {
    value v = value::list{"a text too long to be kept inside a string object"};
    const value* element = v.as_list().data();
    const value w = std::move(v);
    EXPECT_EQ(w.as_list().data(), element);
}

TEST(value, text_is_readable) {
    std::ostringstream out;
    out << value(value::map{{"a", 1}, {2, value::list{1, value::blob(wire::from_hex("0102"))}}});
    EXPECT_EQ(out.str(), "{\"a\": 1, 2: [1, <0102>]}");
    EXPECT_EQ(to_string(value(value::list{nullptr, true, -1, 2.0})), "[nil, true, -1, 2.0]");
    EXPECT_EQ(to_string(value(value::list{1}, list_order::ordered)), "ordered[1]");
    EXPECT_EQ(to_string(value(value::map{{1, 2}}, map_order::key_ordered)), "k-ordered{1: 2}");
    EXPECT_EQ(to_string(value::wildcard()), "*");
    EXPECT_EQ(to_string(value::infinity()), "INF");
    EXPECT_EQ(to_string(value::geojson("{}")), "geo\"{}\"");
    EXPECT_GT(to_string(value(std::string(5000, 'x'))).size(), 5000u);
}

}  // namespace
}  // namespace spikelet
