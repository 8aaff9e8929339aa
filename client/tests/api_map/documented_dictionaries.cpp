#include "documented_dictionaries.hpp"

#include "api_map_page.hpp"
#include "documented_names.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace spikelet {
namespace {

constexpr std::string_view groups[] = {"read",   "write", "apply", "operate",
                                       "remove", "query", "scan",  "batch"};

std::string of(const std::string& key, std::string_view dictionary) {
    return key + " of " + std::string(dictionary);
}

std::vector<std::string> words(const std::string& text) {
    auto all = split(text, " ");
    std::erase(all, "");
    return all;
}

// The word that stands in **bold**; empty: none does.
std::string bold_in(const std::string& cell) {
    const auto parts = split(cell, "**");
    return parts.size() == 3 ? parts[1] : std::string();
}

// §3.1: keys of all groups. §3.2: the group stands in the first row of its keys.
void add_keys_of_groups(name_set& out) {
    const std::string& page = names_page();
    for (const std::string& line : lines_of(part_of(page, "### 3.1", "### 3.2"))) {
        const auto cells = cells_of(line);
        if (cells.empty()) continue;
        for (const std::string& key : quoted_in(cells[0])) {
            for (const std::string_view group : groups)
                out.insert(of(key, group));
        }
    }
    std::string group;
    for (const std::string& line : lines_of(part_of(page, "### 3.2", "Scan *options*"))) {
        const auto cells = cells_of(line);
        if (cells.size() < 2) continue;
        if (const std::string named = bold_in(cells[0]); !named.empty()) group = named;
        for (const std::string& key : quoted_in(cells[1]))
            out.insert(of(key, group));
    }
    for (const std::string& key : quoted_in(part_of(page, "Scan *options*", "### 3.3")))
        out.insert(of(key, "scan options"));
    out.insert(of("nobins", "query options"));
}

// §3.3: the dictionary stands in the first row of its keys, with where it is used.
void add_keys_of_parts(name_set& out) {
    std::string dictionary;
    for (const std::string& line : lines_of(part_of(names_page(), "### 3.3", "`POLICY_RETRY"))) {
        const auto cells = cells_of(line);
        if (cells.size() < 2 || cells[1] == "key") continue;
        if (!cells[0].empty()) dictionary = split(cells[0], " (")[0];
        for (const std::string& key : quoted_in(cells[1]))
            out.insert(of(key, dictionary));
    }
}

// Several dictionaries in one row: "info / admin", with their keys in the same order.
std::vector<std::string> dictionaries_of(const std::string& cell) {
    if (cell.starts_with("batch write")) {
        return {"batch write", "batch read", "batch apply", "batch remove"};
    }
    if (cell == "metadata") return {"record metadata"};
    if (!cell.ends_with(" policy")) return split(cell, " / ");
    auto all = split(cell.substr(0, cell.size() - std::string_view(" policy").size()), " / ");
    for (std::string& each : all)
        each += " policy";
    return all;
}

// §9.3.
void add_current_keys(name_set& out) {
    const std::string& page = names_page();
    const auto base = words(part_of(page, "(base = ", ")").substr(8));
    for (const std::string& line : lines_of(part_of(page, "### 9.3", "Module functions now"))) {
        const auto cells = cells_of(line);
        if (cells.size() != 2 || cells[0] == "dictionary" || cells[0].starts_with("config"))
            continue;
        const auto dictionaries = dictionaries_of(cells[0]);
        const auto keys = split(cells[1], " / ");
        ASSERT_EQ(dictionaries.size(), keys.size()) << line;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            for (const std::string& key : words(keys[i])) {
                if (key != "base") {
                    out.insert(of(key, dictionaries[i]));
                    continue;
                }
                for (const std::string& common : base)
                    out.insert(of(common, dictionaries[i]));
            }
        }
    }
}

}  // namespace

name_set documented_functions() {
    const std::string& page = names_page();
    name_set out;
    for (const std::string& line : lines_of(part_of(page, "## 1. Module", "Notes for"))) {
        const auto cells = cells_of(line);
        if (cells.empty()) continue;
        for (const std::string& name : quoted_in(cells[0]))
            out.insert(name);
    }
    EXPECT_EQ(out.size(), 12u);
    for (const std::string& name :
         quoted_in(part_of(page, "- Other public attributes", "- `calc_digest`")))
        out.insert(name);
    // "… plus `get_partition_id(digest)`;\ntypes Client, Query, …; sub-modules exception and …"
    const std::string now = page.substr(page.find("Module functions now"));
    for (const std::string& added : quoted_in(now))
        out.insert(split(added, "(")[0]);
    for (const std::string& type : split(part_of(now, "types Client", ";").substr(6), ", "))
        out.insert(type);
    return out;
}

name_set documented_config_keys(const std::string& from, const std::string& to) {
    name_set out;
    for (const std::string& line : lines_of(part_of(names_page(), from, to))) {
        const auto cells = cells_of(line);
        if (cells.empty()) continue;
        for (const std::string& key : quoted_in(cells[0]))
            out.insert(key);
    }
    return out;
}

name_set current_config_keys(const std::string& dictionary) {
    const std::string row = "| " + dictionary + " |";
    const auto keys = words(part_of(names_page(), row, "|\n").substr(row.size()));
    return {keys.begin(), keys.end()};
}

name_set documented_policy_keys() {
    name_set out;
    add_keys_of_groups(out);
    add_keys_of_parts(out);
    add_current_keys(out);
    return out;
}

// §9.2: "list_create⁺→1041 …".
name_set documented_helpers() {
    name_set out;
    for (const std::string& line : lines_of(part_of(names_page(), "### 9.2", "### 9.3"))) {
        const auto cells = cells_of(line);
        if (cells.size() != 3 || cells[0] == "group") continue;
        for (const std::string& word : words(cells[2])) {
            const std::size_t arrow = word.find("→");
            if (arrow != std::string::npos) out.insert(split(word.substr(0, arrow), "⁺")[0]);
        }
    }
    return out;
}

// §3.2: "**read** (get, exists, select)".
name_set documented_calls() {
    name_set out;
    for (const std::string& line : lines_of(part_of(names_page(), "### 3.2", "Scan *options*"))) {
        const auto cells = cells_of(line);
        if (cells.empty() || bold_in(cells[0]).empty()) continue;
        for (const std::string& name : split(part_of(cells[0], "(", ")").substr(1), ", "))
            out.insert(name);
    }
    return out;
}

}  // namespace spikelet
