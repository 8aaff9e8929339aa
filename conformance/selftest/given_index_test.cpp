// Secondary indexes that cases are given, on a server that follows a script: what the runner asks,
// and what it makes of the answers.
#include "altering_transport.hpp"
#include "load/case.hpp"
#include "run/suite.hpp"

#include <spikelet/wire/frame.hpp>

#include <map>

namespace spikelet::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Answers info commands about indexes as the script says, and announces that it can.
class scripted_indexes {
public:
    // By the beginning of the command: the answers, in order; the last one again and again.
    std::map<std::string, std::vector<std::string>> answers = {
        {"sindex-create:", {"ok"}},
        {"sindex-delete:", {"ok"}},
        {"sindex-stat:",
         {"entries=0;load_pct=0;load_time=0", "entries=0;load_pct=100;load_time=0"}},
        {"sindex-exists:", {"false"}},
    };
    std::vector<std::string> asked;

    std::unique_ptr<target> make_target() {
        return make_mock_target({.filter = [this](std::shared_ptr<direct_transport> to) {
            return altering_transport(
                std::move(to), {.of_reply = [this](const std::string& request, std::string& reply) {
                    answer(request, reply);
                }});
        }});
    }

private:
    void answer(const std::string& request, std::string& reply) {
        if (is_message(request)) return;
        std::string command = request.substr(wire::frame_header_size);
        if (!command.empty() && command.back() == '\n') command.pop_back();
        const auto features = reply.find("features\t");
        if (features != std::string::npos) {
            reply.insert(features + 9, "sindex-exists;");
            return set_size(reply);
        }
        for (auto& [beginning, texts] : answers) {
            if (!command.starts_with(beginning)) continue;
            asked.push_back(command);
            reply.resize(wire::frame_header_size);
            reply.append(command).append("\t").append(texts.front()).append("\n");
            set_size(reply);
            if (texts.size() > 1) texts.erase(texts.begin());
        }
    }
    static void set_size(std::string& reply) {
        wire::store_frame_header(
            reinterpret_cast<std::uint8_t*>(reply.data()),
            {.type = wire::frame_type::info, .body_size = reply.size() - wire::frame_header_size});
    }
};

std::vector<conformance_case> one_case() {
    return parse_case_file(R"({"description": "d", "reference": "chapter 15", "cases": [{
        "name": "n", "description": "d",
        "given": {"indexes": {"ages": {"bin": "age", "type": "numeric", "indextype": "list"}},
                  "records": [{"key": "k", "bins": {"age": [1]}}]},
        "do": [{"call": "get", "key": "k"}]}]})",
                           "area", "operation", "test.json");
}

TEST(given_index, is_made_waited_for_and_removed) {
    scripted_indexes script;
    const auto where = script.make_target();
    const suite_result result = run_suite(*where, one_case(), {}, {.set_prefix = "prefix"});
    ASSERT_EQ(result.cases[0].outcome, verdict::passed) << result.cases[0].skip_reason;
    const std::string name = "namespace=test;indexname=prefix_";
    EXPECT_THAT(
        script.asked,
        ElementsAre(StartsWith("sindex-delete:" + name), StartsWith("sindex-exists:" + name),
                    StartsWith("sindex-create:" + name), StartsWith("sindex-stat:" + name),
                    StartsWith("sindex-stat:" + name), StartsWith("sindex-delete:" + name),
                    StartsWith("sindex-exists:" + name)));
    EXPECT_THAT(script.asked[2], HasSubstr("_ages;set=prefix_"));
    EXPECT_THAT(script.asked[2], HasSubstr(";indextype=list;bin=age;type=numeric"));
}

TEST(given_index, that_the_server_refuses_fails_the_case_with_its_words) {
    scripted_indexes script;
    script.answers["sindex-create:"] = {"ERROR:4:bad 'type'"};
    const auto where = script.make_target();
    const suite_result result = run_suite(*where, one_case(), {}, {});
    ASSERT_EQ(result.cases[0].outcome, verdict::failed);
    EXPECT_EQ(result.cases[0].failures[0].where, "given.indexes.ages");
    EXPECT_THAT(result.cases[0].failures[0].got, HasSubstr("bad 'type'"));
}

TEST(given_index, that_the_server_does_not_offer_skips_the_case) {
    const auto where = make_mock_target({});
    const suite_result result = run_suite(*where, one_case(), {}, {});
    ASSERT_EQ(result.cases[0].outcome, verdict::skipped);
    EXPECT_THAT(result.cases[0].skip_reason, HasSubstr("needs secondary indexes"));
    EXPECT_THAT(result.cases[0].skip_reason, HasSubstr("sindex-exists"));
}

}  // namespace
}  // namespace spikelet::conformance
