#include <spikelet/record.hpp>

#include <algorithm>
#include <stdexcept>

namespace spikelet {

bins::bins(std::initializer_list<std::pair<std::string_view, value>> items) {
    items_.reserve(items.size());
    for (const auto& [name, v] : items)
        set(name, v);
}

const value* bins::find(std::string_view name) const {
    for (const bin& b : items_) {
        if (b.name == name) return &b.value;
    }
    return nullptr;
}

value* bins::find(std::string_view name) {
    return const_cast<value*>(std::as_const(*this).find(name));
}

const value& bins::at(std::string_view name) const {
    if (const value* v = find(name)) return *v;
    std::string known;
    for (const bin& b : items_)
        known += (known.empty() ? "" : ", ") + b.name;
    throw std::out_of_range("no bin '" + std::string(name) + "'; there are " +
                            (known.empty() ? "none" : known));
}

value& bins::operator[](std::string_view name) {
    if (value* v = find(name)) return *v;
    append(name, {});
    return items_.back().value;
}

bool operator==(const bins& a, const bins& b) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const bin& x) {
               const value* y = b.find(x.name);
               return y != nullptr && *y == x.value;
           });
}

}  // namespace spikelet
