// Ctrl-C in the middle of a run on a shared server must not leave the records of the cases under
// way.
#pragma once

#include <csignal>

namespace spikelet::conformance {

// While it lives, SIGINT and SIGTERM only ask for the end, and say so on standard error; a second
// one ends the process at once. What was ignored before stays ignored. One at a time.
class interruption {
public:
    interruption();
    ~interruption();
    interruption(const interruption&) = delete;
    interruption& operator=(const interruption&) = delete;

    // Any thread.
    static bool is_asked_for();

private:
    struct sigaction before_int_;
    struct sigaction before_term_;
};

}  // namespace spikelet::conformance
