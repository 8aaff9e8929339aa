// client/docs/api-map.md as rows.
#pragma once

#include <string>
#include <vector>

namespace spikelet {

struct map_row {
    std::string section;              // "2. Configuration"
    std::string table;                // "`lua`: `lua_config`"; empty: the section has only one
    std::vector<std::string> names;   // of the first column
    std::vector<std::string> middle;  // the columns between the first and the last two
    std::string cpp;
    std::string shown_by;
};

const std::vector<map_row>& api_map();
// What stands in backquotes in a text.
std::vector<std::string> quoted_in(const std::string& text);
// The cells of a line of a table, without the spaces around them; empty: it is none.
std::vector<std::string> cells_of(const std::string& line);
std::vector<std::string> split(const std::string& text, const std::string& separator);
std::vector<std::string> lines_of(const std::string& text);

}  // namespace spikelet
