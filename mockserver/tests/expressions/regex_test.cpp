#include "operations/expressions/regex.hpp"

#include <gtest/gtest.h>

#include <string>

namespace spikelet::mock::expressions {
namespace {

constexpr std::int64_t extended = 1;

TEST(regex, that_the_library_would_expand_without_end_is_refused) {
    for (const std::string pattern :
         {"((a{1,200}){1,200}){1,200}", "a{32767}b{32767}", "(a{1,1000}){1,1000}"}) {
        EXPECT_EQ(regex::compile(extended, wire::as_bytes(pattern)), nullptr) << pattern;
    }
    EXPECT_EQ(regex::compile(extended, wire::as_bytes(std::string(100'000, '('))), nullptr);
}

TEST(regex, with_modest_repetitions_is_fine) {
    const auto r = regex::compile(extended, wire::as_bytes("^(a{1,20}b){2}$"));
    ASSERT_NE(r, nullptr);
    EXPECT_TRUE(r->is_found_in(wire::as_bytes("aabab")));
    EXPECT_FALSE(r->is_found_in(wire::as_bytes("aab")));
}

TEST(regex, sees_a_text_up_to_its_first_zero_byte) {
    const auto r = regex::compile(extended, wire::as_bytes("b"));
    ASSERT_NE(r, nullptr);
    EXPECT_FALSE(r->is_found_in(wire::as_bytes(std::string("a\0b", 3))));
}

}  // namespace
}  // namespace spikelet::mock::expressions
