// api-map.md has every documented name of operations on collections, and says nothing that is not
// so.
#include <spikelet/constants.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace spikelet {
namespace {

namespace fs = std::filesystem;

const fs::path source = SPIKELET_SOURCE_DIR;

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

struct row {
    std::string documented;
    std::string cpp;   // as it stands
    std::string test;  // without its marks
};

std::vector<row> rows() {
    static const std::regex form(R"(^\| ([A-Z0-9_]+) \| ([^|]+) \| `([^|`]+)` \|)",
                                 std::regex::multiline);
    const std::string page = text_of(source / "client/docs/api-map.md");
    std::vector<row> all;
    for (std::sregex_iterator r(page.begin(), page.end(), form), end; r != end; ++r)
        all.push_back({(*r)[1], (*r)[2], (*r)[3]});
    return all;
}

bool is_of_collections(const constant_table& table, std::string_view name) {
    using enum constant_family;
    switch (table.family) {
        case operators:
            for (const std::string_view kind : {"OP_LIST_", "OP_MAP_", "OP_BIT_", "OP_HLL_"}) {
                if (name.starts_with(kind)) return true;
            }
            return false;
        case list_order:
        case list_return:
        case list_sort:
        case list_write:
        case map_order:
        case map_return:
        case map_write:
        case map_write_mode:
        case context:
        case bit_write:
        case bit_resize:
        case bit_overflow:
        case hll_write:
            return true;
        default:
            return false;
    }
}

// `suite.name` of every test of the client.
std::set<std::string> client_tests() {
    static const std::regex form(R"(TEST(?:_F|_P)?\((\w+),\s*(\w+)\))");
    std::set<std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(source / "client/tests")) {
        if (entry.path().extension() != ".cpp") continue;
        const std::string text = text_of(entry.path());
        for (std::sregex_iterator t(text.begin(), text.end(), form), end; t != end; ++t)
            all.insert((*t)[1].str() + "." + (*t)[2].str());
    }
    return all;
}

TEST(api_map, has_every_documented_name_of_collections_once) {
    std::multiset<std::string> documented;
    for (const row& r : rows())
        documented.insert(r.documented);
    for (const constant_table& table : constant_tables()) {
        for (const constant& c : table.constants) {
            const std::string name(c.name);
            EXPECT_EQ(documented.erase(name), is_of_collections(table, c.name) ? 1u : 0u) << name;
        }
    }
    for (const std::string& name : documented)
        ADD_FAILURE() << name << " is no documented name";
}

TEST(api_map, names_tests_that_there_are) {
    const std::set<std::string> tests = client_tests();
    for (const row& r : rows()) {
        const bool is_case = r.test.find('/') != std::string::npos;
        EXPECT_TRUE(is_case ? fs::exists(source / "fixtures/cases" / (r.test + ".json"))
                            : tests.contains(r.test))
            << r.documented << ": " << r.test;
    }
}

TEST(api_map, names_what_the_headers_declare) {
    // `list::get_range`, `map::return_type::count`, `list_order::ordered`
    static const std::regex form(R"(^`(\w+)::(\w+)(?:::(\w+))?`)");
    for (const row& r : rows()) {
        if (r.cpp.starts_with("none")) continue;
        std::smatch name;
        ASSERT_TRUE(std::regex_search(r.cpp, name, form)) << r.documented << ": " << r.cpp;
        const fs::path own = source / "client/include/spikelet" / (name[1].str() + ".hpp");
        const bool is_order = !fs::exists(own);
        const std::string header =
            text_of(is_order ? source / "client/include/spikelet/value.hpp" : own);
        if (is_order) {
            EXPECT_NE(header.find("enum class " + name[1].str()), std::string::npos) << r.cpp;
        }
        const std::string last = name[3].matched ? name[3].str() : name[2].str();
        EXPECT_TRUE(std::regex_search(header, std::regex("\\b" + last + "( = |\\()")))
            << r.documented << ": " << r.cpp;
    }
}

}  // namespace
}  // namespace spikelet
