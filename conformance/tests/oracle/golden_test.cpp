// The recordings of a real server (fixtures/golden) against the mock cluster, in this process and
// over TCP. What is known to differ is listed in known.json; an entry that nothing needs any more
// is an error, so that the list only shrinks.
#include <spikelet/conformance/replay.hpp>
#include <spikelet/mock/cluster.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace spikelet::conformance {
namespace {

std::filesystem::path golden_folder() {
    return std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures" / "golden";
}

// "scalar" of "scalar.jsonl.gz".
std::vector<std::string> categories() {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(golden_folder())) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".jsonl.gz")) all.push_back(name.substr(0, name.find('.')));
    }
    std::ranges::sort(all);
    return all;
}

// The recorded server: one node, namespaces test and bar.
mock::cluster_config recorded_server() {
    mock::cluster_config config;
    config.clock = mock::clock_mode::real;
    return config;
}

class in_process : public ::testing::TestWithParam<std::string> {};
class over_tcp : public ::testing::TestWithParam<std::string> {};

void expect_recorded_answers(const std::string& category, const transport& exchange) {
    replay_options options;
    options.known = known_differences::load(golden_folder() / "known.json");
    options.pause = [](std::chrono::milliseconds) {};  // metadata spreads at once here
    const replay_result result =
        replay({golden_folder() / (category + ".jsonl.gz")}, exchange, options);
    EXPECT_TRUE(result.all_passed()) << report_text(result);
    for (const std::string& entry : options.known.unneeded(result)) {
        ADD_FAILURE() << "known.json: no case fails any more for the entry \"" << entry
                      << "\"; take it out";
    }
    std::cout << report_summary(result);
}

TEST_P(in_process, answers_as_recorded) {
    mock::cluster cluster(recorded_server());
    expect_recorded_answers(GetParam(), in_process_transport([&] { return cluster.connect(); }));
}

TEST_P(over_tcp, answers_as_recorded) {
    mock::cluster cluster(recorded_server());
    cluster.listen({.threads = 2});
    const host_address server = parse_host_address(cluster.addresses().front()).value();
    // Generous: a loaded machine is no wrong answer.
    expect_recorded_answers(GetParam(),
                            tcp_transport(server.host, server.port, std::chrono::seconds(60)));
}

const auto name_of = [](const auto& info) { return info.param; };
INSTANTIATE_TEST_SUITE_P(golden, in_process, ::testing::ValuesIn(categories()), name_of);
INSTANTIATE_TEST_SUITE_P(golden, over_tcp, ::testing::ValuesIn(categories()), name_of);

}  // namespace
}  // namespace spikelet::conformance
