#include "load/fill.hpp"

#include "load/node.hpp"

namespace spikelet::conformance {
namespace {

constexpr std::int64_t bytes_max = 16 << 20;
constexpr std::int64_t elements_max = 1000000;
constexpr std::size_t document_bytes_max = 64 << 20;
// What an element of an array takes besides its text.
constexpr std::size_t element_bytes = sizeof(nlohmann::json);

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

// A short document must not become a huge one.
void spend(std::size_t& budget, std::size_t size, std::size_t each, const node& n) {
    if (each != 0 && size > budget / each)
        n.at("size").refuse("less: all fills of a document take at most 64 MiB");
    budget -= size * each;
}

// What stands for `n`; null if that is no fill.
nlohmann::json filled(const node& n, std::size_t& budget) {
    if (const auto text = n.find("$fill")) {
        n.expect_keys({"$fill", "size"});
        const std::string pattern = text->text_of("a text that is not empty");
        const std::size_t size = size_of(n, bytes_max);
        spend(budget, size, 1, n);
        return repeat(pattern, size);
    }
    if (const auto hex = n.find("$fill_bytes")) {
        n.expect_keys({"$fill_bytes", "size"});
        const std::string pattern = hex->text_of("bytes in hexadecimal");
        if (pattern.size() % 2 != 0) hex->refuse("bytes in hexadecimal");
        const std::size_t size = size_of(n, bytes_max);
        spend(budget, size, 2, n);
        return {{"$bytes", repeat(pattern, 2 * size)}};
    }
    if (const auto element = n.find("$fill_list")) {
        n.expect_keys({"$fill_list", "size"});
        const std::size_t size = size_of(n, elements_max);
        // The text of an element may count less than its nodes do, but not by much.
        spend(budget, size, element_bytes * (1 + element->json().dump().size()), n);
        return nlohmann::json::array_t(size, element->json());
    }
    return nullptr;
}

void expand(nlohmann::json& value, const std::string& path, std::size_t& budget) {
    if (value.is_object()) {
        if (auto replacement = filled(node(value, path), budget); !replacement.is_null()) {
            value = std::move(replacement);
            return;
        }
    }
    if (!value.is_structured()) return;
    for (auto item = value.begin(); item != value.end(); ++item) {
        const std::string part = value.is_object()
                                     ? (path.empty() ? "" : ".") + item.key()
                                     : "[" + std::to_string(item - value.begin()) + "]";
        expand(*item, path + part, budget);
    }
}

}  // namespace

void expand_fills(nlohmann::json& document) {
    std::size_t budget = document_bytes_max;
    expand(document, "", budget);
}

}  // namespace spikelet::conformance
