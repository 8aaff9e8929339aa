// Where in a document something stands, and complaints about it.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::json_form {

using nlohmann::json;

// A link from a part to what holds it. Lives on the stack beside the recursion that made it, so
// that a path becomes a text only for an error.
class place {
public:
    explicit place(std::string_view root) : key_(root) {}
    place(const place& parent, std::string_view key) : parent_(&parent), key_(key) {}
    place(const place& parent, std::size_t index)
        : parent_(&parent), index_(index), is_element_(true) {}
    place(const place&) = delete;
    place& operator=(const place&) = delete;

    // "policies.read.replica", "ops[2].val".
    std::string text() const;

private:
    void append_to(std::string& out) const;

    const place* parent_ = nullptr;
    std::string_view key_;
    std::size_t index_ = 0;
    bool is_element_ = false;
};

// These throw json_error.
[[noreturn]] void refuse(const place& where, std::string problem);
// "expected <accepted>, found <what is there>".
[[noreturn]] void refuse(const place& where, const json& found, std::string_view accepted);

// An integer that is not negative, whichever way it is kept: texts and programs differ in that.
inline bool is_size(const json& found) {
    return found.is_number_unsigned() ||
           (found.is_number_integer() && found.get<std::int64_t>() >= 0);
}

// At most 80 bytes of a text from the document, without half a character at the end.
std::string shortened(std::string_view text);
// "a, b or c".
std::string joined(std::vector<std::string> names, std::string_view last_joint = " and ");

}  // namespace spikelet::json_form
