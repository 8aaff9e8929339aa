#include "program/options.hpp"

#include <csignal>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace {

// 0: the output goes elsewhere.
std::size_t columns_of_terminal() {
    if (::isatty(STDOUT_FILENO) != 1) return 0;
    constexpr std::size_t usual = 80;
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
    return known ? size.ws_col : usual;
}

}  // namespace

int main(int argc, char** argv) {
    // When nobody reads the output any more, the cases still clean up.
    std::signal(SIGPIPE, SIG_IGN);
    return spikelet::conformance::run_program(argc, argv, std::cout, std::cerr,
                                              columns_of_terminal());
}
