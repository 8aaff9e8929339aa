// What one call of a function may use: instructions, memory and time.
//
// Everything that a Lua state does is charged here: its virtual machine by a hook, its memory by
// the allocator, and C functions, which no hook interrupts, by charge(). Once something is used up
// the call is over: the error is raised again wherever Lua code catches it.
#pragma once

#include <spikelet/mock/clock.hpp>
#include <spikelet/mock/config.hpp>

#include <cstddef>
#include <cstdint>
#include <lua.hpp>
#include <string>
#include <string_view>

namespace spikelet::mock::lua {

enum class exhaustion : std::uint8_t {
    none,
    instructions,
    memory,
    machine_time,  // a last resort: some single instructions are slow, such as comparing megabytes
    deadline,      // of the command, in the cluster's time
    turn,          // nothing is wrong: the call needs more than a turn
};

// How much of its limits a call may use. A turn is about two milliseconds and a megabyte, without
// long strings: what needs more is given up, to be run again as a whole where it holds nobody up.
enum class effort : std::uint8_t { whole, turn };

class budget {
public:
    // The cluster's time and the machine's, which outlive this.
    budget(const udf_limits& limits, const clock& time, const clock& machine_time);
    budget(const budget&) = delete;
    budget& operator=(const budget&) = delete;

    // Starts the account of a call of `function` in `module` (a file name); both are named in the
    // texts of errors and stay valid until the next begin(). `deadline` as milliseconds since 2010;
    // UINT64_MAX: none.
    void begin(std::string_view module, std::string_view function, time_ms deadline, effort e);

    // Makes `state` count its instructions here. New coroutines inherit that.
    void watch(lua_State* state) const;

    // A unit is about what one instruction costs. Throws Lua's error when nothing is left.
    void charge(lua_State* state, std::uint64_t units) {
        remaining_ -= static_cast<std::int64_t>(units < charge_max ? units : charge_max);
        if (remaining_ < 0) exhaust(state, exhaustion::instructions);
    }
    // The same when the time is over, of the command or of the machine.
    void check_time(lua_State* state);
    // For code that must not throw: found out later.
    void charge_later(std::uint64_t units) {
        remaining_ -= static_cast<std::int64_t>(units < charge_max ? units : charge_max);
    }
    // Throws Lua's error if the call is over already. Wherever Lua code may have caught it.
    void rethrow(lua_State* state) {
        if (exhausted_ != exhaustion::none) exhaust(state, exhausted_);
    }
    // For an error that was caught, at `index`: it may be Lua's own report of too little memory.
    void note_caught(lua_State* state, int index);
    // Ends the call with an error.
    [[noreturn]] void exhaust(lua_State* state, exhaustion what);

    exhaustion exhausted() const { return exhausted_; }
    // Lua's own report of too little memory, where no code of ours raised it.
    void note_memory_error() {
        if (exhausted_ == exhaustion::none) exhausted_ = in_turn(exhaustion::memory);
    }
    // What the client is told: "m.lua: function 'f' …".
    std::string text() const;

    std::size_t memory_used() const { return used_; }
    std::size_t memory_max() const { return limits_.memory_max; }
    // lua_Alloc; `self` is a budget.
    static void* reallocate(void* self, void* block, std::size_t old_size, std::size_t new_size);

private:
    static constexpr std::uint64_t charge_max = 1ull << 40;

    static void on_count(lua_State* state, lua_Debug*);
    int count_period() const;
    exhaustion in_turn(exhaustion what) const {
        return is_turn_ && what != exhaustion::deadline ? exhaustion::turn : what;
    }
    void* reallocate(void* block, std::size_t old_size, std::size_t new_size);

    const udf_limits limits_;
    const clock& time_;
    const clock& machine_time_;
    std::int64_t remaining_ = 0;
    std::size_t used_ = 0;
    std::size_t memory_max_ = 0;       // of this call
    std::uint64_t refusal_units_ = 0;  // charged in this call for refusing memory
    exhaustion exhausted_ = exhaustion::none;
    bool is_turn_ = false;
    bool had_long_strings_ = false;  // in any call
    time_ms deadline_ = UINT64_MAX;
    time_ms machine_deadline_ = UINT64_MAX;
    std::string_view module_;
    std::string_view function_;
};

}  // namespace spikelet::mock::lua
