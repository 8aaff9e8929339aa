// What a reader of JSON complains about.
#pragma once

#include <spikelet/json.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace spikelet {

// The json_error of the call, empty if there is none.
template <class Call>
std::string error_of(Call&& call) {
    try {
        call();
    } catch (const json_error& e) {
        return e.what();
    }
    return {};
}

}  // namespace spikelet
