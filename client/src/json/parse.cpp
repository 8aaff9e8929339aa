#include "place.hpp"

#include <spikelet/json.hpp>

#include <set>
#include <vector>

namespace spikelet {

nlohmann::json parse_json(std::string_view text) {
    using nlohmann::json;
    constexpr auto depth_max = static_cast<int>(value_depth_max);
    std::vector<std::set<std::string>> keys;  // of the objects that are open, by depth
    const json::parser_callback_t watch = [&](int depth, json::parse_event_t event, json& parsed) {
        if (depth > depth_max) {
            throw json_error("", "more than " + std::to_string(depth_max) + " levels deep");
        }
        const auto at = static_cast<std::size_t>(depth);
        if (event == json::parse_event_t::object_start) {
            if (keys.size() < at + 2) keys.resize(at + 2);
            keys[at + 1].clear();
        } else if (event == json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!keys[at].insert(key).second) {
                throw json_error(json_form::shortened(key), "given twice in one object");
            }
        }
        return true;
    };
    try {
        return json::parse(text, watch);
    } catch (const json::exception& e) {
        throw json_error("", std::string("not JSON: ") + e.what());
    }
}

}  // namespace spikelet
