// An object of the document whose keys are asked for one by one; what was never asked for is
// unknown.
#pragma once

#include "place.hpp"

#include <string_view>
#include <vector>

namespace spikelet::json_form {

// Its reader states the keys by asking for them, so no list of keys is kept beside the code that
// reads them.
class dictionary {
public:
    // `taker` is named in complaints about keys: "a read policy". json_error if it is no object.
    dictionary(const json& object, const place& where, std::string_view taker);

    // Null if it is not given.
    const json* find(std::string_view key);
    // json_error if it is not given.
    const json& at(std::string_view key, std::string_view accepted);
    bool has(std::string_view key) { return find(key) != nullptr; }
    // The same for a key that is not among those that complaints recommend.
    bool has_former(std::string_view key) const { return object_.contains(key); }
    // The place of a key that was asked for.
    place operator/(std::string_view key) const { return place(where_, key); }

    // json_error for a key that nobody asked for, with those that somebody did.
    void finish() const;

    const place& where() const { return where_; }
    std::string_view taker() const { return taker_; }

private:
    [[noreturn]] void refuse_missing(std::string_view key, std::string_view accepted) const;

    const json& object_;
    const place& where_;
    std::string_view taker_;
    std::vector<std::string_view> known_;
};

}  // namespace spikelet::json_form
