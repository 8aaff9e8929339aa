// A mock cluster of one node in a process of its own, so that its CPU time is its own.
#pragma once

#include <spikelet/host_address.hpp>

#include <cstdint>

namespace spikelet::bench {

class server {
public:
    // Before this process has threads. std::runtime_error when it does not start.
    server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;
    ~server();
    std::int64_t pid() const { return pid_; }
    const host_address& address() const { return address_; }

private:
    std::int64_t pid_ = 0;
    int life_ = -1;  // the cluster ends when this end of the pipe is closed
    host_address address_;
};

}  // namespace spikelet::bench
