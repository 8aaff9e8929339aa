// Operators on whole bins and on the record (names.md §5.1).
#include "operator_dictionary.hpp"

namespace spikelet::json_form {
namespace {

std::optional<std::uint32_t> deprecated_ttl(operator_dictionary& d) {
    const json* found = d.keys().find("val");
    if (found == nullptr || found->is_null()) return std::nullopt;
    return read_ttl(*found, d.keys() / "val");
}

constexpr operator_entry entries[] = {
    {"OPERATOR_READ", [](operator_dictionary& d) { return operation::read(d.bin()); }},
    {"OPERATOR_WRITE",
     [](operator_dictionary& d) { return operation::write(d.bin(), d.any("val")); }},
    {"OPERATOR_INCR",
     [](operator_dictionary& d) { return operation::increment(d.bin(), d.any("val")); }},
    {"OPERATOR_APPEND",
     [](operator_dictionary& d) { return operation::append(d.bin(), d.any("val")); }},
    {"OPERATOR_PREPEND",
     [](operator_dictionary& d) { return operation::prepend(d.bin(), d.any("val")); }},
    {"OPERATOR_TOUCH", [](operator_dictionary& d) { return operation::touch(deprecated_ttl(d)); }},
    {"OPERATOR_DELETE", [](operator_dictionary&) { return operation::delete_record(); }},
};

}  // namespace

std::span<const operator_entry> basic_operators() {
    return entries;
}

}  // namespace spikelet::json_form
