// What a handler of an info command works with.
#pragma once

#include "info/answer.hpp"
#include "info/info.hpp"
#include "info/request.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace spikelet::mock::info {

struct request {
    cluster_state& cluster;
    node& self;
    session_facts& session;
    char separator;  // between name and arguments: `/`, `:`, `;`, or 0
    std::string_view arguments;
    wire::buffer& out;  // the value is appended
};

// ---- the table of commands (command_table.cpp)

using handler = void (*)(const request& r);

enum class editions : std::uint8_t {
    all,
    enterprise,  // a community server answers `ERROR:25:enterprise only`
};

struct command {
    std::string_view name;
    // Null: an enterprise server does something that this one cannot do yet; it is then
    // unrecognized there.
    handler handle = nullptr;
    editions allowed_in = editions::all;
    bool in_help = false;
};

// Null for an unknown name.
const command* find_command(std::string_view name);
// Every command, ordered by name.
std::span<const command> all_commands();
// What an empty request asks for and `help` begins with.
std::span<const std::string_view> summary_commands();

// Executes one command: its value, or the error of an unknown one.
void execute_command(const request& r, const command* c);

// ---- parameters that several families take

enum class presence : std::uint8_t { required, optional };

// The value of a parameter of at most `size_max` bytes. nullopt when there is none; a wrong one,
// and a missing one that is required, has then been answered, and `failed` (if given) tells so.
std::optional<std::string_view> text_parameter(const request& r, std::string_view name,
                                               std::size_t size_max,
                                               presence p = presence::required,
                                               bool* failed = nullptr);

inline constexpr std::size_t parameter_size_max = 255;  // where nothing tighter is known
inline constexpr std::size_t namespace_size_max = 31;

// The namespace's name: `namespace`, or the deprecated `ns` or `id`. nullopt when missing, which
// has been answered.
std::optional<std::string_view> namespace_parameter(const request& r);
// The same as an index; an unknown namespace has been answered too.
std::optional<std::size_t> known_namespace(const request& r);

}  // namespace spikelet::mock::info
