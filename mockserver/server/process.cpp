#include "process.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace spikelet::server {

struct signal_set::impl {
    sigset_t waited;
    sigset_t before;
};

signal_set::signal_set(std::initializer_list<int> signals) : impl_(new impl) {
    sigemptyset(&impl_->waited);
    for (const int s : signals) {
        sigaddset(&impl_->waited, s);
    }
    pthread_sigmask(SIG_BLOCK, &impl_->waited, &impl_->before);
}

signal_set::~signal_set() {
    pthread_sigmask(SIG_SETMASK, &impl_->before, nullptr);
    delete impl_;
}

int signal_set::wait() const {
    for (;;) {
        int signal = 0;
        if (sigwait(&impl_->waited, &signal) == 0) return signal;
    }
}

void exit_with_parent() {
    const pid_t parent = getppid();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    // It may have ended before the kernel knew that we care.
    if (getppid() != parent) raise(SIGTERM);
}

void raise_open_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int run_command(const std::vector<std::string>& command,
                const std::vector<std::pair<std::string, std::string>>& environment,
                const signal_set& signals) {
    for (const auto& [name, value] : environment) {
        setenv(name.c_str(), value.c_str(), 1);
    }
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& a : command) {
        arguments.push_back(const_cast<char*>(a.c_str()));
    }
    arguments.push_back(nullptr);

    // The command starts with no signal blocked, as it would from a shell.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t child = 0;
    const int error =
        posix_spawnp(&child, arguments[0], nullptr, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        std::fprintf(stderr, "spikelet-server run: cannot start '%s': %s\n", arguments[0],
                     std::strerror(error));
        return 127;
    }
    for (;;) {
        const int signal = signals.wait();
        // A terminal sends SIGINT to both of us; the command decides what it means.
        if (signal == SIGTERM || signal == SIGHUP) kill(child, signal);
        if (signal != SIGCHLD) continue;
        int status = 0;
        if (waitpid(child, &status, WNOHANG) != child) continue;
        return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
}

}  // namespace spikelet::server
