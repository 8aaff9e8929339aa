// spikelet-server: a mock cluster for clients of any language.
#include "options.hpp"
#include "process.hpp"

#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/explain.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <iterator>
#include <mutex>
#include <string>

namespace spikelet::server {
namespace {

// Prints whole exchanges: several connections trace at the same time.
auto make_tracer() {
    return
        [mutex = std::make_shared<std::mutex>()](std::string_view node, std::string_view peer,
                                                 wire::bytes_view request, wire::bytes_view reply) {
            const std::string text = "-- " + std::string(peer) + " to node " + std::string(node) +
                                     "\n" + wire::explain_frames(request) +
                                     (reply.empty() ? "-- no reply\n" : "-- reply\n") +
                                     wire::explain_frames(reply);
            const std::lock_guard lock(*mutex);
            std::fwrite(text.data(), 1, text.size(), stderr);
        };
}

// What Lua functions log at the levels that a server shows unless told otherwise.
void print_log(const mock::log_line& line) {
    if (line.level > mock::log_level::info) return;
    std::string text = line.level == mock::log_level::info ? "INFO" : "WARNING";
    text.append(" (udf): (").append(line.file).append(":");
    text.append(std::to_string(line.line)).append(") ").append(line.text).append("\n");
    std::fwrite(text.data(), 1, text.size(), stderr);  // in one go: others may write too
}

int serve(options& o) {
    const signal_set signals{SIGTERM, SIGINT};
    if (o.exit_with_parent) exit_with_parent();
    raise_open_file_limit();
    if (o.trace) o.listen.observer = make_tracer();
    mock::cluster cluster(o.cluster);
    cluster.on_log(print_log);
    cluster.listen(o.listen);
    std::printf("ready %s\n", cluster.hosts().c_str());
    std::fflush(stdout);
    signals.wait();
    return status_ok;
}

int run(options& o) {
    const signal_set signals{SIGTERM, SIGINT, SIGHUP, SIGCHLD};
    if (o.exit_with_parent) exit_with_parent();
    raise_open_file_limit();
    if (o.trace) o.listen.observer = make_tracer();
    mock::cluster cluster(o.cluster);
    cluster.on_log(print_log);
    cluster.listen(o.listen);
    const std::string hosts = cluster.hosts();
    return run_command(o.command, {{"SPIKELET_HOSTS", hosts}, {"AEROSPIKE_HOSTS", hosts}}, signals);
}

// Blanks, colons and line ends between the digits are welcome: dumps come in many forms.
std::string parse_hex(std::string_view text) {
    std::string bytes;
    int high = -1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ':') continue;
        int digit = -1;
        if (c >= '0' && c <= '9') digit = c - '0';
        if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
        if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
        if (digit < 0) {
            throw usage_error("decode: '" + std::string(1, c) + "' at position " +
                              std::to_string(i) + " is no hexadecimal digit");
        }
        if (high < 0) {
            high = digit;
        } else {
            bytes.push_back(static_cast<char>(high * 16 + digit));
            high = -1;
        }
    }
    if (high >= 0) throw usage_error("decode: the last byte has only one hexadecimal digit");
    return bytes;
}

int decode(const options& o) {
    const std::string text =
        o.hex == "-" ? std::string{std::istreambuf_iterator<char>(std::cin), {}} : o.hex;
    const std::string bytes = parse_hex(text);
    const std::string explained = wire::explain_frames(wire::as_bytes(bytes));
    std::fwrite(explained.data(), 1, explained.size(), stdout);
    return status_ok;
}

int main_action(int argc, char** argv) {
    options o = parse_command_line(argc, argv);
    switch (o.action) {
        case action::serve:
            return serve(o);
        case action::run:
            return run(o);
        case action::decode:
            return decode(o);
        case action::quit:
            return status_ok;
    }
    return status_failed;
}

}  // namespace
}  // namespace spikelet::server

int main(int argc, char** argv) {
    try {
        return spikelet::server::main_action(argc, argv);
    } catch (const spikelet::server::usage_error& e) {
        std::fprintf(stderr, "spikelet-server: %s\n", e.what());
        return spikelet::server::status_usage;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "spikelet-server: %s\n", e.what());
        return spikelet::server::status_failed;
    }
}
