#include "options.hpp"

#include "version.hpp"

#include <spikelet/mock/config_json.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <charconv>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

namespace spikelet::server {
namespace {

std::string read_file(const std::string& path) {
    constexpr std::size_t size_max = 1u << 20;  // of any configuration: who names a disk, errs
    std::ifstream in(path, std::ios::binary);
    if (!in) throw usage_error("--config: cannot read '" + path + "'");
    in.exceptions(std::ios::badbit);
    std::string text(size_max + 1, '\0');
    try {
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
    } catch (const std::ios_base::failure& e) {  // a directory opens like a file
        throw usage_error("--config: cannot read '" + path + "': " + e.code().message());
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > size_max) {
        throw usage_error("--config: '" + path + "' is larger than a mebibyte");
    }
    return text;
}

// What CLI11 takes as a check: a complaint, or nothing.
std::string check_address(const std::string& text) {
    in6_addr ignored{};
    if (inet_pton(AF_INET, text.c_str(), &ignored) == 1) return {};
    if (inet_pton(AF_INET6, text.c_str(), &ignored) == 1) return {};
    return "'" + text + "' is not a numeric address, such as 127.0.0.1 or ::1";
}

// Clients parse it out of lists that part hosts with commas, and ports with colons.
std::string check_host(const std::string& text) {
    constexpr std::size_t host_size_max = 253;
    if (check_address(text).empty()) return {};
    const auto in_a_name = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
    };
    if (!text.empty() && text.size() <= host_size_max && std::ranges::all_of(text, in_a_name)) {
        return {};
    }
    return "'" + text + "' is neither a host name nor a numeric address (without a port)";
}

// CLI11 takes "-1", and whatever is too large, for the largest number there is.
std::string check_seed(const std::string& text) {
    std::uint64_t ignored = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, ignored);
    return error == std::errc() && stop == end
               ? ""
               : "'" + text + "' is not a whole number from 0 to 18446744073709551615";
}

// Options as they were given; what was not given leaves the configuration file's word.
struct given {
    std::string config_path;
    std::optional<std::string> listen;
    std::optional<std::uint16_t> port;
    std::optional<std::uint32_t> nodes;
    std::vector<std::string> namespaces;
    std::optional<std::string> personality;
    std::optional<std::string> cluster_name;
    std::optional<std::uint64_t> seed;
    std::string advertise;
    std::size_t threads = 1;
    std::uint64_t idle_ms = 0;
    std::size_t connections_max = 15000;
    bool trace = false;
    bool exit_with_parent = false;
};

void add_options(CLI::App& app, given& g) {
    app.add_option("--config", g.config_path, "JSON file with the cluster's configuration")
        ->type_name("FILE");
    app.add_option("--nodes", g.nodes, "Nodes of the cluster [1]")->check(CLI::Range(1u, 64u));
    app.add_option("--namespace", g.namespaces, "A namespace; give it once for each [test, bar]")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--personality", g.personality, "Which server to play [community]")
        ->check(CLI::IsMember({"community", "enterprise"}));
    app.add_option("--cluster-name", g.cluster_name, "Name that clients may ask for [none]");
    app.add_option("--seed", g.seed, "Seed of everything random in the cluster [0]")
        ->check(check_seed, {}, {});
    app.add_option("--listen", g.listen, "Numeric address to listen on [127.0.0.1]")
        ->type_name("ADDRESS")
        ->check(check_address, {}, {});
    app.add_option("--port", g.port,
                   "Port of the first node, the others take the following; 0: free ones [3000]")
        ->check(CLI::Range(0u, 65535u));
    app.add_option("--advertise", g.advertise,
                   "Host that clients are told to connect to [--listen]")
        ->type_name("HOST")
        ->check(check_host, {}, {});
    app.add_option("--threads", g.threads, "Event loops [1]")->check(CLI::Range(1u, 256u));
    app.add_option("--idle-timeout-ms", g.idle_ms,
                   "Close connections that are idle for so long; 0: never [0]")
        ->check(CLI::Range(0u, 86400000u));
    app.add_option("--max-connections", g.connections_max, "Connections per node [15000]")
        ->check(CLI::Range(1u, 1000000u));
    app.add_flag("--trace", g.trace, "Explain every request and reply on standard error");
    app.add_flag("--exit-with-parent", g.exit_with_parent, "End when the parent process ends");
}

mock::personality personality_named(const std::string& name) {
    return name == "enterprise" ? mock::personality::enterprise : mock::personality::community;
}

options combine(const given& g, std::uint16_t default_port) {
    options out;
    out.cluster.clock = mock::clock_mode::real;
    if (!g.config_path.empty()) {
        const mock::cluster_config defaults = out.cluster;
        try {
            out.cluster = mock::parse_config_json(read_file(g.config_path), defaults);
            mock::validate(out.cluster);
        } catch (const std::invalid_argument& e) {
            throw usage_error(g.config_path + ": " + e.what());
        }
    }
    if (g.nodes) out.cluster.nodes = *g.nodes;
    if (!g.namespaces.empty()) {
        out.cluster.namespaces.clear();
        for (const std::string& name : g.namespaces) {
            out.cluster.namespaces.push_back({.name = name});
        }
    }
    if (g.personality) out.cluster.personality = personality_named(*g.personality);
    if (g.cluster_name) out.cluster.cluster_name = *g.cluster_name;
    if (g.seed) out.cluster.seed = *g.seed;
    if (g.listen) out.listen.address = *g.listen;
    out.listen.port = g.port.value_or(default_port);
    out.listen.advertise = g.advertise;
    out.listen.threads = g.threads;
    out.listen.idle_limit = std::chrono::milliseconds(g.idle_ms);
    out.listen.connections_max = g.connections_max;
    out.trace = g.trace;
    out.exit_with_parent = g.exit_with_parent;
    try {
        mock::validate(out.cluster);
    } catch (const std::invalid_argument& e) {
        throw usage_error(e.what());
    }
    constexpr std::uint32_t port_count = 65536;
    if (out.listen.port != 0 && out.listen.port + out.cluster.nodes > port_count) {
        throw usage_error("--port: " + std::to_string(out.listen.port) + " leaves no room for " +
                          std::to_string(out.cluster.nodes) +
                          " nodes, which take consecutive ports; it is at most " +
                          std::to_string(port_count - out.cluster.nodes));
    }
    return out;
}

}  // namespace

options parse_command_line(int argc, char** argv) {
    CLI::App app{"spikelet-server: an Aerospike cluster for tests, in one small process"};
    app.set_version_flag("--version", std::string("spikelet-server ") + version);
    app.footer(
        "When every node accepts connections, one line is printed on standard output:\n"
        "  ready HOST:PORT[,HOST:PORT...]\n"
        "SIGTERM and SIGINT end the server with status 0; wrong options give status 2.");
    given g;
    add_options(app, g);

    CLI::App* run = app.add_subcommand(
        "run",
        "Run a command with a cluster of its own, on free ports unless told otherwise; its hosts "
        "are in SPIKELET_HOSTS and AEROSPIKE_HOSTS, its status becomes ours. Takes the options of "
        "the server, before or behind the word run");
    run->fallthrough();
    std::vector<std::string> command;
    run->add_option("COMMAND", command, "Command and arguments, after --")->required();

    std::string hex;
    CLI::App* decode = app.add_subcommand("decode", "Explain bytes of the wire protocol");
    decode->add_option("HEX", hex, "Frames in hexadecimal; - reads them from standard input")
        ->required();

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& e) {  // --help, --version
        app.exit(e);
        options out;
        out.action = action::quit;
        return out;
    } catch (const CLI::ParseError& e) {
        throw usage_error(std::string(e.what()) + "\nSee spikelet-server --help.");
    }
    if (run->parsed()) {
        options out = combine(g, 0);
        out.action = action::run;
        out.command = std::move(command);
        return out;
    }
    if (decode->parsed()) {
        options out;
        out.action = action::decode;
        out.hex = std::move(hex);
        return out;
    }
    return combine(g, 3000);
}

}  // namespace spikelet::server
