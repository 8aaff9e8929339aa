#include "storage/set_table.hpp"

#include <gtest/gtest.h>

#include <string>

namespace spikelet::mock {
namespace {

TEST(set_table, no_set_is_number_0) {
    set_table sets;
    EXPECT_EQ(sets.find(""), 0);
    EXPECT_EQ(sets.find_or_make(""), 0);
    EXPECT_EQ(sets.name(0), "");
    EXPECT_EQ(sets.count(), 0);
}

TEST(set_table, numbers_sets_in_order_of_their_making) {
    set_table sets;
    EXPECT_EQ(sets.find("a"), std::nullopt);
    EXPECT_EQ(sets.find_or_make("a"), 1);
    EXPECT_EQ(sets.find_or_make("b"), 2);
    EXPECT_EQ(sets.find_or_make("a"), 1);
    EXPECT_EQ(sets.find("b"), 2);
    EXPECT_EQ(sets.name(1), "a");
    EXPECT_EQ(sets.name(2), "b");
    EXPECT_EQ(sets.count(), 2);
    EXPECT_EQ(sets.find("A"), std::nullopt) << "names are case sensitive";
}

TEST(set_table, holds_4095_sets_and_no_more) {
    set_table sets;
    set_info& first = sets[*sets.find_or_make("set0")];
    for (std::size_t i = 1; i < set_count_max; ++i) {
        ASSERT_EQ(sets.find_or_make("set" + std::to_string(i)), i + 1);
    }
    EXPECT_EQ(sets.find_or_make("one more"), std::nullopt);
    EXPECT_EQ(sets.find("one more"), std::nullopt);
    EXPECT_EQ(sets.count(), 4095);
    EXPECT_EQ(sets.find_or_make("set4094"), 4095) << "known ones are still found";
    for (std::size_t i = 0; i < set_count_max; ++i) {
        ASSERT_EQ(sets.find("set" + std::to_string(i)), i + 1);
    }
    EXPECT_EQ(&first, &sets[1]) << "references stay good";
}

TEST(set_table, names_have_at_most_63_bytes) {
    set_table sets;
    EXPECT_EQ(sets.find_or_make(std::string(64, 'x')), std::nullopt);
    EXPECT_EQ(sets.find(std::string(64, 'x')), std::nullopt);
    EXPECT_EQ(sets.find_or_make(std::string(63, 'x')), 1);
}

TEST(set_table, keeps_settings_of_each_set) {
    set_table sets;
    const set_id a = *sets.find_or_make("a");
    const set_id b = *sets.find_or_make("b");
    sets[a].default_ttl_s = 60;
    EXPECT_EQ(sets[a].default_ttl_s, 60u);
    EXPECT_EQ(sets[b].default_ttl_s, 0u);
}

}  // namespace
}  // namespace spikelet::mock
