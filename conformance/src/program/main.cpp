#include "program/options.hpp"

#include <iostream>
#include <unistd.h>

int main(int argc, char** argv) {
    return spikelet::conformance::run_program(argc, argv, std::cout, std::cerr,
                                              ::isatty(STDOUT_FILENO) == 1);
}
