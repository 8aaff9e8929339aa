#include <spikelet/value.hpp>
#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <algorithm>
#include <limits>
#include <ostream>

namespace spikelet {

namespace {

bool holds_object(const value& v) {
    if (v.kind() == value_kind::object) return true;
    if (const auto* items = v.get_if<value::list>()) {
        return std::any_of(items->begin(), items->end(), holds_object);
    }
    if (const auto* entries = v.get_if<value::map>()) {
        return std::any_of(entries->begin(), entries->end(), [](const value::entry& e) {
            return holds_object(e.first) || holds_object(e.second);
        });
    }
    return false;
}

// Objects have no packed form: their type's name stands for them.
value without_objects(value v) {
    if (v.kind() == value_kind::object) {
        return "object of type " + std::string(v.as_object().type().name());
    }
    if (auto* items = v.get_if<value::list>()) {
        for (value& item : *items)
            item = without_objects(std::move(item));
    }
    if (auto* entries = v.get_if<value::map>()) {
        for (auto& [key, mapped] : *entries) {
            key = without_objects(std::move(key));
            mapped = without_objects(std::move(mapped));
        }
    }
    return v;
}

}  // namespace

std::string to_string(const value& v) {
    wire::buffer packed;
    wire::encode_value(holds_object(v) ? without_objects(v) : v, packed);
    return wire::msgpack_text(packed.view(), std::numeric_limits<std::size_t>::max());
}

std::ostream& operator<<(std::ostream& out, const value& v) {
    return out << to_string(v);
}

}  // namespace spikelet
