// `spikelet-server decode`: bytes of the wire protocol, explained.
#include "support/child_process.hpp"
#include "support/requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace spikelet::mock {
namespace {

using ::testing::AllOf;
using testing::finished_process;
using ::testing::HasSubstr;
using testing::request;
using testing::run_process;

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(c));
        out += digits;
    }
    return out;
}

const std::string asked = hex(request(key("test", "demo", "k")).write("visits", 42).bytes());

TEST(decode, request_is_explained) {
    const finished_process ended = run_process({SPIKELET_SERVER, "decode", asked});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_THAT(ended.output,
                AllOf(HasSubstr("test"), HasSubstr("demo"), HasSubstr("visits"), HasSubstr("42")));
}

TEST(decode, bytes_may_come_on_standard_input_and_in_any_layout) {
    const std::string once = run_process({SPIKELET_SERVER, "decode", asked}).output;
    EXPECT_EQ(run_process({SPIKELET_SERVER, "decode", "-"}, asked + "\n").output, once);
    std::string spread;
    for (std::size_t i = 0; i < asked.size(); i += 2)
        spread += asked.substr(i, 2) + (i % 32 == 30 ? "\n" : i % 4 == 2 ? ":" : " ");
    EXPECT_EQ(run_process({SPIKELET_SERVER, "decode", "-"}, spread).output, once);
}

TEST(decode, what_is_no_frame_is_explained_too) {
    const finished_process ended = run_process({SPIKELET_SERVER, "decode",
                                                "0203000000000010"
                                                "16"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_NE(ended.output, "");
}

}  // namespace
}  // namespace spikelet::mock
