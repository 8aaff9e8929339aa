#include "program/interruption.hpp"

#include <gtest/gtest.h>

namespace spikelet::conformance {
namespace {

TEST(interruption, takes_the_first_signal_as_a_request) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const interruption held;
        EXPECT_FALSE(interruption::is_asked_for());
        std::raise(signal);
        EXPECT_TRUE(interruption::is_asked_for());
        struct sigaction now {};
        sigaction(signal, nullptr, &now);
        EXPECT_EQ(now.sa_handler, SIG_DFL) << "a second one would not end the process";
    }
}

TEST(interruption, leaves_ignored_signals_ignored) {
    const auto before = std::signal(SIGINT, SIG_IGN);
    {
        const interruption held;
        std::raise(SIGINT);
        EXPECT_FALSE(interruption::is_asked_for());
    }
    EXPECT_EQ(std::signal(SIGINT, before), SIG_IGN);
}

TEST(interruption, puts_back_what_was_there) {
    const auto mine = [](int) {};
    const auto before = std::signal(SIGTERM, mine);
    { const interruption held; }
    EXPECT_EQ(std::signal(SIGTERM, before), +mine);
}

}  // namespace
}  // namespace spikelet::conformance
