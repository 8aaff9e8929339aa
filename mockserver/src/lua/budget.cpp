#include "lua/budget.hpp"

#include "lua/context.hpp"

#include <algorithm>
#include <cstdlib>

namespace spikelet::mock::lua {
namespace {

// Instructions between two looks at the account, which costs about as much as ten of them. Where
// strings are long, single instructions are slow.
constexpr int count_period_usual = 250;
constexpr int count_period_of_long_strings = 25;
constexpr std::size_t long_string_size = 32u << 10;
// Copying memory, and Lua's own search through it for garbage, in bytes a unit.
constexpr std::size_t bytes_per_unit = 64;
constexpr std::size_t collected_bytes_per_unit = 16;

// A turn.
constexpr std::uint64_t turn_instructions = 200'000;
constexpr std::size_t turn_memory = 1u << 20;  // more than there is already
constexpr time_ms turn_time = 3;

}  // namespace

budget::budget(const udf_limits& limits, const clock& time, const clock& machine_time)
    : limits_(limits), time_(time), machine_time_(machine_time), memory_max_(limits.memory_max) {}

void budget::begin(std::string_view module, std::string_view function, time_ms deadline, effort e) {
    is_turn_ = e == effort::turn;
    std::uint64_t instructions_max = limits_.instructions_max;
    auto time_max = static_cast<time_ms>(limits_.machine_time_max.count());
    memory_max_ = limits_.memory_max;
    if (is_turn_) {
        instructions_max = std::min(instructions_max, turn_instructions);
        time_max = std::min(time_max, turn_time);
        memory_max_ = std::min(memory_max_, used_ + turn_memory);
    }
    remaining_ = static_cast<std::int64_t>(instructions_max);
    refusal_units_ = 0;
    exhausted_ = exhaustion::none;
    deadline_ = deadline;
    machine_deadline_ = machine_time_.now() + time_max;
    module_ = module;
    function_ = function;
}

int budget::count_period() const {
    return had_long_strings_ ? count_period_of_long_strings : count_period_usual;
}

void budget::watch(lua_State* state) const {
    lua_sethook(state, on_count, LUA_MASKCOUNT, count_period());
}

void budget::on_count(lua_State* state, lua_Debug*) {
    budget& self = context_of(state).limits;
    if (self.exhausted_ != exhaustion::none) self.rethrow(state);
    const int counted = lua_gethookcount(state);
    if (counted != self.count_period()) self.watch(state);
    self.charge(state, static_cast<std::uint64_t>(counted));
    self.check_time(state);
}

void budget::check_time(lua_State* state) {
    if (time_.now() > deadline_) exhaust(state, exhaustion::deadline);
    if (machine_time_.now() > machine_deadline_) exhaust(state, exhaustion::machine_time);
}

void budget::exhaust(lua_State* state, exhaustion what) {
    // A call that lives at its limit of memory spends its instructions on collecting garbage.
    if (what == exhaustion::instructions && refusal_units_ > limits_.instructions_max / 2) {
        what = exhaustion::memory;
    }
    if (exhausted_ == exhaustion::none) exhausted_ = in_turn(what);
    // Error handlers and to-be-closed variables that still want to run get one instruction each.
    lua_sethook(state, on_count, LUA_MASKCOUNT, 1);
    const std::string message = text();
    lua_pushlstring(state, message.data(), message.size());
    lua_error(state);
    std::abort();  // lua_error() does not return, but is not declared so
}

void budget::note_caught(lua_State* state, int index) {
    if (refusal_units_ == 0 || lua_type(state, index) != LUA_TSTRING) return;
    std::size_t size = 0;
    const char* const text = lua_tolstring(state, index, &size);
    if (std::string_view(text, size).ends_with("not enough memory")) note_memory_error();
}

std::string budget::text() const {
    std::string call(module_);
    call += function_.empty() ? ": loading" : ": function '" + std::string(function_) + "'";
    switch (exhausted_) {
        case exhaustion::none:
            break;
        case exhaustion::instructions:
            return call + " used up its " + std::to_string(limits_.instructions_max) +
                   " instructions";
        case exhaustion::memory:
            return call + " needs more than its " + std::to_string(limits_.memory_max) +
                   " bytes of memory";
        case exhaustion::machine_time:
            return call + " ran for more than " + std::to_string(limits_.machine_time_max.count()) +
                   " ms";
        case exhaustion::deadline:
            return "UDF Execution Timeout";
        case exhaustion::turn:
            return call + " needs more than a turn";
    }
    return call;
}

void* budget::reallocate(void* self, void* block, std::size_t old_size, std::size_t new_size) {
    return static_cast<budget*>(self)->reallocate(block, old_size, new_size);
}

void* budget::reallocate(void* block, std::size_t old_size, std::size_t new_size) {
    if (block == nullptr) {
        if (old_size == LUA_TSTRING && new_size > long_string_size) {
            if (is_turn_) {
                ++refusal_units_;
                return nullptr;
            }
            had_long_strings_ = true;
        }
        old_size = 0;  // it was the kind of the new object
    }
    if (new_size == 0) {
        std::free(block);
        used_ -= old_size;
        return nullptr;
    }
    if (new_size > old_size) {
        const std::size_t growth = new_size - old_size;
        if (used_ > memory_max_ || growth > memory_max_ - used_) {
            // Lua now collects all garbage and asks once more. A call that lives at its limit would
            // do nothing else.
            const std::uint64_t units = used_ / collected_bytes_per_unit + 1;
            refusal_units_ += units;
            charge_later(units);
            return nullptr;
        }
        charge_later(new_size / bytes_per_unit);
    }
    void* const moved = std::realloc(block, new_size);
    if (moved == nullptr) return nullptr;
    used_ += new_size - old_size;
    return moved;
}

}  // namespace spikelet::mock::lua
