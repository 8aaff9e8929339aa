#include "documented_names.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

namespace spikelet {
namespace {

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

}  // namespace

const std::string& names_page() {
    static const std::string page = [] {
        std::ifstream in(SPIKELET_SOURCE_DIR "/client/docs/names.md");
        std::stringstream text;
        text << in.rdbuf();
        return text.str();
    }();
    return page;
}

std::string part_of(const std::string& page, const std::string& from, const std::string& to) {
    const std::size_t begin = page.find(from);
    const std::size_t end = page.find(to, begin);
    EXPECT_NE(begin, std::string::npos) << from;
    EXPECT_NE(end, std::string::npos) << to;
    return page.substr(begin, end - begin);
}

const documented& documented_numbers() {
    static const documented d = [] {
        const std::string& page = names_page();
        documented out;
        add_rows(part_of(page, "## 4. Constants", "## 5. Operator"), out.former);
        add_assignments(part_of(page, "### 4.20", "**Missing although"), out.former);
        add_rows(part_of(page, "### 5.1 Basic", "### 5.6"), out.former);
        add_assignments(part_of(page, "## 9. Appendix", "### 9.1"), out.current);
        return out;
    }();
    return d;
}

}  // namespace spikelet
