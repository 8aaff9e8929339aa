// What the official client sends for a call equals what the documented dictionary of the same call
// becomes, byte for byte (fixtures/wire).
#include "../wire/hex.hpp"
#include "official_dictionary.hpp"
#include "packed_operation.hpp"
#include "recorded_requests.hpp"

#include <spikelet/json.hpp>
#include <spikelet/list.hpp>
#include <spikelet/wire/message.hpp>

#include <map>
#include <string>

namespace spikelet {
namespace {

using nlohmann::json;

// The documented forms of the older ranges always have a count; that client may leave it out.
operation to_the_end(const json& dictionary) {
    using range = operation (*)(std::string, std::int64_t, list::optional_count);
    const std::map<std::string, range> ranges = {{"OP_LIST_GET_RANGE", list::get_range},
                                                 {"OP_LIST_POP_RANGE", list::pop_range},
                                                 {"OP_LIST_REMOVE_RANGE", list::remove_range}};
    operation made =
        ranges.at(dictionary["op"])(dictionary["bin"], dictionary["index"], std::nullopt);
    if (!dictionary.contains("ctx")) return made;
    return std::move(made).within(context_from_json(dictionary["ctx"]));
}

operation operation_of(const json& recorded) {
    const json dictionary = official_dictionary(recorded);
    const std::string op = dictionary["op"];
    const bool is_older_range = op.ends_with("_RANGE") && op.starts_with("OP_LIST_") &&
                                op.find("_BY_") == std::string::npos;
    if (is_older_range && !dictionary.contains("val")) return to_the_end(dictionary);
    return operation_from_json(dictionary);
}

// That client's lscan of bits sends the code of rscan.
bool is_mistaken(const json& recorded) {
    return recorded["fn"] == "bitwise.lscan";
}

struct family {
    const char* name;
    std::size_t operations;  // that are compared
};
void PrintTo(const family& f, std::ostream* out) {
    *out << f.name;
}

class official_client : public ::testing::TestWithParam<family> {};

TEST_P(official_client, sends_what_builders_make) {
    std::size_t compared = 0;
    for (const json& line : testing::recorded_lines(GetParam().name)) {
        SCOPED_TRACE(line["id"].get<std::string>() + " " + line["options"].dump());
        if (!line["options"].contains("ops")) continue;
        const auto request = wire::from_hex(line["req"].get<std::string>());
        wire::message_view message;
        ASSERT_EQ(wire::parse_message(wire::bytes_view(request).subspan(8), message),
                  wire::message_errc::ok);
        const json& operations = line["options"]["ops"];
        ASSERT_EQ(message.header.operation_count, operations.size());
        std::size_t i = 0;
        bool answers = false;
        for (const wire::operation_view sent : message.operations()) {
            const json& recorded = operations[i++];
            if (official_dictionary(recorded).is_null()) continue;
            const operation made = operation_of(recorded);
            answers |= made.collection_call()->always_answers;
            EXPECT_EQ(made.type(), sent.type);
            EXPECT_EQ(made.bin(), sent.bin);
            if (is_mistaken(recorded)) continue;
            EXPECT_EQ(packed_call(made), testing::to_hex(sent.value));
            ++compared;
        }
        EXPECT_EQ(answers, (message.header.info2 & wire::info2::respond_all_ops) != 0);
    }
    EXPECT_EQ(compared, GetParam().operations);
}

INSTANTIATE_TEST_SUITE_P(families, official_client,
                         ::testing::Values(family{"list", 811}, family{"map", 1258},
                                           family{"bit", 188}, family{"hll", 121}));

}  // namespace
}  // namespace spikelet
