#include "packed_operation.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <algorithm>
#include <cstdio>

namespace spikelet {
value sorted(const value& v) {
    if (v.kind() == value_kind::list) {
        value::list out;
        for (const value& e : v.as_list())
            out.push_back(sorted(e));
        return {std::move(out), v.ordering_of_list()};
    }
    if (v.kind() != value_kind::map) return v;
    value::map out;
    for (const auto& [key, mapped] : v.as_map())
        out.emplace_back(sorted(key), sorted(mapped));
    std::ranges::sort(out, [](const value::entry& a, const value::entry& b) {
        return compare(a.first, b.first) < 0;
    });
    return {std::move(out), map_order::key_ordered};
}

std::string packed_call(const operation& o) {
    const operation::call& call = o.collection_call().value();
    value::list whole{call.code};
    whole.insert(whole.end(), call.arguments.begin(), call.arguments.end());
    if (!call.context.empty()) {
        value::list path;
        for (const context_step& step : call.context) {
            path.emplace_back(step.type);
            path.push_back(step.value);
        }
        whole = {255, std::move(path), std::move(whole)};
    }
    wire::buffer bytes;
    wire::encode_value(sorted(whole), bytes);
    std::string hex;
    for (const std::uint8_t b : bytes.view()) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", b);
        hex += digits;
    }
    return hex;
}

}  // namespace spikelet
