// Calls on one record send what an official client sends for the same call (fixtures/wire).
#include "official_calls.hpp"

namespace spikelet::testing {
namespace {

using nlohmann::json;

// Why a recorded call is not compared; null: it is. fixtures/wire/README.md has the same list.
const char* deliberate_difference(const json& line) {
    const json& options = line["options"];
    const std::string id = line["id"];
    if (line.contains("suspect")) return "a mistake of that client";
    if (id.starts_with("kv/put-empty-bins/") || id.starts_with("kv/select-empty/")) {
        return "refused before anything is sent";
    }
    if (id.starts_with("kv/put-bins-array/")) return "an array taken for an object";
    const json policy = options.value("policy", json::object());
    if (policy.is_object() && policy.contains("onLockingOnly")) return "transactions";
    if (options["api"] == "apply" && policy.is_object() && policy.value("ttl", 0) == -3) {
        return "the ttl that means the client's default is replaced by it";
    }
    for (const json& op : options.value("ops", json::array())) {
        if (op["fn"].get<std::string>().starts_with("exp.")) return "expressions";
    }
    return nullptr;
}

struct family {
    const char* name;
    std::size_t compared;
};
void PrintTo(const family& f, std::ostream* out) {
    *out << f.name;
}

class official_records : public official_calls, public ::testing::WithParamInterface<family> {};

TEST_P(official_records, are_called_with_the_same_bytes) {
    std::size_t compared = 0;
    for (const json& line : recorded_lines(GetParam().name)) {
        if (!line["options"].contains("key") || deliberate_difference(line) != nullptr) continue;
        expect_same(line);
        if (HasFatalFailure()) return;
        ++compared;
    }
    EXPECT_EQ(compared, GetParam().compared);
}

INSTANTIATE_TEST_SUITE_P(families, official_records,
                         ::testing::Values(family{"kv", 197}, family{"policy", 370},
                                           family{"udf", 52}));

}  // namespace
}  // namespace spikelet::testing
