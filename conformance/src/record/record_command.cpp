#include "record/record_command.hpp"

#include "record/proxy.hpp"
#include "record/recording.hpp"
#include "target/hosts_option.hpp"

#include <spikelet/conformance/replay.hpp>
#include <spikelet/wire/frame.hpp>

#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace spikelet::conformance {
namespace {

// "peers-clear-std\t2,3000,[[A2,,[10.0.0.8]]]": generation, default port, peers.
bool has_peers(const host_address& server) {
    constexpr std::chrono::seconds timeout{5};
    wire::buffer request;
    wire::frame_writer writer(request, wire::frame_type::info);
    request.append("peers-clear-std\n");
    writer.finish();
    wire::buffer answer;
    const auto ask = tcp_transport(server.host, server.port, timeout);
    return ask(request.view(), answer_kind::info, answer) == exchange_status::answered &&
           wire::as_text(answer.view()).find("[[") != std::string_view::npos;
}

void check_out_file(const std::filesystem::path& file) {
    const std::string name = file.string();
    if (!name.ends_with(".jsonl") && !name.ends_with(".jsonl.gz")) {
        throw std::invalid_argument("--out " + name + " must end in .jsonl or .jsonl.gz");
    }
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored) &&
        std::filesystem::file_size(file, ignored) != 0) {
        throw std::invalid_argument("--out " + name +
                                    " holds a recording already; name another file, or remove it");
    }
}

}  // namespace

void add_options(CLI::App& app, record_command& command) {
    app.add_option("--listen", command.listen, "Where clients connect to; port 0: a free one")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    app.add_option("--to", command.to, "The server")->required()->type_name("HOST:PORT");
    app.add_option("--out", command.out_file, "The recording, .jsonl or .jsonl.gz; a new file")
        ->required()
        ->type_name("FILE");
    app.add_option("--exchanges", command.exchanges_max, "End after so many; 0: on Ctrl-C")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N")
        ->capture_default_str();
}

int run(const record_command& command, std::ostream& out) {
    const host_address listen = parse_host_option(command.listen, "--listen", 0);
    const host_address to = parse_host_option(command.to, "--to");
    if (listen == to)
        throw std::invalid_argument("--listen and --to are the same address, " + command.to);
    check_out_file(command.out_file);
    std::optional<recording> written;
    recording_proxy* running = nullptr;
    recording_proxy proxy(listen, to, [&](wire::bytes_view request, wire::bytes_view answer) {
        written->add(request, answer);
        if (command.exchanges_max != 0 && written->exchanges() >= command.exchanges_max)
            running->stop();
    });
    running = &proxy;
    // Last, so that a mistake in the addresses leaves no file behind.
    written.emplace(command.out_file);
    if (has_peers(to)) {
        out << "warning: " << command.to
            << " is one of several nodes; through the recorder, clients reach its own partitions "
               "only\n";
    }
    out << "recording " << proxy.address() << " -> " << command.to << "; end with Ctrl-C"
        << std::endl;
    proxy.run(true);
    written->close();
    out << written->exchanges() << " exchanges in " << command.out_file;
    if (written->left_out() != 0)
        out << "; " << written->left_out() << " logins left out, they hold credentials";
    out << "\n";
    return 0;
}

}  // namespace spikelet::conformance
