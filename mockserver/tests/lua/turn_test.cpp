// What a function may do while others wait: where that is not enough the call is given up, and
// nothing else is known about it.
#include "lua/registry.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

namespace spikelet::mock::lua {
namespace {

class turn_test : public ::testing::Test {
protected:
    // Whether a function with this body came to its end. `top` is the module's top level.
    bool ends(std::string_view body, effort allowed = effort::turn, std::string_view top = "") {
        module_error error;
        const std::string text =
            std::string(top).append("\nfunction f(rec) ").append(body).append("\nend");
        EXPECT_TRUE(functions_.put("m.lua", text, "", error)) << error.message;
        const registry::lease state = functions_.take("m", allowed);
        if (!state) {
            EXPECT_TRUE(state.turn_is_over());
            return false;
        }
        record_target nothing({});
        call run{.record = nothing, .cache = {}, .log = {}};
        const call_result result =
            state->run({.function = "f", .arguments = {}, .allowed = allowed}, run);
        EXPECT_NE(result.success, result.turn_is_over) << result.failure;
        return result.success;
    }

    const clock time_{clock_mode::manual};
    const udf_limits limits_{.machine_time_max = std::chrono::hours(1)};
    const clock machine_time_{clock_mode::real};
    registry functions_{limits_, time_, machine_time_, 0};
};

// Too short for the machine's time to be looked at.
TEST_F(turn_test, short_function_ends_in_its_turn) {
    EXPECT_TRUE(ends("local t = {} for i = 1, 20 do t[i] = i end return #t"));
    EXPECT_TRUE(ends("return #string.rep('x', 30000)"));
}

TEST_F(turn_test, long_function_does_not) {
    EXPECT_FALSE(ends("for i = 1, 1000000 do end"));
    EXPECT_TRUE(ends("for i = 1, 1000000 do end", effort::whole));
}

TEST_F(turn_test, much_memory_takes_more) {
    EXPECT_FALSE(ends("local t = {} for i = 1, 100000 do t[i] = i end return #t"));
}

// A single instruction on them may take milliseconds.
TEST_F(turn_test, long_string_takes_more) {
    EXPECT_FALSE(ends("return #string.rep('x', 40000)"));
    EXPECT_FALSE(ends("local s = string.rep('x', 20000) return #(s .. s)"));
    EXPECT_TRUE(ends("return #string.rep('x', 40000)", effort::whole));
}

TEST_F(turn_test, long_string_in_pcall_takes_more) {
    EXPECT_FALSE(ends("local ok = pcall(string.rep, 'x', 40000) return ok"));
    EXPECT_FALSE(
        ends("return select(2, coroutine.resume(coroutine.create(function() "
             "  return #string.rep('x', 40000) end)))"));
}

// Strings that are there already are no obstacle: the account is looked at more often.
TEST_F(turn_test, function_of_a_module_with_long_strings_has_its_turn) {
    constexpr std::string_view top = "local zeros = string.rep('0', 500000)";
    EXPECT_TRUE(ends("return #zeros", effort::turn, top));
    EXPECT_FALSE(ends("while true do local n = zeros + 1 end", effort::turn, top));
    EXPECT_FALSE(ends("while true do string.rep('x', zeros) end", effort::turn, top));
}

}  // namespace
}  // namespace spikelet::mock::lua
