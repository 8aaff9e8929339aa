// The calls of fixtures/wire and the requests that an official client made of them.
#pragma once

#include <spikelet/operation.hpp>
#include <spikelet/value.hpp>
#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/message.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace spikelet::testing {

// The lines of fixtures/wire/FAMILY.jsonl.gz. Throws std::runtime_error that names the file.
std::vector<nlohmann::json> recorded_lines(const std::string& family);

struct recorded_request {
    std::string id;
    std::string call;  // readable
    nlohmann::json options;
    std::vector<std::uint8_t> bytes;  // the frame

    // "bit_resize_0001", for the name of a test.
    std::string test_name() const;
};
// For the names of parameterised tests.
inline std::string name_of(const ::testing::TestParamInfo<recorded_request>& recorded) {
    return recorded.param.test_name();
}
void PrintTo(const recorded_request& r, std::ostream* out);

// Those of a family whose api is "operate".
std::vector<recorded_request> recorded_operations(const std::string& family);

// A value of the options: {"$bytes": …}, 5, [1, "a"], …
value recorded_value(const nlohmann::json& v);

// The `n`-th argument of a recorded operation; nil where it is a default.
value recorded_argument(const nlohmann::json& op, std::size_t n);
// The argument of the last call of `method` in the chain; null if there is none.
const nlohmann::json* chained(const nlohmann::json& op, const std::string& method);

// The write flags of a policy in the chain; 0 if there is none.
template <class Flags>
Flags chained_write_flags(const nlohmann::json& op) {
    const nlohmann::json* policy = chained(op, "withPolicy");
    return static_cast<Flags>(policy == nullptr ? 0 : policy->at("writeFlags").get<int>());
}

std::string to_hex(wire::bytes_view bytes);

// What the operations make of a request: they must be the recorded ones, byte for byte, and the
// header's bits those that follow from them.
void expect_operations(const recorded_request& recorded, const std::vector<operation>& operations);

}  // namespace spikelet::testing
