#include "program/interruption.hpp"

#include <atomic>
#include <string_view>
#include <unistd.h>

namespace spikelet::conformance {
namespace {

// A signal handler reaches nothing but what is static.
std::atomic<bool> asked_for{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void ask(int) {
    constexpr std::string_view note =
        "\nending after the cases under way, which clean up; once more ends at once\n";
    asked_for = true;
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, note.data(), note.size());
}

void replace(int signal, struct sigaction& before) {
    struct sigaction once {};
    once.sa_handler = ask;
    once.sa_flags = SA_RESETHAND | SA_RESTART;
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &once, nullptr);
}

}  // namespace

interruption::interruption() {
    asked_for = false;
    replace(SIGINT, before_int_);
    replace(SIGTERM, before_term_);
}

interruption::~interruption() {
    ::sigaction(SIGINT, &before_int_, nullptr);
    ::sigaction(SIGTERM, &before_term_, nullptr);
}

bool interruption::is_asked_for() {
    return asked_for;
}

}  // namespace spikelet::conformance
