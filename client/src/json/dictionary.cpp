#include "dictionary.hpp"

#include "nearest.hpp"

#include <algorithm>

namespace spikelet::json_form {

dictionary::dictionary(const json& object, const place& where, std::string_view taker)
    : object_(object), where_(where), taker_(taker) {
    if (!object.is_object())
        refuse(where, object, "an object with the keys of " + std::string(taker));
}

const json* dictionary::find(std::string_view key) {
    if (std::ranges::find(known_, key) == known_.end()) known_.push_back(key);
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
}

const json& dictionary::at(std::string_view key, std::string_view accepted) {
    if (const json* found = find(key)) return *found;
    refuse_missing(key, accepted);
}

void dictionary::refuse_missing(std::string_view key, std::string_view accepted) const {
    std::string problem = "missing; " + std::string(taker_) + " needs " + std::string(accepted);
    for (const auto& entry : object_.items()) {
        const std::string& given = entry.key();
        if (std::ranges::find(known_, given) != known_.end()) continue;
        if (nearest(given, std::span(&key, 1)).empty()) continue;
        problem += "; is \"" + shortened(given) + "\" a misspelling of it?";
    }
    refuse(*this / key, problem);
}

void dictionary::finish() const {
    for (const auto& entry : object_.items()) {
        const std::string& given = entry.key();
        if (std::ranges::find(known_, given) != known_.end()) continue;
        refuse(*this / given, "unknown key" + suggestion(given, known_) + "; " +
                                  std::string(taker_) + " takes " +
                                  joined({known_.begin(), known_.end()}));
    }
}

}  // namespace spikelet::json_form
