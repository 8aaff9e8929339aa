// spikelet-bench's command line, and its histogram.
#include "spikelet_bench/options.hpp"

#include "spikelet_bench/measurement.hpp"
#include "spikelet_bench/workload.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace spikelet::bench {
namespace {

using namespace std::chrono_literals;

options parsed(std::vector<std::string> arguments) {
    options o;
    CLI::App app;
    add_options(app, o);
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
    return o;
}

TEST(bench_options, workload_of_inserts_or_of_a_share_of_reads) {
    EXPECT_TRUE(parsed({"-w", "I"}).inserts);
    const options o = parsed({"-w", "RU,95"});
    EXPECT_FALSE(o.inserts);
    EXPECT_EQ(o.read_percent, 95u);
    EXPECT_EQ(parsed({"-w", "RU"}).read_percent, 50u);
}

TEST(bench_options, bins_are_integers_texts_blobs_and_lists_of_them) {
    const options o = parsed({"-o", "I8,S100,B3,[I1,[S2]]"});
    const bins b = make_record(o);
    ASSERT_EQ(b.size(), 4u);
    EXPECT_EQ(b.at("b1"), INT64_MAX);
    EXPECT_EQ(b.at("b2"), std::string(100, 's'));
    EXPECT_EQ(b.at("b4"), (value::list{127, value::list{"ss"}}));
}

TEST(bench_options, modes_keys_duration_concurrency_and_hosts) {
    const options o = parsed(
        {"--mode", "async", "-k", "7", "-t", "2.5", "-c", "9", "--hosts", "a:1,b", "--json"});
    EXPECT_EQ(o.mode, mode::async);
    EXPECT_EQ(o.keys, 7u);
    EXPECT_EQ(o.seconds, 2.5);
    EXPECT_EQ(o.in_flight, 9u);
    ASSERT_EQ(o.hosts.size(), 2u);
    EXPECT_EQ(o.hosts[0].port, 1);
    EXPECT_EQ(o.hosts[1].port, 3000);
    const options v6 = parsed({"--hosts", "[::1]:3100,[fe80::2]"});
    ASSERT_EQ(v6.hosts.size(), 2u);
    EXPECT_EQ(v6.hosts[0], (host_address{.host = "::1", .port = 3100}));
    EXPECT_EQ(v6.hosts[1], (host_address{.host = "fe80::2", .port = 3000}));
    EXPECT_TRUE(o.json);
}

TEST(bench_options, wrong_texts_are_refused) {
    for (const char* text : {"", "R", "RU,101", "RU,", "I,2"})
        EXPECT_THROW(parsed({"-w", text}), CLI::ParseError) << text;
    for (const char* text : {"I", "I9", "S0", "X1", "[I1", "I1,", "S1048577"})
        EXPECT_THROW(parsed({"-o", text}), CLI::ParseError) << text;
    EXPECT_THROW(parsed({"--mode", "fast"}), CLI::ParseError);
    for (const char* text : {"a:x", "a:0", "a:70000", ":1", "[]:1", "[::1]3000"})
        EXPECT_THROW(parsed({"--hosts", text}), CLI::ParseError) << text;
    EXPECT_THROW(parsed({"--server-pid", "-1"}), CLI::ParseError);
    EXPECT_THROW(parsed({"-c", "0"}), CLI::ParseError);
    for (const char* text : {"0", "86401", "nan", "-nan", "inf", "x"}) {
        EXPECT_THROW(parsed({"-t", text}), CLI::ParseError) << text;
        EXPECT_THROW(parsed({"--rate", text == std::string_view("86401") ? "1e10" : text}),
                     CLI::ParseError)
            << text;
    }
}

TEST(bench_outcome, first_error_is_told) {
    outcome a, b, all;
    b.add_error({result_code::invalid_namespace, {.message = "no namespace 'x'"}});
    b.add_error({client_errc::timeout, {}});
    all.add(a);
    all.add(b);
    EXPECT_EQ(all.errors, 2u);
    EXPECT_NE(all.first_error.find("no namespace 'x'"), std::string::npos) << all.first_error;
}

TEST(bench_cpu_time, process_that_is_not_there_has_none) {
    EXPECT_TRUE(cpu_time(getpid()));
    EXPECT_FALSE(cpu_time(INT32_MAX));
}

TEST(bench_histogram, quantiles_are_exact_to_three_percent) {
    histogram h;
    for (int i = 1; i <= 1000; ++i)
        h.add(i * 1us);
    EXPECT_EQ(h.count(), 1000u);
    EXPECT_NEAR(h.quantile_us(0.5), 500, 15);
    EXPECT_NEAR(h.quantile_us(0.99), 990, 30);
    EXPECT_NEAR(h.quantile_us(1), 1000, 30);
}

TEST(bench_workload, share_of_reads_is_as_asked) {
    options o;
    o.read_percent = 80;
    workload w(o, 1);
    int reads = 0;
    for (int i = 0; i < 10000; ++i)
        reads += w.next().is_read ? 1 : 0;
    EXPECT_NEAR(reads, 8000, 200);
}

}  // namespace
}  // namespace spikelet::bench
