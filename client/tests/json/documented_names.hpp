// Reading the documented names and numbers out of client/docs/names.md.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace spikelet {

// The whole page.
const std::string& names_page();

// The part of a page between two texts.
std::string part_of(const std::string& page, const std::string& from, const std::string& to);

using numbers = std::map<std::string, std::int64_t>;

struct documented {
    numbers former;   // releases 3.9 and 3.10
    numbers current;  // release 19
};
const documented& documented_numbers();

}  // namespace spikelet
