#include "record/record_command.hpp"

#include "record/proxy.hpp"
#include "record/recording.hpp"
#include "target/target.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace spikelet::conformance {

namespace {

host_address one_address(const std::string& text, const char* option) {
    const auto hosts = parse_hosts_option(text, option);
    if (hosts.size() != 1)
        throw std::invalid_argument(std::string(option) + " \"" + text + "\": it is one HOST:PORT");
    return hosts.front();
}

}  // namespace

void add_options(CLI::App& app, record_command& command) {
    app.add_option("--listen", command.listen, "Where clients connect to")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    app.add_option("--to", command.to, "The server")->required()->type_name("HOST:PORT");
    app.add_option("--out", command.out_file, "The recording, .jsonl or .jsonl.gz")
        ->required()
        ->type_name("FILE");
    app.add_option("--exchanges", command.exchanges_max, "End after so many; 0: on Ctrl-C")
        ->type_name("N")
        ->capture_default_str();
}

int run(const record_command& command, std::ostream& out) {
    recording written(command.out_file);
    recording_proxy* running = nullptr;
    recording_proxy proxy(
        one_address(command.listen, "--listen"), one_address(command.to, "--to"),
        [&](wire::bytes_view request, wire::bytes_view answer) {
            written.add(request, answer);
            if (command.exchanges_max != 0 && written.exchanges() >= command.exchanges_max)
                running->stop();
        });
    running = &proxy;
    out << "recording " << proxy.address() << " -> " << command.to << "; end with Ctrl-C"
        << std::endl;
    proxy.run(true);
    written.close();
    out << written.exchanges() << " exchanges in " << command.out_file;
    if (written.left_out() != 0)
        out << "; " << written.left_out() << " logins left out, they hold credentials";
    out << "\n";
    return 0;
}

}  // namespace spikelet::conformance
