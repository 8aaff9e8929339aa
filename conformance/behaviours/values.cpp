// Values that are made rather than listed: deep, random, many.
#include "behaviours/tables.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

namespace spikelet::conformance {
namespace {

void deep_lists_come_back(behaviour_context& c) {
    constexpr int depth = 60;
    value v = value::list{};
    for (int i = 0; i < depth; ++i)
        v = value::list{std::move(v), i};
    const key k = c.key("deep");
    ASSERT_TRUE(c.db().put(k, {{"v", v}}));
    const auto r = c.db().get(k);
    ASSERT_TRUE(r) << r.error();
    EXPECT_EQ(r->bins.at("v"), v);
}

// A scalar that any collection may hold.
value random_scalar(std::mt19937_64& random) {
    switch (random() % 6) {
        case 0:
            return static_cast<std::int64_t>(random());
        case 1:
            return static_cast<std::int64_t>(random() % 200) - 100;
        case 2:
            return std::ldexp(static_cast<double>(random() % 1000000),
                              static_cast<int>(random() % 60) - 30);
        case 3:
            return std::string(random() % 70, static_cast<char>('a' + random() % 26));
        case 4:
            return random() % 2 == 0;
        default:
            break;
    }
    std::vector<std::uint8_t> bytes(random() % 300);
    for (auto& b : bytes)
        b = static_cast<std::uint8_t>(random());
    return bytes;
}

value random_value(std::mt19937_64& random, int depth) {
    if (depth == 0 || random() % 3 != 0) return random_scalar(random);
    const auto size = random() % 20;
    if (random() % 2 == 0) {
        value::list items;
        for (std::uint64_t i = 0; i < size; ++i)
            items.push_back(random_value(random, depth - 1));
        return items;
    }
    value::map entries;
    for (std::uint64_t i = 0; i < size; ++i)
        entries.emplace_back(static_cast<std::int64_t>(i), random_value(random, depth - 1));
    return entries;
}

void random_values_come_back(behaviour_context& c) {
    constexpr std::uint64_t seed = 20240229;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const key k = c.key("random");
    for (int i = 0; i < 200; ++i) {
        const value v = random_value(random, 4);
        const auto written = c.db().put(k, {{"v", v}});
        ASSERT_TRUE(written) << i << ": " << written.error() << " for " << v;
        const auto r = c.db().get(k);
        ASSERT_TRUE(r) << i << ": " << r.error();
        ASSERT_EQ(r->bins.at("v"), v) << "value " << i;
    }
}

void a_record_holds_thousands_of_bins(behaviour_context& c) {
    constexpr int bins_count = 5000;
    bins b;
    for (int i = 0; i < bins_count; ++i)
        b.append("b" + std::to_string(i), i);
    const key k = c.key("wide");
    const auto written = c.db().put(k, b);
    ASSERT_TRUE(written) << written.error();
    const auto r = c.db().get(k);
    ASSERT_TRUE(r) << r.error();
    ASSERT_EQ(r->bins.size(), static_cast<std::size_t>(bins_count));
    EXPECT_EQ(r->bins.at("b4999"), value(4999));
}

}  // namespace

std::vector<behaviour> value_behaviours() {
    return {
        {"values", "nesting", "deep_lists_come_back", "Lists inside lists, sixty deep.",
         "chapter 07 §2", deep_lists_come_back},
        {"values", "random", "random_values_come_back",
         "Two hundred random values, nested ones among them, are read as they were written.",
         "chapter 13 §1", random_values_come_back},
        {"values", "bins", "a_record_holds_thousands_of_bins", "Five thousand bins of one record.",
         "chapter 01 §11", a_record_holds_thousands_of_bins},
    };
}

}  // namespace spikelet::conformance
