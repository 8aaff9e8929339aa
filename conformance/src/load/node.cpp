#include "load/node.hpp"

#include <algorithm>

namespace spikelet::conformance {
namespace {

constexpr std::size_t shown_max = 80;

std::string shown(const nlohmann::json& value) {
    std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (text.size() > shown_max) {
        std::size_t size = shown_max;
        while ((static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
            --size;
        text.resize(size);
        text += "…";
    }
    return text;
}

}  // namespace

std::string alternatives(const std::vector<std::string_view>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i != 0) out += i + 1 == names.size() ? " or " : ", ";
        out += names[i];
    }
    return out;
}

std::string node::path_of(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void node::refuse(std::string_view accepted) const {
    throw json_error(path_, shown(*value_) + " is not accepted; it is " + std::string(accepted));
}

void node::expect_keys(std::initializer_list<std::string_view> accepted) const {
    expect_keys(std::vector<std::string_view>(accepted));
}

void node::expect_keys(const std::vector<std::string_view>& accepted) const {
    if (!value_->is_object()) refuse("an object with " + alternatives(accepted));
    for (const auto& [key, unused] : value_->items()) {
        if (std::find(accepted.begin(), accepted.end(), key) == accepted.end())
            throw json_error(path_of(key), "unknown key; accepted: " + alternatives(accepted));
    }
}

std::optional<node> node::find(std::string_view key) const {
    const auto found = value_->find(key);
    if (found == value_->end()) return std::nullopt;
    return node(*found, path_of(key));
}

node node::at(std::string_view key) const {
    if (auto found = find(key)) return *found;
    throw json_error(path_of(key), "is missing");
}

std::vector<node> node::items() const {
    if (!value_->is_array()) refuse("an array");
    std::vector<node> out;
    out.reserve(value_->size());
    for (std::size_t i = 0; i < value_->size(); ++i)
        out.emplace_back((*value_)[i], path_ + "[" + std::to_string(i) + "]");
    return out;
}

const std::string& node::text() const {
    if (!value_->is_string()) refuse("text");
    return value_->get_ref<const std::string&>();
}

std::string node::text_of(std::string_view what) const {
    if (!value_->is_string() || text().empty()) refuse(what);
    return text();
}

bool node::boolean() const {
    if (!value_->is_boolean()) refuse("true or false");
    return value_->get<bool>();
}

std::int64_t node::integer(std::int64_t min, std::int64_t max) const {
    const bool fits = value_->is_number_integer() &&
                      (!value_->is_number_unsigned() ||
                       value_->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
    if (!fits || value_->get<std::int64_t>() < min || value_->get<std::int64_t>() > max)
        refuse("a number from " + std::to_string(min) + " to " + std::to_string(max));
    return value_->get<std::int64_t>();
}

std::vector<std::string> node::texts() const {
    if (value_->is_string())
        return {text_of("a text that is not empty, or an array of such texts")};
    std::vector<std::string> out;
    for (const node& item : items())
        out.push_back(item.text_of("a text that is not empty"));
    return out;
}

}  // namespace spikelet::conformance
