// C++ constants and their numbers.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace spikelet {

struct named_number {
    std::string_view name;  // "exists_policy::create"
    std::int64_t number;
};
std::span<const named_number> enumerators();

}  // namespace spikelet
