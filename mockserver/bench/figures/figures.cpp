// The figures that the README promises: start-up, memory, memory per record, time to a clean
// cluster.
//
//     spikelet-figures PATH-TO-spikelet-server
//
// Each is measured several times; minimum and median are printed beside the limit. Exit status 1
// when the median misses a limit.
#include <spikelet/client.hpp>
#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/message.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

namespace mock = spikelet::mock;
namespace wire = spikelet::wire;
using clock_type = std::chrono::steady_clock;

int missed = 0;

void report(const char* what, std::vector<double> values, double limit, const char* unit) {
    std::sort(values.begin(), values.end());
    const double median = values[values.size() / 2];
    const bool ok = median <= limit;
    if (!ok) ++missed;
    std::printf("%-52s min %9.3f  median %9.3f  limit %9.3f %-5s %s\n", what, values.front(),
                median, limit, unit, ok ? "reached" : "MISSED");
}

double ms_since(clock_type::time_point start) {
    return std::chrono::duration<double, std::milli>(clock_type::now() - start).count();
}

// Resident kilobytes of a process.
double resident_kb(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/status");
    std::string line;
    while (std::getline(in, line)) {
        if (line.rfind("VmRSS:", 0) == 0) return std::strtod(line.c_str() + 6, nullptr);
    }
    return 0;
}

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "spikelet-figures: %s\n", what.c_str());
    std::exit(2);
}

struct started_server {
    pid_t pid = 0;
    double answer_ms = 0;  // from exec to the first info answer
};

started_server start_server(const char* path) {
    int out[2];
    if (pipe(out) != 0) fail("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    const char* argv[] = {path, "--port", "0", nullptr};
    started_server s;
    const auto start = clock_type::now();
    if (posix_spawn(&s.pid, path, &actions, nullptr, const_cast<char**>(argv), environ) != 0) {
        fail(std::string("cannot start ") + path);
    }
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    std::string line;
    char c = 0;
    while (read(out[0], &c, 1) == 1 && c != '\n')
        line += c;
    close(out[0]);
    const auto colon = line.rfind(':');
    if (colon == std::string::npos) fail("no ready line");

    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(line.c_str() + colon + 1)));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
    wire::buffer request;
    wire::frame_writer frame(request, wire::frame_type::info);
    request.append(std::string_view("node\n"));
    frame.finish();
    if (send(fd, request.data(), request.size(), 0) < 0) fail("send");
    char answer[256];
    if (recv(fd, answer, sizeof answer, 0) <= 8) fail("no info answer");
    s.answer_ms = ms_since(start);
    close(fd);
    return s;
}

void stop_server(pid_t pid) {
    kill(pid, SIGTERM);
    int status = 0;
    waitpid(pid, &status, 0);
}

void measure_server(const char* path) {
    std::vector<double> start;
    std::vector<double> resident;
    for (int i = 0; i < 21; ++i) {
        const started_server s = start_server(path);
        start.push_back(s.answer_ms);
        resident.push_back(resident_kb(s.pid) / 1024);
        stop_server(s.pid);
    }
    report("server: exec to first info answer", start, 10, "ms");
    report("server: idle resident memory", resident, 15, "MB");
}

// A cluster of three nodes, and what is done with it first.
template <class First>
void measure_cluster(const std::string& what, First first) {
    std::vector<double> up;
    std::vector<double> up_and_down;
    for (int i = 0; i < 301; ++i) {
        const auto start = clock_type::now();
        {
            mock::cluster cluster({.nodes = 3});
            const auto kept = first(cluster);
            up.push_back(ms_since(start));
        }
        up_and_down.push_back(ms_since(start));
    }
    report((what + ": up").c_str(), up, 1, "ms");
    report((what + ": and down again").c_str(), up_and_down, 1, "ms");
}

void measure_clusters() {
    const spikelet::key k("test", "demo", "k");
    measure_cluster("3-node cluster in process, first put and get", [&](mock::cluster& cluster) {
        cluster.put(k, {{"a", 1}});
        auto record = cluster.get(k);
        if (!record) fail("record lost");
        return record;
    });
    measure_cluster("3-node cluster and a connected direct client", [&](mock::cluster& cluster) {
        spikelet::client db({}, cluster.transport());
        if (!db.connect() || db.get_nodes().size() != 3) fail("no connection in process");
        if (!db.put(k, {{"a", 1}})) fail("no write in process");
        return db;
    });
}

// Runs in a child of its own, so that no earlier memory is reused.
void measure_records(const char* what, wire::particle_type type, std::size_t value_size,
                     double limit) {
    constexpr std::uint64_t count = 1000000;
    int out[2];
    if (pipe(out) != 0) fail("pipe");
    const pid_t child = fork();
    if (child == 0) {
        mock::cluster cluster;
        auto connection = cluster.connect();
        const double before = resident_kb(getpid());
        std::vector<std::uint8_t> value(value_size, 'x');
        wire::buffer request;
        wire::buffer reply;
        for (std::uint64_t i = 0; i < count; ++i) {
            std::uint8_t key[8];
            wire::store_be(key, i);
            request.clear();
            reply.clear();
            wire::message_writer m(request);
            m.field(wire::field_type::namespace_name, wire::as_bytes("test"));
            m.field(wire::field_type::set_name, wire::as_bytes("demo"));
            m.field(wire::field_type::digest,
                    wire::compute_digest("demo", wire::particle_type::integer, key));
            m.operation(wire::operation_type::write, "a", type, value);
            m.finish({.info2 = wire::info2::write});
            connection.exchange(request.view(), reply);
        }
        if (cluster.count("test") != count) _exit(1);
        const double per_record = (resident_kb(getpid()) - before) * 1024 / count;
        if (write(out[1], &per_record, sizeof per_record) < 0) _exit(1);
        _exit(0);
    }
    double per_record = 0;
    if (read(out[0], &per_record, sizeof per_record) != sizeof per_record) fail("no figure");
    int status = 0;
    waitpid(child, &status, 0);
    close(out[0]);
    close(out[1]);
    report(what, {per_record}, limit, "bytes");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: spikelet-figures PATH-TO-spikelet-server\n");
        return 2;
    }
    measure_records("resident bytes a record, one integer bin, 1 million",
                    wire::particle_type::integer, 8, 128);
    measure_records("resident bytes a record, 100-byte string, 1 million",
                    wire::particle_type::string, 100, 240);
    measure_clusters();
    measure_server(argv[1]);
    return missed == 0 ? 0 : 1;
}
