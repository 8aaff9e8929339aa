// The grammar of info requests (chapter 03 §1). Views into the request; any bytes are taken.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace spikelet::mock::info {

// One line of a request: `name`, `name/argument…` or `name:key=value;key=value`.
struct command_line {
    std::string_view text;       // as the reply repeats it
    std::string_view name;       // up to the first of `/` `:` `;`
    char separator;              // that character; 0 when there is none
    std::string_view arguments;  // what follows it
};

// Takes the next line off `rest`; nullopt at its end. Text behind the last line feed is no line. A
// line ends at a zero byte for the server, which keeps it as a C string.
std::optional<command_line> take_line(std::string_view& rest);
command_line parse_line(std::string_view line);

// Takes the next `/`-separated argument off `rest`; empty at the end.
std::string_view take_argument(std::string_view& rest);

// One `key=value` of the arguments; a piece without `=` has no value.
struct parameter {
    std::string_view name;
    std::optional<std::string_view> value;
};
// Takes the next parameter off `rest`; nullopt at its end. Empty pieces are passed over.
std::optional<parameter> take_parameter(std::string_view& rest);
// The first parameter of that name.
std::optional<parameter> find_parameter(std::string_view arguments, std::string_view name);

// Whole decimal numbers without sign; nullopt for anything else.
std::optional<std::uint64_t> parse_number(std::string_view text);

}  // namespace spikelet::mock::info
