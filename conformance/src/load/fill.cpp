#include "load/fill.hpp"

#include "load/node.hpp"

namespace spikelet::conformance {
namespace {

constexpr std::int64_t bytes_max = 16 << 20;
constexpr std::int64_t elements_max = 1000000;

std::string repeat(const std::string& pattern, std::size_t size) {
    std::string out;
    out.reserve(size + pattern.size());
    while (out.size() < size)
        out += pattern;
    out.resize(size);
    return out;
}

std::size_t size_of(const node& n, std::int64_t max) {
    return static_cast<std::size_t>(n.at("size").integer(0, max));
}

// What stands for `n`; null if that is no fill.
nlohmann::json filled(const node& n) {
    if (const auto text = n.find("$fill")) {
        n.expect_keys({"$fill", "size"});
        return repeat(text->text_of("a text that is not empty"), size_of(n, bytes_max));
    }
    if (const auto hex = n.find("$fill_bytes")) {
        n.expect_keys({"$fill_bytes", "size"});
        const std::string pattern = hex->text_of("bytes in hexadecimal");
        if (pattern.size() % 2 != 0) hex->refuse("bytes in hexadecimal");
        return {{"$bytes", repeat(pattern, 2 * size_of(n, bytes_max))}};
    }
    if (const auto element = n.find("$fill_list")) {
        n.expect_keys({"$fill_list", "size"});
        return nlohmann::json::array_t(size_of(n, elements_max), element->json());
    }
    return nullptr;
}

void expand(nlohmann::json& value, const std::string& path) {
    if (value.is_object()) {
        if (auto replacement = filled(node(value, path)); !replacement.is_null()) {
            value = std::move(replacement);
            return;
        }
    }
    if (!value.is_structured()) return;
    for (auto item = value.begin(); item != value.end(); ++item) {
        const std::string part = value.is_object()
                                     ? (path.empty() ? "" : ".") + item.key()
                                     : "[" + std::to_string(item - value.begin()) + "]";
        expand(*item, path + part);
    }
}

}  // namespace

void expand_fills(nlohmann::json& document) {
    expand(document, "");
}

}  // namespace spikelet::conformance
