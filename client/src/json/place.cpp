#include "place.hpp"

#include <spikelet/json.hpp>

namespace spikelet {

json_error::json_error(std::string path, std::string problem)
    : std::invalid_argument(path.empty() ? problem : path + ": " + problem),
      path_(std::move(path)),
      problem_(std::move(problem)) {}

namespace json_form {
namespace {

constexpr std::size_t shown_size_max = 80;

// A scalar as it stands; of a collection only its size, which may be big and deep.
std::string describe(const json& found) {
    if (found.is_array()) return "a list of " + std::to_string(found.size());
    if (found.is_object()) return "an object of " + std::to_string(found.size()) + " keys";
    return shortened(found.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

std::string place::text() const {
    std::string out;
    append_to(out);
    return out;
}

void place::append_to(std::string& out) const {
    if (parent_ != nullptr) parent_->append_to(out);
    if (is_element_) {
        out += '[' + std::to_string(index_) + ']';
    } else if (!key_.empty()) {
        if (!out.empty()) out += '.';
        out += shortened(key_);
    }
}

void refuse(const place& where, std::string problem) {
    throw json_error(where.text(), std::move(problem));
}

void refuse(const place& where, const json& found, std::string_view accepted) {
    refuse(where, "expected " + std::string(accepted) + ", found " + describe(found));
}

std::string shortened(std::string_view text) {
    if (text.size() <= shown_size_max) return std::string(text);
    std::size_t size = shown_size_max;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    return std::string(text.substr(0, size)) + "...";
}

std::string joined(std::vector<std::string> names, std::string_view last_joint) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) out += i + 1 == names.size() ? last_joint : ", ";
        out += names[i];
    }
    return out;
}

}  // namespace json_form
}  // namespace spikelet
