// Steps into collections: [{"id": "CDT_CTX_MAP_KEY", "value": "today"}, …] (names.md §5.0).
#include "field_reader.hpp"
#include "operator_dictionary.hpp"

#include <spikelet/cdt_context.hpp>
#include <spikelet/json.hpp>

namespace spikelet {
namespace json_form {
namespace {

// The helper function's name: the step has no constant.
constexpr std::string_view all_children = "cdt_ctx_all_children";

// Local numbers of the dictionaries, never sent.
constexpr std::uint32_t list_index_create = 0x14;
constexpr std::uint32_t map_key_create = 0x24;

std::int64_t read_index(dictionary& d) {
    using limits = std::numeric_limits<std::int64_t>;
    return read_integer(d.at("value", "an index"), d / "value", limits::min(), limits::max(),
                        "an index");
}

context_step read_list_index_create(dictionary& d) {
    auto order = list_order::unordered;
    bool pad = false;
    const auto index = read_index(d);
    read(d, "order", order);
    read(d, "pad", pad);
    return cdt_context::list_index_create(index, order, pad);
}

context_step read_map_key_create(dictionary& d) {
    auto order = map_order::unordered;
    value key = read_value(d.at("value", "a key"), d / "value");
    read(d, "order", order);
    return cdt_context::map_key_create(std::move(key), order);
}

context_step read_known_step(dictionary& d, std::uint32_t type) {
    if (type == list_index_create) return read_list_index_create(d);
    if (type == map_key_create) return read_map_key_create(d);
    return {type, read_value(d.at("value", "an index, a rank, a key or a value"), d / "value")};
}

context_step read_step(const json& found, const place& where) {
    dictionary d(found, where, "a step of ctx");
    const json& id = d.at("id", "one of " + accepted_constants(constant_family::context) + " or " +
                                    std::string(all_children));
    // As a number also the steps that have no name, such as 0 to 3, which take lists and maps.
    context_step step =
        id == all_children
            ? cdt_context::all_children()
            : read_known_step(d, read_open_constant(id, d / "id", constant_family::context));
    d.finish();
    return step;
}

}  // namespace

std::vector<context_step> read_context(const json& found, const place& where) {
    if (!found.is_array()) {
        refuse(where, found, "a list of steps such as {\"id\": \"CDT_CTX_MAP_KEY\", \"value\": …}");
    }
    std::vector<context_step> steps;
    steps.reserve(found.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        steps.push_back(read_step(found[i], place(where, i)));
    return steps;
}

std::vector<context_step> read_context_of(dictionary& keys) {
    const json* found = keys.find("ctx");
    if (found == nullptr || found->is_null()) return {};
    return read_context(*found, keys / "ctx");
}

}  // namespace json_form

std::vector<context_step> context_from_json(const nlohmann::json& list, std::string_view path) {
    return json_form::read_context(list, json_form::place(path));
}

}  // namespace spikelet
