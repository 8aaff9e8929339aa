// A part of a JSON document and where it stands there, for readers whose errors say both.
#pragma once

#include <spikelet/json.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::conformance {

// Views the document. Everything throws json_error with the path of the part that is wrong.
class node {
public:
    explicit node(const nlohmann::json& value, std::string path = {})
        : value_(&value), path_(std::move(path)) {}

    const nlohmann::json& json() const { return *value_; }
    const std::string& path() const { return path_; }
    // "do[2].policy"
    std::string path_of(std::string_view key) const;

    // ---- objects
    // Refuses anything but an object, and keys that are not in the list.
    void expect_keys(std::initializer_list<std::string_view> accepted) const;
    void expect_keys(const std::vector<std::string_view>& accepted) const;
    std::optional<node> find(std::string_view key) const;
    node at(std::string_view key) const;

    // ---- other kinds
    std::vector<node> items() const;  // of an array
    const std::string& text() const;
    std::string text_of(std::string_view what) const;  // not empty; `what` is for the error
    bool boolean() const;
    std::int64_t integer(std::int64_t min, std::int64_t max) const;
    std::vector<std::string> texts() const;  // a text, or an array of texts

    // "<path>: <value> is not accepted; it is <accepted>"
    [[noreturn]] void refuse(std::string_view accepted) const;

private:
    const nlohmann::json* value_;
    std::string path_;
};

// "a, b or c"
std::string alternatives(const std::vector<std::string_view>& names);

}  // namespace spikelet::conformance
