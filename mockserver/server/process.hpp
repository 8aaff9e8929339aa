// What the programs ask of the operating system's process interface.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace spikelet::server {

// Signals that are waited for instead of interrupting. Blocks them in this thread and every thread
// it starts later: make it before the first one.
class signal_set {
public:
    explicit signal_set(std::initializer_list<int> signals);
    signal_set(const signal_set&) = delete;
    signal_set& operator=(const signal_set&) = delete;
    ~signal_set();
    // The next one that arrives.
    int wait() const;

private:
    struct impl;
    impl* impl_;
};

// Lets the kernel send SIGTERM when the parent ends; sends it at once when it has ended already.
void exit_with_parent();

// Raises the limit of open files as far as the system allows: each connection is one.
void raise_open_file_limit();

// Runs a command found through PATH with additional environment variables, and waits for it.
// SIGTERM and SIGHUP are passed on to it. Answers its exit status, 128 plus the signal that killed
// it, or 127 when it cannot be started, with the reason on standard error.
int run_command(const std::vector<std::string>& command,
                const std::vector<std::pair<std::string, std::string>>& environment,
                const signal_set& signals);

}  // namespace spikelet::server
