// What a call answered, and what a case says that it should.
#pragma once

#include "load/node.hpp"

#include <spikelet/error.hpp>
#include <spikelet/record.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spikelet::conformance {

// The result of any call of the client: what that call has is set.
struct answer {
    std::optional<spikelet::error> failure = {};
    bool absent = false;  // exists: there is no such record
    std::optional<record_metadata> metadata = {};
    std::optional<spikelet::bins> bins = {};
    std::optional<std::vector<bin>> results = {};  // of operate_ordered
    std::optional<std::string> info = {};
    std::optional<value> result = {};  // of a function
};

// Seconds until a record expires.
struct expected_ttl {
    enum class form : std::uint8_t { never, namespace_default, seconds };
    form kind = form::never;
    std::uint32_t seconds = 0;
};

struct expected_error {
    std::string name;  // as error_name() writes it
    bool in_doubt = false;
    std::optional<std::string> text = {};  // a regular expression that matches all of its message
};

// What is not set is not compared; an error that is not expected never is right.
struct expectation {
    std::optional<expected_error> failure;
    std::optional<bool> absent;
    std::optional<std::uint32_t> generation;
    std::optional<expected_ttl> ttl;
    std::optional<spikelet::bins> bins;
    std::optional<std::vector<bin>> results;
    std::optional<std::string> info;  // a regular expression that matches all of it
    std::optional<value> result;

    // {"error": "RECORD_NOT_FOUND"} or {"error": {"code": …, "in_doubt": true, "text": …}}; or any
    // of absent, gen, ttl, bins, results, info, result. `accepted` lists those that mean something
    // for the call.
    static expectation from_json(const node& n, const std::vector<std::string_view>& accepted);
};

// Where the ttls of records come from, for comparing them.
struct ttl_terms {
    std::uint32_t default_s = 0;    // of the namespace; 0: never
    std::uint32_t tolerance_s = 0;  // time that may pass between a write and its reading
};

struct mismatch {
    std::string expected;
    std::string got;
};
// The first difference; nullopt if there is none.
std::optional<mismatch> compare(const expectation& expect, const answer& got,
                                const ttl_terms& terms);

// In one line.
std::string to_string(const answer& a);

// "RECORD_NOT_FOUND", "client/timeout": server codes by the names of chapter 02, those of the
// client by the names of client_errc; a server code without a name by its number.
std::string error_name(const error& e);
// The same of a server's result code.
std::string result_name(result_code code);
// Whether an error can have that name.
bool is_error_name(std::string_view name);

}  // namespace spikelet::conformance
