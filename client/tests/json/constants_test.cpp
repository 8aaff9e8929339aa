#include "documented_names.hpp"

#include <spikelet/constants.hpp>

#include <map>
#include <set>
#include <string>

namespace spikelet {
namespace {

TEST(constants, documentation_is_read_whole) {
    // Numbers of the page's own groups, SERIALIZER_JSON among them; those not on the page; basic
    // (OPERATOR_DELETE a second time), list, map and bit operators.
    EXPECT_EQ(documented_numbers().current.size(), 312u);
    EXPECT_EQ(documented_numbers().former.size(), 95u + 32u + 6u + 33u + 31u + 18u);
}

TEST(constants, every_current_one_has_its_number) {
    for (const auto& [name, number] : documented_numbers().current) {
        const auto found = find_constant(name);
        ASSERT_TRUE(found) << name;
        EXPECT_EQ(found->value.number, number) << name;
        EXPECT_EQ(found->value.name, name);
    }
}

TEST(constants, every_former_one_has_its_number) {
    std::map<std::string_view, std::int64_t> renumbered;
    for (const constant& c : former_operator_numbers())
        renumbered[c.name] = c.number;
    EXPECT_EQ(renumbered.size(), 3u);
    for (const auto& [name, number] : documented_numbers().former) {
        const auto found = find_constant(name);
        ASSERT_TRUE(found) << name;
        const auto other = renumbered.find(name);
        EXPECT_EQ(other == renumbered.end() ? found->value.number : other->second, number) << name;
    }
}

TEST(constants, there_are_none_but_the_documented) {
    std::set<std::string_view> seen;
    for (const constant_table& table : constant_tables()) {
        EXPECT_FALSE(table.accepted_for.empty());
        EXPECT_FALSE(table.constants.empty());
        for (const constant& c : table.constants) {
            const std::string name(c.name);
            EXPECT_TRUE(documented_numbers().current.contains(name) ||
                        documented_numbers().former.contains(name))
                << name;
            EXPECT_TRUE(seen.insert(c.name).second) << name << " twice";
        }
    }
}

TEST(constants, tables_are_in_the_order_of_families) {
    std::size_t i = 0;
    for (const constant_table& table : constant_tables()) {
        EXPECT_EQ(static_cast<std::size_t>(table.family), i++);
        EXPECT_EQ(&table, &table_of(table.family));
    }
}

TEST(constants, older_spellings_are_known) {
    for (const auto& [written, meant] : std::map<std::string, std::string>{
             {"AS_POLICY_READ_MODE_AP_ONE", "POLICY_READ_MODE_AP_ONE"},
             {"UNORDERED", "MAP_UNORDERED"},
             {"KEY_ORDERED", "MAP_KEY_ORDERED"},
             {"OP_MAP_PUT_ITEM", "OP_MAP_PUT_ITEMS"},
             {"MRT_COMMIT_CLOSE_ABANDONED", "COMMIT_CLOSE_ABANDONED"},
             {"MRT_ABORT_ROLL_BACK_ABANDONED", "ABORT_ROLL_BACK_ABANDONED"},
             {"MRT_STATE_VERIFIED", "TXN_STATE_VERIFIED"}}) {
        const auto found = find_constant(written);
        const auto current = find_constant(meant);
        ASSERT_TRUE(found && current) << written;
        EXPECT_EQ(found->family, current->family) << written;
        EXPECT_EQ(found->value.number, current->value.number) << written;
        EXPECT_EQ(found->value.name, written);
    }
}

TEST(constants, every_renamed_transaction_constant_has_its_older_spelling) {
    for (const auto family : {constant_family::commit_result, constant_family::abort_result,
                              constant_family::transaction_state}) {
        for (const constant& c : table_of(family).constants) {
            std::string older(c.name);
            if (older.starts_with("TXN_")) older.erase(0, 4);
            older.insert(0, "MRT_");
            const auto found = find_constant(older);
            ASSERT_TRUE(found) << older;
            EXPECT_EQ(found->value.number, c.number) << older;
        }
    }
}

TEST(constants, texts_are_documented) {
    const std::string& page = names_page();
    for (const text_constant& t : text_constants()) {
        EXPECT_NE(page.find(std::string(t.name) + "=\"" + std::string(t.text) + "\""),
                  std::string::npos)
            << t.name;
    }
}

TEST(constants, unknown_name_is_not_found) {
    EXPECT_FALSE(find_constant("POLICY_GEN_LT"));
    EXPECT_FALSE(find_constant(""));
    EXPECT_FALSE(find_constant("policy_gen_eq"));
}

}  // namespace
}  // namespace spikelet
