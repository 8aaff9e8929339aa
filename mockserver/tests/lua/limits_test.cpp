// Functions that mean harm: each ends with a clear error, changes nothing and slows nobody down.
#include "udf_fixture.hpp"

namespace spikelet::mock {
namespace {

using ::testing::AnyOf;
using testing::applied;
using testing::apply;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view too_many_instructions =
    "m.lua: function 'f' used up its 10000000 instructions";
constexpr std::string_view too_much_memory =
    "m.lua: function 'f' needs more than its 16777216 bytes of memory";

struct hostile {
    const char* name;
    const char* body;
    std::string_view failure;  // a part of it
};

void PrintTo(const hostile& h, std::ostream* out) {
    *out << h.name;
}

class hostile_test : public testing::udf_test, public ::testing::WithParamInterface<hostile> {};

TEST_P(hostile_test, is_stopped_and_leaves_nothing_behind) {
    put("function ok(rec) return rec.a end", "other.lua");
    cluster_.put(k_, {{"a", 1}});
    for (int round = 0; round < 2; ++round) {
        const applied a = run("rec.a = 2; aerospike:update(rec)\n" + std::string(GetParam().body));
        EXPECT_EQ(a.code, wire::result_code::udf) << to_string(a.result);
        EXPECT_THAT(a.failure, HasSubstr(GetParam().failure));
        EXPECT_EQ(cluster_.get(k_)->bins.at("a"), value(1));
        EXPECT_EQ(cluster_.get(k_)->generation, 1u);
        EXPECT_EQ(apply(connection_, k_, {.package = "other", .function = "ok"}).result, value(1));
    }
}

const hostile instructions[] = {
    {"endless_loop", "while true do end", too_many_instructions},
    {"endless_for", "for i = 1, math.huge do end", too_many_instructions},
    {"endless_goto", "::again:: goto again", too_many_instructions},
    {"long_dates", "while true do os.date(string.rep('%c', 50000)) end", too_many_instructions},
    {"endless_tail_call", "local function g() return g() end g()", too_many_instructions},
    {"loop_in_pcall", "pcall(function() while true do end end) return 'escaped'",
     too_many_instructions},
    {"pcall_in_a_loop", "while true do pcall(function() while true do end end) end",
     too_many_instructions},
    {"errors_without_end", "while true do pcall(error) end", too_many_instructions},
    {"loop_in_xpcall", "xpcall(function() while true do end end, print) return 'escaped'",
     too_many_instructions},
    {"loop_in_an_error_handler", "xpcall(error, function() while true do end end) return 'escaped'",
     too_many_instructions},
    {"endless_error_handlers",
     "local function h() while true do end end "
     "xpcall(function() xpcall(error, h) end, h) return 'escaped'",
     too_many_instructions},
    {"loop_in_a_coroutine",
     "coroutine.resume(coroutine.create(function() while true do end end)) return 'escaped'",
     too_many_instructions},
    {"loop_in_a_wrapped_coroutine",
     "pcall(coroutine.wrap(function() while true do end end)) return 'escaped'",
     too_many_instructions},
    {"coroutines_without_end",
     "while true do coroutine.wrap(function() coroutine.yield() end)() end", too_many_instructions},
    {"loop_when_a_variable_is_closed",
     "local x <close> = setmetatable({}, {__close = function() while true do end end}) "
     "while true do end",
     too_many_instructions},
    {"loop_when_a_wrapped_coroutine_is_closed",
     "coroutine.wrap(function() "
     "  local x <close> = setmetatable({}, {__close = function() while true do end end}) "
     "  while true do end end)()",
     too_many_instructions},
    {"loop_when_a_coroutine_that_came_to_the_limit_is_closed",
     "local c = coroutine.create(function() "
     "  local x <close> = setmetatable({}, {__close = function() while true do end end}) "
     "  while true do end end) "
     "local y <close> = setmetatable({}, {__close = function() coroutine.close(c) end}) "
     "coroutine.resume(c)",
     too_many_instructions},
    {"loop_when_a_coroutine_is_closed",
     "local c = coroutine.create(function() "
     "  local x <close> = setmetatable({}, {__close = function() while true do end end}) "
     "  coroutine.yield() end) "
     "coroutine.resume(c) coroutine.close(c) return 'escaped'",
     too_many_instructions},
    {"insert_into_a_length_made_up",
     "table.insert(setmetatable({}, {__len = function() return 1 << 50 end}), 1, 'x')",
     too_many_instructions},
    {"remove_from_a_length_made_up",
     "table.remove(setmetatable({}, {__len = function() return 1 << 50 end}), 1)",
     too_many_instructions},
    {"move_of_everything", "table.move({}, 1, 1 << 50, 2)", too_many_instructions},
    {"concat_of_nothing_without_end",
     "table.concat(setmetatable({}, {__index = table.concat}), '', 1, 1 << 50)",
     too_many_instructions},
    {"sort_of_a_length_made_up",
     "table.sort(setmetatable({}, {__len = function() return 1 << 30 end}), rawequal)",
     "table.sort does not take a table with a length of its own"},
    {"sort_with_a_comparison_without_sense",
     "local t = {} for i = 1, 1000 do t[i] = i end "
     "table.sort(t, function() return true end)",
     "invalid order function for sorting"},
    {"backtracking", "string.find(string.rep('a', 100), string.rep('a-', 50) .. 'b')",
     too_many_instructions},
    {"backtracking_in_pcall",
     "pcall(string.gsub, string.rep('a', 100), string.rep('a*', 50) .. 'b', '') return 'escaped'",
     too_many_instructions},
    {"collecting_garbage_without_end",
     "local t = {} for i = 1, 10000 do t[i] = {} end while true do collectgarbage() end",
     too_many_instructions},
    {"prepending_to_a_long_list", "local l = list{} for i = 1, 100000 do list.prepend(l, i) end",
     too_many_instructions},
    {"list_index_out_of_this_world", "local l = list{} l[1 << 60] = 1", too_many_instructions},
    {"reading_a_chunk_without_end", "load(function() return '' .. ' ' end)", too_many_instructions},
    {"packing_without_end", "local s = string.rep('<', 1000000) while true do string.pack(s) end",
     too_many_instructions},
    {"unpacking_without_end",
     "local s = string.rep('<', 1000000) while true do string.unpack(s, '') end",
     too_many_instructions},
    {"sizes_without_end", "local s = string.rep('b', 1000000) while true do string.packsize(s) end",
     too_many_instructions},
    {"texts_of_numbers_without_end",
     "local s = string.rep('0', 1000000) while true do tonumber(s) end", too_many_instructions},
    {"sums_of_texts_without_end",
     "local s = string.rep('0', 1000000) while true do local n = s + 1 end", too_many_instructions},
    {"negative_texts_without_end",
     "local s = string.rep('0', 1000000) while true do local n = -s end", too_many_instructions},
    {"letters_without_end",
     "local s = string.rep('\\xc3\\xa4', 500000) "
     "while true do utf8.len(s) utf8.offset(s, 500000) end",
     too_many_instructions},
    {"upper_and_lower_without_end",
     "local s = string.rep('x', 1000000) while true do s:upper() s:lower() s:reverse() end",
     too_many_instructions},
    {"stack_traces_without_end",
     "local traceback = require('debug').traceback "
     "local function g(n) if n > 0 then return 1 + g(n - 1) end while true do traceback() end end "
     "g(10000)",
     too_many_instructions},
    {"texts_of_lists_without_end",
     "local l = list{} for i = 1, 10000 do list.append(l, i) end "
     "while true do tostring(l) list.nbytes(l) end",
     too_many_instructions},
    {"texts_of_bytes_without_end",
     "local b = bytes() bytes.set_byte(b, 1000000, 1) while true do tostring(b) end",
     too_many_instructions},
    {"method_of_an_index_loop",
     "local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x",
     "'__index' chain too long; possible loop"},
};

const hostile memory[] = {
    {"long_string", "return #string.rep('x', 1 << 40)", too_much_memory},
    {"string_that_doubles", "local s = 'x' while true do s = s .. s end", too_much_memory},
    {"table_without_end", "local t = {} while true do t[#t + 1] = {} end", too_much_memory},
    {"list_without_end",
     "local l = list{} local i = 0 "
     "while true do i = i + 1 list.append(l, string.rep('x', 1000) .. i) end",
     too_much_memory},
    {"map_without_end", "local m = map{} local i = 0 while true do i = i + 1 m[i] = i end",
     too_much_memory},
    {"bytes_without_end", "local b = bytes() bytes.set_byte(b, 1 << 30, 1)", too_much_memory},
    {"memory_in_pcall", "pcall(string.rep, 'x', 1 << 30) return 'escaped'", too_much_memory},
    {"memory_in_a_coroutine",
     "coroutine.resume(coroutine.create(function() string.rep('x', 1 << 30) end)) "
     "return 'escaped'",
     too_much_memory},
    {"memory_in_an_error_handler",
     "xpcall(error, function() string.rep('x', 1 << 30) end) return 'escaped'", too_much_memory},
    {"replacement_that_grows", "string.gsub(string.rep('x', 100000), '.', string.rep('y', 1000))",
     too_much_memory},
    {"format_that_grows",
     "string.format(string.rep('%s', 200), "
     "table.unpack((function() local t = {} local s = string.rep('x', 100000) "
     "for i = 1, 200 do t[i] = s end return t end)()))",
     too_much_memory},
    {"coroutines_that_are_kept",
     "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
     too_much_memory},
    {"updates_without_end",
     "local s = string.rep('x', 100000) "
     "while true do rec.a = s aerospike:update(rec) end",
     too_much_memory},
    {"result_of_shared_lists",
     "local l = list{string.rep('x', 100000)} for i = 1, 20 do l = list{l, l} end return l",
     too_much_memory},
};

const hostile depth[] = {
    {"recursion_until_the_memory_ends", "local function g() return 1 + g() end return g()",
     too_much_memory},
    {"recursion_through_metatables",
     "local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) return t[1]",
     "C stack overflow"},
    {"recursion_through_pcall",
     "local function g() return pcall(g) end local r = {g()} error('done ' .. tostring(r[2]))",
     "done true"},
    {"recursion_through_text",
     "return tostring(setmetatable({}, {__tostring = function(x) return tostring(x) end}))",
     "C stack overflow"},
    {"coroutines_in_each_other", "local function g() return coroutine.wrap(g)() end return g()",
     "C stack overflow"},
    {"recursion_in_replacements",
     "local function g(x) return (string.gsub('a', 'a', g)) end return g()", "C stack overflow"},
    {"yield_outside", "coroutine.yield()", "attempt to yield from outside a coroutine"},
    {"yield_inside_a_merge",
     "local ok, e = coroutine.resume(coroutine.create(function() "
     "  map.merge(map{a = 1}, map{a = 2}, coroutine.yield) end)) error(e)",
     "attempt to yield across a C-call boundary"},
    {"too_many_results", "return table.unpack({}, 1, 1 << 28)", "too many results to unpack"},
};

const auto name_of = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(instructions, hostile_test, ::testing::ValuesIn(instructions), name_of);
INSTANTIATE_TEST_SUITE_P(memory, hostile_test, ::testing::ValuesIn(memory), name_of);
INSTANTIATE_TEST_SUITE_P(depth, hostile_test, ::testing::ValuesIn(depth), name_of);

class limits_test : public testing::udf_test {};

TEST_F(limits_test, finalizers_never_run) {
    EXPECT_EQ(run("local ran = false "
                  "local mt = {__gc = function() ran = true end} "
                  "local held = setmetatable({}, mt) "
                  "setmetatable({}, mt) "
                  "collectgarbage() collectgarbage() "
                  "held = nil collectgarbage() "
                  "return list{ran, mt.__gc ~= nil}")
                  .result,
              value(value::list{false, true}));
}

TEST_F(limits_test, finalizers_do_not_get_into_the_metatables_of_types) {
    put("ran = false "
        "function f(rec) "
        "  local function finalizer() ran = true while true do end end "
        "  for _, x in ipairs{list{}, map{}, bytes(1), geojson('x'), rec, aerospike, "
        "                     select(2, list.iterator(list{}))} do "
        "    local mt = getmetatable(x) "
        "    if type(mt) == 'table' then mt.__gc = finalizer end "
        "  end "
        "  for _, mt in ipairs{List, Map, Bytes, GeoJSON, Record, Aerospike, Iterator} do "
        "    mt.__gc = finalizer end "
        "  for i = 1, 1000 do local l = list{map{}, bytes(3)} end "
        "  collectgarbage() "
        "  return ran end");
    EXPECT_EQ(call("f").result, value(false));
    EXPECT_EQ(call("f").result, value(false));
}

TEST_F(limits_test, changed_classes_are_nobody_elses) {
    put("function f(rec) List.__index = nil; List = nil; list.append = nil; "
        "getmetatable(list{}).__len = function() return 7 end "
        "return #list{1, 2} end");
    put("function g(rec) local l = list{1}; list.append(l, 2); return l[2] end", "other.lua");
    EXPECT_EQ(call("f").result, value(2));
    EXPECT_EQ(apply(connection_, k_, {.package = "other", .function = "g"}).result, value(2));
}

TEST_F(limits_test, plain_search_takes_no_more_than_one_look_at_each_byte) {
    EXPECT_EQ(
        evaluate("string.find(string.rep('a', 3000000), string.rep('a', 1500000) .. 'b', 1, true)"),
        "nil");
    EXPECT_EQ(
        evaluate("string.find(string.rep('a', 3000000) .. 'b', string.rep('a', 1500000) .. 'b', "
                 "1, true)"),
        "1500001");
}

// Minutes, if they were weak: each turn of the collector finds one more of them alive.
TEST_F(limits_test, chains_of_weak_keys_are_collected_at_once) {
    put("function f(rec) "
        "  local n, k, order, held = 30000, {}, {}, {} "
        "  for i = 1, n + 1 do k[i] = {} end "
        "  for i = 1, n do order[i] = i end "
        "  for i = n, 2, -1 do "
        "    local j = math.random(i) order[i], order[j] = order[j], order[i] "
        "  end "
        "  local mt = {} "
        "  for _, i in ipairs(order) do held[#held + 1] = setmetatable({[k[i]] = k[i + 1]}, mt) "
        "end "
        "  mt.__mode = 'k' "
        "  local first = k[1] k = nil "
        "  collectgarbage() "
        "  return next(held[1]) ~= nil end");
    EXPECT_EQ(call("f").result, value(true));
}

TEST_F(limits_test, compiling_is_stopped_where_it_takes_long) {
    cluster_config c = manual_clock();
    c.udf = {.instructions_max = 1ull << 40, .machine_time_max = std::chrono::milliseconds(100)};
    cluster slow(c);
    auto connection = slow.connect();
    // Each label is compared with all others.
    const std::string labels =
        "local t = {} for i = 1, 400000 do t[i] = '::l' .. i .. '::' end "
        "local text = table.concat(t) ";
    ASSERT_EQ(testing::info(connection,
                            testing::put_command("m.lua", "function f(rec) " + labels +
                                                              "pcall(load, text) return 1 end")),
              "ok");
    EXPECT_EQ(apply(connection, k_, {}).failure, "m.lua: function 'f' ran for more than 100 ms");

    std::string module;
    for (int i = 0; module.size() < 900000; ++i)
        module += "::l" + std::to_string(i) + "::\n";
    const std::string answer = testing::info(connection, testing::put_command("slow.lua", module));
    EXPECT_THAT(answer, ::testing::StartsWith("error=compile_error"));
}

TEST_F(limits_test, instruction_that_is_slow_by_itself_is_stopped_by_the_machines_time) {
    cluster_config c = manual_clock();
    c.udf = {.instructions_max = 1ull << 40, .machine_time_max = std::chrono::milliseconds(100)};
    cluster slow(c);
    auto connection = slow.connect();
    ASSERT_EQ(testing::info(connection,
                            testing::put_command("m.lua",
                                                 "function f(rec) local s = string.rep('0', 1e6) "
                                                 "while true do local n = s + 0 end end")),
              "ok");
    EXPECT_EQ(apply(connection, k_, {}).failure, "m.lua: function 'f' ran for more than 100 ms");
}

TEST_F(limits_test, call_ends_at_the_deadline_of_its_command) {
    cluster_config c;
    c.clock = clock_mode::real;
    c.udf.instructions_max = 1ull << 40;
    cluster real(c);
    auto connection = real.connect();
    ASSERT_EQ(testing::info(connection,
                            testing::put_command("m.lua", "function f(rec) while true do end end")),
              "ok");
    EXPECT_EQ(apply(connection, k_, {.timeout_ms = 20}).failure, "UDF Execution Timeout");
}

TEST_F(limits_test, recursion_ends_at_luas_own_limit_where_memory_allows) {
    cluster_config c = manual_clock();
    c.udf = {};
    cluster roomy(c);
    auto connection = roomy.connect();
    ASSERT_EQ(testing::info(connection, testing::put_command("m.lua",
                                                             "local function g(a, b, c) "
                                                             "return 1 + g(a, b, c) end "
                                                             "function f(rec) return g(1, 2) end")),
              "ok");
    EXPECT_THAT(apply(connection, k_, {}).failure, HasSubstr("m.lua:1: stack overflow"));
}

TEST_F(limits_test, limits_are_those_of_one_call) {
    put("function f(rec) local t = {} for i = 1, 100000 do t[i] = i end return #t end");
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(call("f").result, value(100000)) << i;
    }
}

TEST_F(limits_test, what_a_module_hoards_in_globals_is_let_go) {
    put("hoard = {} function f(rec) for i = 1, 1000 do hoard[#hoard + 1] = string.rep('x', 1000) "
        "end return #hoard end");
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(call("f").succeeded()) << i;
    }
}

TEST_F(limits_test, hostile_top_level_is_refused) {
    EXPECT_THAT(testing::info(connection_, testing::put_command("m.lua", "while true do end")),
                StartsWith("error=compile_error;file=;line=0;message="));
    EXPECT_THAT(testing::info(connection_, testing::put_command("m.lua", "string.rep('x', 1e12)")),
                StartsWith("error=compile_error;"));
    EXPECT_THAT(testing::info(connection_, testing::put_command("m.lua", std::string(200000, '('))),
                StartsWith("error=compile_error;file=;line=0;message="));
}

TEST_F(limits_test, modules_that_require_each_other_without_end_are_an_error) {
    put("function f(rec) return require('a') end");
    put("return 1", "b.lua");
    put("function x(rec) return 1 end return require('b')", "a.lua");
    testing::info(connection_, testing::put_command("b.lua", "return require('a')"));
    EXPECT_THAT(call("f").failure, AnyOf(Eq(""), HasSubstr("stack overflow")));
    EXPECT_EQ(apply(connection_, k_, {.package = "m", .function = "none"}).failure,
              "function not found");
}

TEST_F(limits_test, function_that_logs_without_end_keeps_to_its_limits) {
    std::size_t lines = 0;
    cluster_.on_log([&](const log_line&) { ++lines; });
    EXPECT_EQ(run("while true do info(string.rep('x', 10000)) end").failure, too_many_instructions);
    EXPECT_LE(lines, 10001u);
}

TEST_F(limits_test, global_table_can_be_made_to_fail_only_for_its_own_module) {
    put("setmetatable(_G, {__index = function(t, k) error('no ' .. k, 0) end}) "
        "function f(rec) return 1 end");
    EXPECT_EQ(call("f").result, value(1));
    EXPECT_EQ(call("missing").failure, "no missing");
}

}  // namespace
}  // namespace spikelet::mock
