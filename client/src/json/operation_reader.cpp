// Operator dictionaries (names.md §5).
#include "nearest.hpp"
#include "operator_dictionary.hpp"

#include <spikelet/json.hpp>
#include <spikelet/path.hpp>

#include <algorithm>

namespace spikelet {
namespace json_form {
namespace {

// Named as the helper function, since it has no constant.
operation select_by_path(operator_dictionary& d) {
    std::string bin = d.bin();
    auto steps = read_context(d.keys().at("ctx", "the steps of the path"), d.keys() / "ctx");
    return path::select(
        std::move(bin), std::move(steps),
        static_cast<path::select_flags>(d.flags("flags", constant_family::path_select)));
}

std::span<const operator_entry> path_operators() {
    static constexpr operator_entry entries[] = {{"select_by_path", select_by_path}};
    return entries;
}

struct operator_family {
    std::span<const operator_entry> entries;
    bool within_collections;  // takes a ctx, which operation::within() is given
};

std::vector<operator_family> families() {
    return {{basic_operators(), false}, {list_operators(), true}, {map_operators(), true},
            {bit_operators(), false},   {hll_operators(), false}, {path_operators(), false}};
}

struct found_operator {
    operator_entry entry;
    bool within_collections;
};

std::optional<found_operator> find_operator(std::string_view name) {
    for (const operator_family& family : families()) {
        const auto entry = std::ranges::find(family.entries, name, &operator_entry::name);
        if (entry != family.entries.end()) return found_operator{*entry, family.within_collections};
    }
    return std::nullopt;
}

// ---- which operator it is

[[noreturn]] void refuse_unknown(std::string_view name, const place& where) {
    std::vector<std::string_view> names;
    for (const operator_family& family : families()) {
        for (const operator_entry& e : family.entries)
            names.push_back(e.name);
    }
    refuse(where, "unknown operator \"" + shortened(name) + "\"" + suggestion(name, names) +
                      "; expected a name such as OPERATOR_READ, OP_LIST_APPEND or "
                      "OP_MAP_GET_BY_KEY");
}

found_operator operator_named(std::string_view name, const place& where) {
    if (const auto found = find_operator(name)) return *found;
    const auto documented = find_constant(name);
    if (!documented || documented->family != constant_family::operators) {
        if (documented) {
            refuse(where, std::string(name) + " is for " +
                              std::string(table_of(documented->family).accepted_for) +
                              "; expected an operator");
        }
        refuse_unknown(name, where);
    }
    // Another spelling of an operator that is there, or one that is not.
    for (const constant& c : table_of(constant_family::operators).constants) {
        if (c.number != documented->value.number) continue;
        if (const auto found = find_operator(c.name)) return *found;
    }
    if (name.starts_with("OP_EXPR")) {
        refuse(where, std::string(name) + ": JSON does not express expressions");
    }
    refuse(where,
           std::string(name) + " is a number without an operation: no client gives it a meaning");
}

found_operator operator_numbered(const json& found, const place& where) {
    for (const constant& c : former_operator_numbers()) {
        const auto now = find_constant(c.name);
        if (found == c.number || found == now->value.number) {
            refuse(where, found,
                   "the operator's name: the number means different operators in different "
                   "releases");
        }
    }
    for (const constant& c : table_of(constant_family::operators).constants) {
        if (found == c.number) return operator_named(c.name, where);
    }
    refuse(where, found, "an operator, such as OP_LIST_APPEND (1001)");
}

operation read_operation(const json& found, const place& where) {
    if (!found.is_object()) {
        refuse(where, found, "an operation, such as {\"op\": \"OPERATOR_READ\", \"bin\": …}");
    }
    dictionary op_only(found, where, "an operation");
    const json& op = op_only.at("op", "an operator, such as OP_LIST_APPEND");
    const place op_at = op_only / "op";
    if (!op.is_string() && !op.is_number_integer()) {
        refuse(op_at, op, "an operator, such as OP_LIST_APPEND (1001)");
    }
    const found_operator known = op.is_string()
                                     ? operator_named(op.get_ref<const std::string&>(), op_at)
                                     : operator_numbered(op, op_at);
    dictionary keys(found, where, known.entry.name);
    keys.find("op");
    operator_dictionary d(keys);
    try {
        operation made = known.entry.read(d);
        if (known.within_collections) {
            // Those that create have put the path into their call themselves.
            auto path = read_context_of(keys);
            const bool is_placed = !made.collection_call()->context.empty();
            if (!path.empty() && !is_placed) made = std::move(made).within(std::move(path));
        }
        keys.finish();
        return made;
    } catch (const json_error&) {
        throw;
    } catch (const std::invalid_argument& e) {  // a builder's
        refuse(where, e.what());
    }
}

}  // namespace
}  // namespace json_form

operation operation_from_json(const nlohmann::json& dictionary, std::string_view path) {
    return json_form::read_operation(dictionary, json_form::place(path));
}

std::vector<operation> operations_from_json(const nlohmann::json& list, std::string_view path) {
    using namespace json_form;
    const place where(path);
    if (!list.is_array()) refuse(where, list, "a list of operations");
    std::vector<operation> operations;
    operations.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i)
        operations.push_back(read_operation(list[i], place(where, i)));
    return operations;
}

}  // namespace spikelet
