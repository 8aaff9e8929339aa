#include "api_map_page.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace spikelet {
namespace {

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<map_row> read_map() {
    std::ifstream in(SPIKELET_SOURCE_DIR "/client/docs/api-map.md");
    std::stringstream text;
    text << in.rdbuf();
    std::vector<map_row> rows;
    std::string section;
    std::string table;
    for (const std::string& line : lines_of(text.str())) {
        if (line.starts_with("## ")) {
            section = line.substr(3);
            table.clear();
        } else if (line.starts_with("### ")) {
            table = line.substr(4);
        } else if (line.starts_with("| `")) {
            const auto cells = cells_of(line);
            EXPECT_GE(cells.size(), 3u) << line;
            if (cells.size() < 3) continue;
            rows.push_back({.section = section,
                            .table = table,
                            .names = quoted_in(cells.front()),
                            .middle = {cells.begin() + 1, cells.end() - 2},
                            .cpp = *(cells.end() - 2),
                            .shown_by = cells.back()});
        }
    }
    return rows;
}

}  // namespace

std::vector<std::string> split(const std::string& text, const std::string& separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t end = 0; end != std::string::npos; begin = end + separator.size()) {
        end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
        if (end == std::string::npos) break;
    }
    return parts;
}

std::vector<std::string> lines_of(const std::string& text) {
    return split(text, "\n");
}

std::vector<std::string> cells_of(const std::string& line) {
    if (!line.starts_with('|') || line.starts_with("|---")) return {};
    std::vector<std::string> cells = split(line, "|");
    cells.erase(cells.begin());
    if (!cells.empty()) cells.pop_back();
    for (std::string& cell : cells)
        cell = trimmed(cell);
    return cells;
}

std::vector<std::string> quoted_in(const std::string& text) {
    std::vector<std::string> quoted;
    const auto parts = split(text, "`");
    for (std::size_t i = 1; i < parts.size(); i += 2)
        quoted.push_back(parts[i]);
    return quoted;
}

const std::vector<map_row>& api_map() {
    static const auto rows = read_map();
    return rows;
}

}  // namespace spikelet
