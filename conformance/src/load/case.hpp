// One case of the suite as C++ objects. What they mean is told in
// conformance/docs/writing-a-case.md.
#pragma once

#include "load/answer.hpp"
#include "load/expected_journal.hpp"
#include "load/place.hpp"
#include "load/requirements.hpp"

#include <spikelet/client.hpp>
#include <spikelet/conformance/replay.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace spikelet::conformance {

// A record that is there before the first call.
struct given_record {
    record_name key;
    spikelet::bins bins = {};
    std::optional<std::uint32_t> ttl_s = {};  // nullopt: the namespace's default
    bool send_key = false;
    std::uint32_t generation = 1;  // the record is written so often
};

// A secondary index on a bin of the case's set, in the server's words (chapter 15 §2).
struct given_index {
    std::string name;  // by which the case calls it
    std::string bin;
    std::string type;        // "numeric", "string", …
    std::string collection;  // "default", "list", …
};

// What the place where the case works must be like.
struct given {
    std::vector<given_record> records;
    // Lua modules that are registered for the case: their texts by the names that it calls them by.
    std::map<std::string, std::string> modules;
    std::vector<given_index> indexes;
    // Configuration of the namespace by the server's names; null: as it is.
    nlohmann::json namespace_keys;
    // Configuration of the client; null: the suite's own client.
    nlohmann::json client_keys;
    // The case moves the clock.
    bool needs_clock = false;
    bool needs_own_place() const { return !namespace_keys.is_null() || needs_clock; }
};

// One call of the client, or a step of the clock.
struct step {
    std::string call;  // "put"
    std::string text;  // the call's dictionary in one line, without what is expected
    std::uint32_t times = 1;
    std::vector<record_name> keys;                // of the records that it names
    bool deletes_durably = false;                 // what it deletes may leave a tombstone
    std::optional<std::chrono::seconds> advance;  // moves the clock; `run` is then empty
    std::function<answer(client& db, const place& where)> run;
    expectation expect;
};

// How a record must be in the end.
struct expected_record {
    record_name key;
    std::string text;         // the key as the case writes it
    expectation expect = {};  // `absent`: there must be none
};

struct conformance_case {
    std::string id;         // "scalar/increment/adds_to_an_integer"
    std::string area;       // its folder
    std::string operation;  // its file
    std::string description;
    std::vector<std::string> references;
    std::vector<std::string> tags;
    requirements requires_;
    conformance::given given;
    std::vector<step> steps;
    std::vector<expected_record> records;
    // The requests that the calls take; nullopt: of no account.
    std::optional<std::vector<expected_request>> journal;
    std::string position;  // "fixtures/cases/scalar/increment.json: cases[3]"

    bool is_unconfirmed() const;
};

// A case file that is not what it should be: what() says which, where in it, what is wrong there
// and what is accepted.
class case_error : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The cases of one file. `area` and `operation` are taken from its path: …/area/operation.json.
std::vector<conformance_case> load_case_file(const std::filesystem::path& file);
// The same from text; `name` stands for the path in messages.
std::vector<conformance_case> parse_case_file(std::string_view text, const std::string& area,
                                              const std::string& operation,
                                              const std::string& name);
// Every *.json in the folders of `root`, in the order of their ids. Throws case_error too when
// there is none.
std::vector<conformance_case> load_cases(const std::filesystem::path& root);

// What the mock cluster does not do yet, of the cases in `root`: the table not_built.json beside
// the areas, none if there is no such file. Throws case_error.
known_differences load_not_built(const std::filesystem::path& root);

}  // namespace spikelet::conformance
