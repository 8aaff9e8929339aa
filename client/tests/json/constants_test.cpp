#include <spikelet/constants.hpp>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace spikelet {
namespace {

std::string read_names() {
    std::ifstream in(SPIKELET_SOURCE_DIR "/client/docs/names.md");
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

// The part of the page between two headings.
std::string part(const std::string& page, const std::string& from, const std::string& to) {
    const std::size_t begin = page.find(from);
    const std::size_t end = page.find(to, begin);
    EXPECT_NE(begin, std::string::npos) << from;
    EXPECT_NE(end, std::string::npos) << to;
    return page.substr(begin, end - begin);
}

using numbers = std::map<std::string, std::int64_t>;

// "| NAME | 7 | …", and "| A / B | 7 / 8 | …" for several.
void add_rows(const std::string& text, numbers& out) {
    static const std::regex row(
        R"(^\| ([A-Z0-9_]+(?: / [A-Z0-9_]+)*)[^|]*\| (-?\d+(?: / \d+)*)[^|]*\|)",
        std::regex::multiline);
    static const std::regex name_form("[A-Z][A-Z0-9_]+");
    static const std::regex number_form(R"(-?\d+)");
    for (std::sregex_iterator r(text.begin(), text.end(), row), end; r != end; ++r) {
        const std::string names = (*r)[1];
        const std::string values = (*r)[2];
        std::sregex_iterator name(names.begin(), names.end(), name_form);
        std::sregex_iterator number(values.begin(), values.end(), number_form);
        for (; name != std::sregex_iterator() && number != std::sregex_iterator(); ++name, ++number)
            out[name->str()] = std::stoll(number->str());
    }
}

// "NAME=7", with a mark behind the name.
void add_assignments(const std::string& text, numbers& out) {
    static const std::regex assignment(R"(([A-Z][A-Z0-9_]+)(?:⁺|≠)?=(-?(?:0x)?[0-9A-Fa-f]+))");
    for (std::sregex_iterator a(text.begin(), text.end(), assignment), end; a != end; ++a)
        out[(*a)[1]] = std::stoll((*a)[2], nullptr, 0);
}

struct documented {
    numbers former;   // releases 3.9 and 3.10
    numbers current;  // release 19
};

const documented& names() {
    static const documented d = [] {
        const std::string page = read_names();
        documented out;
        add_rows(part(page, "## 4. Constants", "## 5. Operator"), out.former);
        add_assignments(part(page, "### 4.20", "**Missing although"), out.former);
        add_rows(part(page, "### 5.1 Basic", "### 5.6"), out.former);
        add_assignments(part(page, "## 9. Appendix", "### 9.1"), out.current);
        return out;
    }();
    return d;
}

TEST(constants, documentation_is_read_whole) {
    // Numbers of the page's own groups, SERIALIZER_JSON among them; those not on the page; basic
    // (OPERATOR_DELETE a second time), list, map and bit operators.
    EXPECT_EQ(names().current.size(), 312u);
    EXPECT_EQ(names().former.size(), 95u + 32u + 6u + 33u + 31u + 18u);
}

TEST(constants, every_current_one_has_its_number) {
    for (const auto& [name, number] : names().current) {
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
    for (const auto& [name, number] : names().former) {
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
            EXPECT_TRUE(names().current.contains(name) || names().former.contains(name)) << name;
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
            older = older.starts_with("TXN_") ? "MRT_" + older.substr(4) : "MRT_" + older;
            const auto found = find_constant(older);
            ASSERT_TRUE(found) << older;
            EXPECT_EQ(found->value.number, c.number) << older;
        }
    }
}

TEST(constants, texts_are_documented) {
    const std::string page = read_names();
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
