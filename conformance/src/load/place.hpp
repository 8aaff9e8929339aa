// Where a case works: its own set of one namespace, and the records there that it names.
#pragma once

#include "load/node.hpp"

#include <spikelet/key.hpp>
#include <spikelet/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace spikelet::conformance {

inline constexpr std::size_t set_name_size_max = 63;

struct place {
    std::string namespace_name;
    // Of this case alone while it runs. Other sets that the case names begin with it.
    std::string set;
};

// A key as a case writes it: the user key alone means the case's own set. Otherwise an object:
//
//     {"key": "ann", "set": "users"}       a second set, the case's own one with "_users" behind it
//     {"key": "ann", "set": {"size": 63}}  its own, filled up with "x" to so many bytes
//     {"key": "ann", "set": ""}            no set; the key, a text, is then made the case's own
//     {"key": "ann", "ns": "nope"}         another namespace
//     {"digest": "b747…"}                  a record whose user key is not known
class record_name {
public:
    // Throws json_error.
    static record_name from_json(const node& n);
    spikelet::key resolve(const place& where) const;

private:
    enum class set_choice : std::uint8_t { own, second, filled, none };
    std::string set_name(const place& where) const;

    std::optional<std::string> namespace_;
    set_choice choice_ = set_choice::own;
    std::string set_;
    std::size_t set_size_ = 0;
    value user_key_;
    std::optional<wire::digest> digest_;
};

// `text` with the names of the place in it: "{ns}", "{set}".
std::string fill_in(std::string text, const place& where);
// What a case's module or index of that name is called on the server: its own. A module's file is
// that with ".lua".
std::string name_in_case(const place& where, std::string_view name);

// Cases work in so many sets, one case at a time in each: a namespace has room for 4095 names, and
// keeps them for ever.
inline constexpr std::size_t set_count = 128;
// Which of them is that of the case with this id; always the same.
std::size_t set_number(std::string_view case_id);
// Its name. `prefix` keeps suites that run at the same time apart.
std::string set_of_case(std::string_view prefix, std::string_view case_id);

}  // namespace spikelet::conformance
