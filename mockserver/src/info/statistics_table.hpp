// How the tables of statistics write their rows.
#pragma once

#include "info/answer.hpp"

#include <string_view>

namespace spikelet::mock::info {

// A statistic that is always 0 here, one that always has the same text, or one that is shown by a
// function.
template <class Facts>
struct statistic {
    using show_function = void (*)(const Facts& facts, wire::buffer& out);

    constexpr statistic(const char* n) : name(n) {}
    constexpr statistic(const char* n, const char* t) : name(n), text(t) {}
    constexpr statistic(const char* n, show_function s) : name(n), show(s) {}

    std::string_view name;
    std::string_view text = "0";
    show_function show = nullptr;
};

}  // namespace spikelet::mock::info
