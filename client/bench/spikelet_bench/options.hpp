// What spikelet-bench is asked to do.
#pragma once

#include <spikelet/host_address.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace spikelet::bench {

enum class mode : std::uint8_t {
    sync,       // blocking calls, a thread for each command in flight
    direct,     // the same on a cluster in this process
    async,      // one event loop, a connection for each command in flight
    pipelined,  // one event loop, commands share connections
};

// One bin's value: I1 … I8, S<size>, B<size>, or a list of such.
struct value_shape {
    enum class kind : std::uint8_t { integer, text, blob, list } what = kind::integer;
    std::uint32_t size = 1;               // bytes
    std::vector<value_shape> items = {};  // of a list
};

struct options {
    std::vector<host_address> hosts;  // none: a mock cluster in a process of its own
    bench::mode mode = bench::mode::pipelined;
    bool inserts = false;                  // -w I
    std::uint32_t read_percent = 80;       // -w RU,80
    std::vector<value_shape> bins = {{}};  // -o I1,S100
    std::uint64_t keys = 100000;           // -k
    double seconds = 10;                   // -t; of inserts: each key once
    std::uint32_t in_flight = 64;          // -c
    // Commands a second that are issued, whether or not earlier ones are answered, as long as
    // `in_flight` allows; 0: each as soon as another one is answered. async, pipelined.
    double rate = 0;
    std::string namespace_name = "test";
    std::string set = "bench";
    std::int64_t server_pid = 0;  // whose CPU time is told; 0: of the own cluster, if any
    bool json = false;
};

// The texts of --hosts, --mode, -w and -o; std::invalid_argument says what would be right.
std::vector<host_address> parse_hosts(const std::string& text);
mode parse_mode(const std::string& text);
void parse_workload(const std::string& text, options& o);
std::vector<value_shape> parse_bins(const std::string& text);

// Adds every option to `app`.
void add_options(CLI::App& app, options& o);

}  // namespace spikelet::bench
