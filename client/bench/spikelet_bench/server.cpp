#include "spikelet_bench/server.hpp"

#include <spikelet/mock/cluster.hpp>

#include <array>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace spikelet::bench {
namespace {

[[noreturn]] void serve(int life, int answer) {
    try {
        mock::cluster cluster;
        const std::string address = cluster.addresses().front() + "\n";
        if (write(answer, address.data(), address.size()) >= 0) {
            char c = 0;
            while (read(life, &c, 1) > 0) {
            }
        }
    } catch (const std::exception&) {
        // The other process sees the end of the pipe.
    }
    _exit(0);
}

}  // namespace

server::server() {
    std::array<int, 2> life{};
    std::array<int, 2> answer{};
    if (pipe(life.data()) != 0 || pipe(answer.data()) != 0) {
        throw std::runtime_error("no pipe to a server process");
    }
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("no process for the server");
    if (child == 0) {
        close(life[1]);
        close(answer[0]);
        serve(life[0], answer[1]);
    }
    close(life[0]);
    close(answer[1]);
    pid_ = child;
    life_ = life[1];
    std::string text;
    char c = 0;
    while (read(answer[0], &c, 1) == 1 && c != '\n')
        text += c;
    close(answer[0]);
    const auto address = parse_host_address(text);
    if (!address) throw std::runtime_error("the server process did not start");
    address_ = *address;
}

server::~server() {
    close(life_);
    waitpid(static_cast<pid_t>(pid_), nullptr, 0);
}

}  // namespace spikelet::bench
