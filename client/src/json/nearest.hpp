// What somebody meant who made a typing mistake.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace spikelet::json_form {

// The known name that `written` is a typing mistake of; empty if it is none.
std::string_view nearest(std::string_view written, std::span<const std::string_view> known);

// ", did you mean x?", or nothing.
std::string suggestion(std::string_view written, std::span<const std::string_view> known);

}  // namespace spikelet::json_form
