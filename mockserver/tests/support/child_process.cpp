#include "support/child_process.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace spikelet::mock::testing {
namespace {

// Far beyond anything but a hanging program, on the slowest machine under the slowest sanitizer.
constexpr int patience_ms = 60000;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

struct pipe_ends {
    int read;
    int write;
};
pipe_ends make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe2");
    return {ends[0], ends[1]};
}

// Appends what is there; closes the pipe at its end.
void read_some(int& pipe, std::string& out) {
    char bytes[65536];
    const ssize_t n = ::read(pipe, bytes, sizeof bytes);
    if (n > 0) {
        out.append(bytes, static_cast<std::size_t>(n));
    } else if (n == 0 || errno != EINTR) {
        ::close(std::exchange(pipe, -1));
    }
}

}  // namespace

child_process::child_process(const std::vector<std::string>& command, const std::string& input) {
    const pipe_ends in = make_pipe();
    const pipe_ends out = make_pipe();
    const pipe_ends err = make_pipe();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.read, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.write, STDERR_FILENO);
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& a : command)
        arguments.push_back(const_cast<char*>(a.c_str()));
    arguments.push_back(nullptr);
    const int error =
        posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in.read);
    ::close(out.write);
    ::close(err.write);
    output_pipe_ = out.read;
    errors_pipe_ = err.read;
    // Shorter than a pipe holds, so that nobody waits here.
    if (!input.empty() && ::write(in.write, input.data(), input.size()) < 0) fail("write");
    ::close(in.write);
    if (error != 0) throw std::system_error(error, std::generic_category(), command[0]);
}

child_process::~child_process() {
    if (!ended_) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    if (output_pipe_ >= 0) ::close(output_pipe_);
    if (errors_pipe_ >= 0) ::close(errors_pipe_);
}

void child_process::signal(int number) const {
    if (::kill(pid_, number) != 0) fail("kill");
}

bool child_process::read_more() {
    pollfd pipes[] = {{output_pipe_, POLLIN, 0}, {errors_pipe_, POLLIN, 0}};
    if (output_pipe_ < 0 && errors_pipe_ < 0) return false;
    if (::poll(pipes, 2, patience_ms) <= 0) return false;
    if (pipes[0].revents != 0) read_some(output_pipe_, output_);
    if (pipes[1].revents != 0) read_some(errors_pipe_, errors_);
    return true;
}

std::string child_process::read_line() {
    for (;;) {
        const auto end = output_.find('\n', lines_read_);
        if (end != std::string::npos) {
            std::string line = output_.substr(lines_read_, end - lines_read_);
            lines_read_ = end + 1;
            return line;
        }
        if (output_pipe_ < 0 || !read_more()) {
            throw std::runtime_error("no line of output; on standard error: " + errors_);
        }
    }
}

void child_process::wait_for_error(const std::string& text) {
    while (errors_.find(text) == std::string::npos) {
        if (errors_pipe_ < 0 || !read_more()) {
            throw std::runtime_error("no '" + text + "' on standard error: " + errors_);
        }
    }
}

void child_process::wait_for_end_of_output() {
    while (output_pipe_ >= 0) {
        if (!read_more()) throw std::runtime_error("the output does not end");
    }
}

int child_process::wait() {
    while (read_more()) {
    }
    // Both pipes have ended, or the time is up; then the process is about to end, or never will.
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (handle < 0) fail("pidfd_open");
    pollfd end{handle, POLLIN, 0};
    const int ready = ::poll(&end, 1, output_pipe_ < 0 && errors_pipe_ < 0 ? patience_ms : 0);
    ::close(handle);
    if (ready <= 0) throw std::runtime_error("the process does not end");
    int status = 0;
    if (::waitpid(pid_, &status, 0) != pid_) fail("waitpid");
    ended_ = true;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

finished_process run_process(const std::vector<std::string>& command, const std::string& input) {
    child_process child(command, input);
    const int status = child.wait();
    return {status, child.output(), child.errors()};
}

}  // namespace spikelet::mock::testing
