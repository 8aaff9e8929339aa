// A program under test: its output, its signals and its end, each waited for with a limit.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace spikelet::mock::testing {

// Whatever does not happen in time is a std::runtime_error: in a test, a failure. A process that
// still runs in the end is killed.
class child_process {
public:
    // The program (a path, or a name that PATH leads to) and its arguments. Its standard input is
    // `input`, then the end of it.
    explicit child_process(const std::vector<std::string>& command, const std::string& input = {});
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;
    ~child_process();

    pid_t pid() const { return pid_; }
    void signal(int number) const;

    // The next line of its standard output, without the line end.
    std::string read_line();
    // Waits until its standard error holds the text.
    void wait_for_error(const std::string& text);
    // Waits until nobody has its standard output open any more, children of its own included.
    void wait_for_end_of_output();
    // Waits for its end. Its exit status, or 128 and the signal that ended it.
    int wait();

    // What it has written: everything, after wait() or wait_for_end_of_output().
    const std::string& output() const { return output_; }
    const std::string& errors() const { return errors_; }

private:
    // Takes what comes on either pipe; false when the time is up or both have ended.
    bool read_more();

    pid_t pid_ = -1;
    int output_pipe_ = -1;
    int errors_pipe_ = -1;
    std::string output_;
    std::string errors_;
    std::size_t lines_read_ = 0;  // bytes of output_ that read_line() has given
    bool ended_ = false;
};

// One process from beginning to end.
struct finished_process {
    int status;
    std::string output;
    std::string errors;
};
finished_process run_process(const std::vector<std::string>& command,
                             const std::string& input = {});

}  // namespace spikelet::mock::testing
