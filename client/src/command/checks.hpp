// Programming mistakes, found before anything is sent. Each answers no error, or one that names the
// argument, what is wrong with it and what is accepted.
#pragma once

#include "command/effective.hpp"

#include <spikelet/error.hpp>
#include <spikelet/key.hpp>
#include <spikelet/operation.hpp>
#include <spikelet/record.hpp>

#include <span>
#include <string>
#include <string_view>

namespace spikelet::command {

inline constexpr std::size_t namespace_size_max = 31;
inline constexpr std::size_t set_size_max = 63;
inline constexpr std::size_t bins_max = 32767;        // of a record
inline constexpr std::size_t operations_max = 32768;  // of a command

error wrong(std::string argument, std::string message);
// `e`, which named none, blamed on an argument. Of the client's own errors.
error blame(const error& e, std::string argument);

error check_key(const key& k);
// `strict` is the configuration's strict_types.
error check_bin_name(std::string_view name, std::string_view argument, bool strict);
error check_bins(const bins& b, bool strict);
error check_bin_names(std::span<const std::string> names, bool strict);
error check_operations(std::span<const operation> operations, bool strict);

template <class Policy>
error check_policy(const Policy& p) {
    if (auto problem = find_problem(p)) {
        return wrong("policy." + problem->field, std::move(problem->message));
    }
    return {};
}

}  // namespace spikelet::command
