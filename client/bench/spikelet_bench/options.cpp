#include "spikelet_bench/options.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace spikelet::bench {
namespace {

constexpr std::uint32_t value_size_max = 1u << 20;
constexpr unsigned depth_max = 8;

template <class Int>
std::optional<Int> number(std::string_view text) {
    Int v{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), v);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return v;
}

[[noreturn]] void wrong_shape(std::string_view text) {
    throw std::invalid_argument("'" + std::string(text) +
                                "' is no value: I1 to I8, S<bytes>, B<bytes> up to 1048576, or a "
                                "list [I1,S10] is");
}

// The items between commas that are in no brackets.
std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] == '[') ++depth;
        if (i < text.size() && text[i] == ']') --depth;
        if (i == text.size() || (text[i] == ',' && depth == 0)) {
            parts.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    return parts;
}

value_shape parse_shape(std::string_view text, unsigned depth) {
    using kind = value_shape::kind;
    if (text.size() >= 3 && text.front() == '[' && text.back() == ']' && depth < depth_max) {
        value_shape list{.what = kind::list, .size = 0};
        for (const std::string_view item : split(text.substr(1, text.size() - 2)))
            list.items.push_back(parse_shape(item, depth + 1));
        return list;
    }
    if (text.size() < 2) wrong_shape(text);
    const auto size = number<std::uint32_t>(text.substr(1));
    if (!size || *size == 0 || *size > value_size_max) wrong_shape(text);
    switch (text.front()) {
        case 'I':
            if (*size > 8) wrong_shape(text);
            return {.what = kind::integer, .size = *size};
        case 'S':
            return {.what = kind::text, .size = *size};
        case 'B':
            return {.what = kind::blob, .size = *size};
        default:
            wrong_shape(text);
    }
}

}  // namespace

mode parse_mode(const std::string& text) {
    if (text == "sync") return mode::sync;
    if (text == "direct") return mode::direct;
    if (text == "async") return mode::async;
    if (text == "pipelined") return mode::pipelined;
    throw std::invalid_argument("'" + text + "' is no mode: sync, direct, async or pipelined is");
}

std::vector<host_address> parse_hosts(const std::string& text) {
    std::vector<host_address> hosts;
    for (const std::string_view part : split(text)) {
        const auto host = parse_host_address(part);
        if (!host || host->port == 0)
            throw std::invalid_argument("'" + std::string(part) + "' is no host:port");
        hosts.push_back(*host);
    }
    return hosts;
}

void parse_workload(const std::string& text, options& o) {
    if (text == "I") {
        o.inserts = true;
        return;
    }
    const auto percent =
        text.starts_with("RU,") ? number<std::uint32_t>(text.substr(3)) : std::nullopt;
    if (text != "RU" && (!percent || *percent > 100)) {
        throw std::invalid_argument("'" + text +
                                    "' is no workload: I (insert each key once) or RU,<percent of "
                                    "reads> is");
    }
    o.inserts = false;
    o.read_percent = percent.value_or(50);
}

std::vector<value_shape> parse_bins(const std::string& text) {
    std::vector<value_shape> bins;
    for (const std::string_view part : split(text))
        bins.push_back(parse_shape(part, 0));
    return bins;
}

void add_options(CLI::App& app, options& o) {
    const auto checked = [](const char* option, auto parse) {
        return [=](const std::string& text) {
            try {
                parse(text);
            } catch (const std::invalid_argument& e) {
                throw CLI::ValidationError(option, e.what());
            }
        };
    };
    // A range holds everything that is not less or greater, and "nan" is neither.
    const auto is_number = [](const std::string& text) {
        return std::isnan(std::strtod(text.c_str(), nullptr)) ? text + " is no number"
                                                              : std::string();
    };
    // One text: lists of texts would lose the brackets of addresses.
    app.add_option_function<std::string>(
        "--hosts", checked("--hosts", [&o](const std::string& t) { o.hosts = parse_hosts(t); }),
        "Seeds, host:port; several with commas; none: a mock cluster is started for the run");
    app.add_option_function<std::string>(
        "--mode", checked("--mode", [&o](const std::string& t) { o.mode = parse_mode(t); }),
        "sync, direct, async or pipelined (the default)");
    app.add_option_function<std::string>(
        "-w,--workload",
        checked("--workload", [&o](const std::string& t) { parse_workload(t, o); }),
        "I: insert each key once; RU,80: reads of 80 percent, else updates");
    app.add_option_function<std::string>(
        "-o,--object", checked("--object", [&o](const std::string& t) { o.bins = parse_bins(t); }),
        "Bins of a record: I1 … I8, S<bytes>, B<bytes>, [I1,S10]; several with commas");
    app.add_option("-k,--keys", o.keys, "Number of records")->check(CLI::Range(1ull, 1ull << 40));
    app.add_option("-t,--duration", o.seconds, "Seconds")
        ->check(is_number)
        ->check(CLI::Range(0.01, 86400.0));
    app.add_option("-c,--in-flight", o.in_flight, "Commands in flight; sync, direct: threads")
        ->check(CLI::Range(1u, 65536u));
    app.add_option("--rate", o.rate,
                   "Commands a second, at even distances (async, pipelined); latency counts from "
                   "the moment that a command was due")
        ->check(is_number)
        ->check(CLI::Range(1.0, 1e9));
    app.add_option("-n,--namespace", o.namespace_name, "Of the records; test");
    app.add_option("-s,--set", o.set, "Of the records; bench");
    app.add_option("--server-pid", o.server_pid, "The process whose CPU time is the server's")
        ->check(CLI::PositiveNumber);
    app.add_flag("--json", o.json, "One JSON object");
}

}  // namespace spikelet::bench
