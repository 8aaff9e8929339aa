// spikelet-bench: operations per second, latency and CPU time of the client's ways of calling.
//
//     spikelet-bench -w I -k 100000                 fill (a mock cluster, or --hosts db1:3000)
//     spikelet-bench -w RU,80 -t 10 --mode sync -c 16 --json
//
// Updates and reads run on records that were inserted before, unless --hosts is given. Exit status:
// 0, 1 when a command failed, 2 when there is no cluster or an option is wrong.
#include "spikelet_bench/load.hpp"
#include "spikelet_bench/options.hpp"
#include "spikelet_bench/server.hpp"

#include <spikelet/error.hpp>
#include <spikelet/mock/cluster.hpp>

#include <iostream>
#include <optional>
#include <string>
#include <unistd.h>

namespace {

using namespace spikelet::bench;

// Nothing of no process.
std::chrono::nanoseconds cpu_used(std::int64_t pid) {
    return pid == 0 ? std::chrono::nanoseconds(0)
                    : cpu_time(pid).value_or(std::chrono::nanoseconds(0));
}

figures measure(load& l, std::int64_t server_pid, std::string& first_error) {
    const auto client_before = cpu_used(getpid());
    const auto server_before = cpu_used(server_pid);
    const auto begin = clock::now();
    const outcome done = l.run();
    first_error = done.first_error;
    const std::chrono::duration<double> took = clock::now() - begin;
    const auto count = static_cast<double>(std::max<std::uint64_t>(done.times.count(), 1));
    const auto per_op = [&](std::int64_t pid, std::chrono::nanoseconds before) {
        return static_cast<double>((cpu_used(pid) - before).count()) / 1000 / count;
    };
    return {.ops_per_s = static_cast<double>(done.times.count()) / took.count(),
            .client_cpu_us_per_op = per_op(getpid(), client_before),
            .server_cpu_us_per_op = per_op(server_pid, server_before),
            .p50_us = done.times.quantile_us(0.5),
            .p99_us = done.times.quantile_us(0.99),
            .p999_us = done.times.quantile_us(0.999),
            .errors = done.errors};
}

std::unique_ptr<load> make_load(const options& o, spikelet::mock::cluster* here) {
    switch (o.mode) {
        case mode::sync:
            return make_blocking_load(o, nullptr);
        case mode::direct:
            return make_blocking_load(o, here->transport());
        case mode::async:
        case mode::pipelined:
            break;
    }
    return make_async_load(o);
}

int run(options o) {
    if (o.rate != 0 && (o.mode == mode::sync || o.mode == mode::direct)) {
        std::cerr << "spikelet-bench: --rate is for --mode async and pipelined\n";
        return 2;
    }
    if (o.server_pid != 0 && !cpu_time(o.server_pid)) {
        std::cerr << "spikelet-bench: --server-pid " << o.server_pid << ": no such process\n";
        return 2;
    }
    std::optional<server> elsewhere;
    std::optional<spikelet::mock::cluster> here;
    const bool fills = o.hosts.empty() && !o.inserts;
    if (o.mode == mode::direct) {
        if (!o.hosts.empty()) {
            std::cerr << "spikelet-bench: --mode direct has a cluster of its own, not --hosts\n";
            return 2;
        }
        here.emplace();
    } else if (o.hosts.empty()) {
        elsewhere.emplace();
        o.hosts.push_back(elsewhere->address());
        if (o.server_pid == 0) o.server_pid = elsewhere->pid();
    }
    if (fills) {
        options filling = o;
        filling.inserts = true;
        filling.rate = 0;
        make_load(filling, here ? &*here : nullptr)->run();
    }
    const auto l = make_load(o, here ? &*here : nullptr);
    std::string first_error;
    const figures f = measure(*l, o.server_pid, first_error);
    (o.json ? print_json : print_text)(std::cout, f);
    if (f.errors == 0) return 0;
    std::cerr << "spikelet-bench: the first of " << f.errors << " errors: " << first_error << '\n';
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    options o;
    CLI::App app("Puts load on an Aerospike cluster, and measures.");
    add_options(app, o);
    try {
        app.parse(argc, argv);
        return run(std::move(o));
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? 0 : 2;
    } catch (const std::exception& e) {
        std::cerr << "spikelet-bench: " << e.what() << '\n';
        return 2;
    }
}
