#include "info/request.hpp"

#include <charconv>

namespace spikelet::mock::info {
namespace {

// Takes what lies in front of the next `separator` (or everything) off `rest`, and the separator.
std::string_view take_until(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view piece = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    return piece;
}

}  // namespace

std::optional<command_line> take_line(std::string_view& rest) {
    if (rest.find('\n') == rest.npos) return std::nullopt;
    const std::string_view line = take_until(rest, '\n');
    return parse_line(line.substr(0, line.find('\0')));
}

command_line parse_line(std::string_view line) {
    const std::size_t end = line.find_first_of("/:;");
    return {.text = line,
            .name = line.substr(0, end),
            .separator = end == line.npos ? '\0' : line[end],
            .arguments = end == line.npos ? std::string_view{} : line.substr(end + 1)};
}

std::string_view take_argument(std::string_view& rest) {
    return take_until(rest, '/');
}

std::optional<parameter> take_parameter(std::string_view& rest) {
    while (!rest.empty()) {
        const std::string_view piece = take_until(rest, ';');
        if (piece.empty()) continue;
        const std::size_t equals = piece.find('=');
        if (equals == piece.npos) return parameter{.name = piece, .value = std::nullopt};
        return parameter{.name = piece.substr(0, equals), .value = piece.substr(equals + 1)};
    }
    return std::nullopt;
}

std::optional<parameter> find_parameter(std::string_view arguments, std::string_view name) {
    while (const auto p = take_parameter(arguments)) {
        if (p->name == name) return p;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace spikelet::mock::info
