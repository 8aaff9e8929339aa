// client/docs/api-map.md is complete and true: held against names.md, the library's constants, and
// the tests that it names.
#include "api_map_page.hpp"
#include "documented_dictionaries.hpp"
#include "documented_names.hpp"
#include "enumerators.hpp"

#include <spikelet/constants.hpp>

#include <gmock/gmock.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace spikelet {
namespace {

using testing::Contains;
using testing::ElementsAreArray;

bool is_constant(const std::string& name) {
    return std::isupper(static_cast<unsigned char>(name.front())) != 0;
}

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

// The names of the rows that a condition takes; each is there once.
template <class Condition>
name_set mapped(Condition condition) {
    name_set out;
    for (const map_row& row : api_map()) {
        for (const std::string& name : row.names) {
            if (condition(row, name)) {
                EXPECT_TRUE(out.insert(name).second) << name << " stands there twice";
            }
        }
    }
    return out;
}

name_set names_of_table(const std::string& section, const std::string& table = {}) {
    return mapped([&](const map_row& row, const std::string&) {
        return row.section.starts_with(section) && row.table.starts_with(table);
    });
}

TEST(api_map, has_every_function_and_type_once) {
    EXPECT_THAT(names_of_table("1."), ElementsAreArray(documented_functions()));
}

TEST(api_map, has_every_key_of_the_configuration_once) {
    name_set top = documented_config_keys("### 2.1", "### 2.2");
    top.merge(current_config_keys("config"));
    EXPECT_THAT(names_of_table("2.", "Top level"), ElementsAreArray(top));
    name_set policies = documented_config_keys("### 2.3", "### 2.4");
    policies.merge(current_config_keys("config.policies"));
    EXPECT_THAT(names_of_table("2.", "`policies`"), ElementsAreArray(policies));
    EXPECT_THAT(names_of_table("2.", "`lua`"),
                ElementsAreArray(documented_config_keys("### 2.2", "### 2.3")));
    EXPECT_THAT(names_of_table("2.", "`shm`"),
                ElementsAreArray(documented_config_keys("### 2.5", "### 2.6")));
    EXPECT_THAT(names_of_table("2.", "`tls`"),
                ElementsAreArray(documented_config_keys("### 2.6", "## 3.")));
}

TEST(api_map, has_every_key_of_every_policy_once) {
    name_set keys;
    for (const map_row& row : api_map()) {
        if (!row.section.starts_with("3.")) continue;
        ASSERT_EQ(row.names.size(), 1u);
        ASSERT_EQ(row.middle.size(), 1u) << row.names[0];
        for (const std::string& dictionary : split(row.middle[0], ", ")) {
            const std::string key = row.names[0] + " of " + dictionary;
            EXPECT_TRUE(keys.insert(key).second) << key << " stands there twice";
        }
    }
    EXPECT_THAT(keys, ElementsAreArray(documented_policy_keys()));
}

TEST(api_map, has_every_constant_and_operator_once) {
    name_set documented;
    for (const numbers& all : {documented_numbers().former, documented_numbers().current}) {
        for (const auto& [name, number] : all)
            documented.insert(name);
    }
    for (const text_constant& t : text_constants())
        documented.insert(std::string(t.name));
    EXPECT_THAT(mapped([](const map_row& row, const std::string& name) {
                    return (row.section.starts_with("4.") || row.section.starts_with("5.")) &&
                           is_constant(name);
                }),
                ElementsAreArray(documented));
}

TEST(api_map, has_every_helper_once) {
    EXPECT_THAT(mapped([](const map_row& row, const std::string& name) {
                    return row.section.starts_with("5.") && !is_constant(name);
                }),
                ElementsAreArray(documented_helpers()));
}

TEST(api_map, has_every_call_once) {
    EXPECT_THAT(names_of_table("6."), ElementsAreArray(documented_calls()));
}

TEST(api_map, numbers_are_those_of_the_documentation_and_of_the_library) {
    std::map<std::string, std::int64_t> in_cpp;
    for (const named_number& e : enumerators())
        EXPECT_TRUE(in_cpp.emplace(e.name, e.number).second) << e.name;
    name_set used;
    for (const map_row& row : api_map()) {
        if (row.middle.empty() || row.section.starts_with("3.")) continue;
        const std::string& name = row.names[0];
        SCOPED_TRACE(name);
        if (row.middle[0].starts_with('"')) {
            EXPECT_THAT(text_constants(), Contains(testing::Field(
                                              &text_constant::text,
                                              row.middle[0].substr(1, row.middle[0].size() - 2))));
            continue;
        }
        const std::int64_t number = std::stoll(row.middle[0]);
        const auto& current = documented_numbers().current;
        const auto& former = documented_numbers().former;
        EXPECT_EQ(number, current.contains(name) ? current.at(name) : former.at(name));
        const auto found = find_constant(name);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->value.number, number);
        // A C++ constant, and neither a function nor a word about what there is none of.
        if (!row.cpp.starts_with('`') || row.cpp.find('(') != std::string::npos) continue;
        const std::string constant = quoted_in(row.cpp).at(0);
        used.insert(constant);
        ASSERT_TRUE(in_cpp.contains(constant)) << constant;
        EXPECT_EQ(in_cpp.at(constant), number) << constant;
    }
    EXPECT_EQ(used.size(), in_cpp.size()) << "constants that the map does not name";
}

// `list::append()` in list.hpp, `operation::read()` in operation.hpp.
TEST(api_map, functions_are_those_that_the_headers_declare) {
    const std::filesystem::path headers = SPIKELET_SOURCE_DIR "/client/include/spikelet";
    std::size_t found = 0;
    for (const map_row& row : api_map()) {
        for (const std::string& name : quoted_in(row.cpp)) {
            const auto parts = split(name, "::");
            const auto header = headers / (parts[0] + ".hpp");
            if (parts.size() != 2 || !name.ends_with("()") || name.find("…") != std::string::npos ||
                !std::filesystem::exists(header)) {
                continue;
            }
            const std::string call = " " + parts[1].substr(0, parts[1].size() - 1);
            EXPECT_NE(read(header).find(call), std::string::npos) << name;
            ++found;
        }
    }
    EXPECT_GT(found, 170u);
}

TEST(api_map, what_is_not_shown_belongs_to_a_later_subject) {
    const name_set subjects = {"batch calls",       "expressions", "scans and queries",
                               "secondary indexes", "TLS",         "security administration",
                               "shared memory",     "transactions"};
    for (const map_row& row : api_map()) {
        if (row.shown_by.starts_with("later: ")) {
            EXPECT_TRUE(subjects.contains(row.shown_by.substr(7))) << row.names[0];
        } else {
            EXPECT_TRUE(row.shown_by.starts_with('[')) << row.names[0] << ": " << row.shown_by;
            EXPECT_NE(row.cpp, "–") << row.names[0] << " is shown, but there is none";
        }
    }
}

TEST(api_map, tests_and_cases_that_it_names_exist) {
    const std::filesystem::path docs = SPIKELET_SOURCE_DIR "/client/docs";
    std::map<std::string, std::string> texts;
    std::size_t links = 0;
    for (const map_row& row : api_map()) {
        for (const std::string& part : split(row.shown_by, ", ")) {
            if (!part.starts_with('[')) continue;
            SCOPED_TRACE(part);
            const std::size_t middle = part.find("](");
            ASSERT_NE(middle, std::string::npos);
            const std::string test = part.substr(1, middle - 1);
            const std::string file = part.substr(middle + 2, part.size() - middle - 3);
            ASSERT_TRUE(std::filesystem::is_regular_file(docs / file));
            if (file.ends_with(".json")) {
                EXPECT_EQ(file, "../../fixtures/cases/" + test + ".json");
            } else {
                auto& text = texts[file];
                if (text.empty()) text = read(docs / file);
                EXPECT_NE(text.find(", " + test + ")"), std::string::npos);
            }
            ++links;
        }
    }
    EXPECT_GT(links, 400u);
}

}  // namespace
}  // namespace spikelet
