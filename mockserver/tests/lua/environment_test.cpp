// What functions find around them (chapter 14 §4): the standard libraries, less what reaches out.
#include "udf_fixture.hpp"

#include <chrono>

namespace spikelet::mock {
namespace {

using testing::apply;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class environment_test : public testing::udf_test {};

TEST_F(environment_test, standard_names_exist) {
    for (const char* const expression : {"string.format('%5.2f|%d|%s', 1.5, 3, 'x') == ' 1.50|3|x'",
                                         "table.concat({1, 2, 3}, '-') == '1-2-3'",
                                         "#table.pack(1, 2) == 2",
                                         "select('#', table.unpack({1, 2, 3})) == 3",
                                         "math.max(1, 5, 3) == 5",
                                         "math.type(7 // 2) == 'integer'",
                                         "utf8.len('äö') == 2",
                                         "tonumber('0x10') == 16",
                                         "coroutine.wrap(function() coroutine.yield(5) end)() == 5",
                                         "type(next) == 'function'",
                                         "rawequal(_G, _G)",
                                         "_VERSION == 'Lua 5.4'",
                                         "string.upper('abc') == 'ABC'",
                                         "('x'):rep(3) == 'xxx'",
                                         "('x'):rep(3, '-') == 'x-x-x'",
                                         "('x'):rep(0) == ''",
                                         "(''):rep(1 << 60) == ''",
                                         "math.sum(2, 3) == 5",
                                         "math.product(2, 3) == 6",
                                         "load('return 1 + 1')() == 2",
                                         "load('return x', 'n', 't', {x = 5})() == 5",
                                         "pcall(error, 'x') == false",
                                         "string.byte('A') == 65",
                                         "#string.pack('i4', 1) == 4",
                                         "type(collectgarbage('count')) == 'number'",
                                         "collectgarbage('isrunning')"}) {
        EXPECT_EQ(evaluate(expression), "true") << expression;
    }
}

TEST_F(environment_test, table_functions_answer_as_the_library) {
    const auto list_of = [](const char* statement) {
        return "(function() local t = {1, 2, 3, 4} " + std::string(statement) +
               " return table.concat(t, ',') end)()";
    };
    EXPECT_EQ(evaluate(list_of("table.insert(t, 5)")), R"("1,2,3,4,5")");
    EXPECT_EQ(evaluate(list_of("table.insert(t, 2, 9)")), R"("1,9,2,3,4")");
    EXPECT_EQ(evaluate(list_of("table.insert(t, 5, 9)")), R"("1,2,3,4,9")");
    EXPECT_EQ(evaluate(list_of("table.remove(t)")), R"("1,2,3")");
    EXPECT_EQ(evaluate(list_of("table.remove(t, 1)")), R"("2,3,4")");
    EXPECT_EQ(evaluate(list_of("table.move(t, 1, 3, 2)")), R"("1,1,2,3")");
    EXPECT_EQ(evaluate(list_of("table.move(t, 2, 4, 1)")), R"("2,3,4,4")");
    EXPECT_EQ(evaluate(list_of("t = table.move(t, 2, 3, 1, {})")), R"("2,3")");
    EXPECT_EQ(evaluate(list_of("table.sort(t, function(a, b) return a > b end)")), R"("4,3,2,1")");
    EXPECT_EQ(evaluate("table.concat({1, 2, 3}, ',', 2, 3)"), R"("2,3")");
    EXPECT_EQ(evaluate("table.concat({}, ',')"), R"("")");
    EXPECT_THAT(evaluate("table.concat({1, {}})"),
                HasSubstr("m.lua:2: invalid value (at index 2) in table for 'concat'"));
    EXPECT_THAT(evaluate("table.concat(nil)"),
                HasSubstr("bad argument #1 to 'concat' (table expected, got nil)"));
    EXPECT_THAT(evaluate(list_of("table.insert(t, 7, 1)")),
                HasSubstr("bad argument #2 to 'insert' (position out of bounds)"));
    EXPECT_THAT(evaluate(list_of("table.insert(t)")), HasSubstr("wrong number of arguments"));
    EXPECT_THAT(evaluate(list_of("table.remove(t, 7)")), HasSubstr("position out of bounds"));
    EXPECT_THAT(evaluate("table.sort({1, 'x'})"), HasSubstr("attempt to compare"));
    EXPECT_THAT(evaluate("table.sort({1}, 5)"),
                HasSubstr("bad argument #2 to 'sort' (function expected, got number)"));
}

TEST_F(environment_test, members_that_reach_files_and_processes_are_refused) {
    for (const char* const name :
         {"io.open", "io.lines", "io.popen", "io.read", "io.write", "io.tmpfile", "os.execute",
          "os.exit", "os.getenv", "os.remove", "os.rename", "os.tmpname", "dofile", "loadfile",
          "package.loadlib", "package.searchpath"}) {
        EXPECT_THAT(evaluate(std::string(name) + "('x')"),
                    HasSubstr("m.lua:2: " + std::string(name) + " is not available: functions"));
        EXPECT_EQ(evaluate("type(" + std::string(name) + ")"), R"("function")");
    }
    EXPECT_THAT(evaluate("io.stdout:write('x')"), HasSubstr("io.stdout is not available"));
    EXPECT_EQ(evaluate("io.type(5)"), "nil");
}

TEST_F(environment_test, debug_library_shows_where_code_is_and_no_more) {
    EXPECT_EQ(evaluate("type(debug)"), R"("function")") << "it logs";
    EXPECT_THAT(evaluate("require('debug').traceback('x')"), HasSubstr("stack traceback:"));
    for (const char* const name : {"sethook", "getregistry", "setmetatable", "getupvalue",
                                   "setupvalue", "getinfo", "getlocal"}) {
        EXPECT_THAT(evaluate("require('debug')." + std::string(name) + "()"),
                    HasSubstr("debug." + std::string(name) + " is not available"));
    }
}

TEST_F(environment_test, only_text_is_loaded) {
    EXPECT_EQ(run("local f, e = load(string.dump(function() end)) return e").result,
              value("attempt to load a binary chunk (mode is 't')"));
    EXPECT_EQ(run("local f, e = load(string.dump(function() end), 'n', 'b') return e").result,
              value("attempt to load a text chunk (mode is 'b')"));
    EXPECT_EQ(run("local f, e = load('x = = 1') return e").result,
              value("[string \"x = = 1\"]:1: unexpected symbol near '='"));
    EXPECT_EQ(run("local i = 0 return load(function() i = i + 1 "
                  "return ({'return ', '7'})[i] end)()")
                  .result,
              value(7));
    EXPECT_THAT(evaluate("load()"), HasSubstr("bad argument #1 to 'load' (function expected"));
    EXPECT_THAT(run("local n = 0 local f, e = load(function() n = n + 1 "
                    "return n == 1 and 5 or nil end) return e")
                    .result,
                value("(load):1: unexpected symbol near '5'"))
        << "numbers are strings";
    EXPECT_THAT(evaluate("load(function() return {} end)"),
                HasSubstr("reader function must return a string"));
}

TEST_F(environment_test, metatables_work) {
    EXPECT_EQ(run("local t = setmetatable({}, {__index = {x = 5}, __add = function() return 7 end})"
                  " return list{t.x, t + 1, getmetatable(t).__index.x}")
                  .result,
              value(value::list{5, 7, 5}));
    EXPECT_EQ(run("local t = setmetatable({}, {}) return setmetatable(t, nil) == t").result,
              value(true));
    EXPECT_THAT(evaluate("setmetatable(setmetatable({}, {__metatable = 1}), {})"),
                HasSubstr("cannot change a protected metatable"));
    EXPECT_THAT(evaluate("setmetatable({})"), HasSubstr("(nil or table expected, got no value)"));
    EXPECT_THAT(evaluate("setmetatable(rec, {})"), HasSubstr("(table expected, got Record)"));
}

TEST_F(environment_test, errors_of_pcall_and_coroutines_name_their_caller) {
    EXPECT_THAT(evaluate("pcall()"), HasSubstr("bad argument #1 to 'pcall' (value expected)"));
    EXPECT_THAT(evaluate("xpcall(print)"), HasSubstr("bad argument #2 to 'xpcall'"));
    EXPECT_THAT(evaluate("coroutine.resume(5)"),
                HasSubstr("bad argument #1 to 'resume' (coroutine expected, got number)"));
    EXPECT_EQ(run("local ok, e = pcall(error, 'x', 0) return e").result, value("x"));
    EXPECT_EQ(run("return (select(2, xpcall(error, function(e) return e .. '!' end, 'x')))").result,
              value("x!"));
    EXPECT_EQ(run("local c = coroutine.create(function() "
                  "  local ok, v = pcall(function() return coroutine.yield(1) end) return v end) "
                  "local a, b = coroutine.resume(c) local d, e = coroutine.resume(c, 2) "
                  "return list{a, b, d, e, coroutine.status(c)}")
                  .result,
              value(value::list{true, 1, true, 2, "dead"}));
}

TEST_F(environment_test, time_is_the_clusters_in_utc) {
    const auto now = static_cast<std::int64_t>(cluster_.clock().now() / 1000) + epoch_unix_s;
    EXPECT_EQ(run("return os.time()").result, value(now));
    cluster_.clock().advance(1500ms);
    EXPECT_EQ(run("return os.clock()").result, value(1.5));
    EXPECT_EQ(evaluate("os.date('%Y-%m-%d %H:%M:%S', 86400)"), R"("1970-01-02 00:00:00")");
    EXPECT_EQ(evaluate("os.date('!%H', 3600)"), R"("01")");
    EXPECT_EQ(evaluate("os.date('*t', 0).year"), "1970");
    EXPECT_EQ(evaluate("os.date('%c', 0)"), R"("Thu Jan  1 00:00:00 1970")");
    EXPECT_EQ(evaluate("os.time{year = 1970, month = 1, day = 1, hour = 0}"), "0");
    EXPECT_EQ(evaluate("os.time{year = 1970, month = 1, day = 1}"), "43200");
    EXPECT_EQ(evaluate("os.time{year = 1970, month = 14, day = -3, hour = 0}"), "33868800");
    EXPECT_EQ(
        run("local t = {year = 2147485547, month = 1, day = 1} os.time(t) return t.year").result,
        value(2147485547))
        << "the last year there is";
    EXPECT_EQ(evaluate("os.difftime(5, 3)"), "2.0");
    EXPECT_EQ(evaluate("os.setlocale()"), R"("C")");
    EXPECT_EQ(evaluate("os.setlocale('de_DE')"), "nil");
    EXPECT_THAT(evaluate("os.time{year = 1970}"), HasSubstr("field 'month' missing in date table"));
    EXPECT_THAT(evaluate("os.date('%Q')"), HasSubstr("invalid conversion specifier '%Q'"));
    EXPECT_THAT(evaluate("os.date('%Ez')"), HasSubstr("invalid conversion specifier '%Ez'"));
    EXPECT_THAT(evaluate("os.date('%')"), HasSubstr("invalid conversion specifier '%'"));
}

TEST_F(environment_test, random_numbers_repeat_with_the_seed_of_the_cluster) {
    const auto numbers = [](std::uint64_t seed) {
        cluster_config c = manual_clock();
        c.seed = seed;
        cluster one(c);
        auto connection = one.connect();
        testing::info(connection,
                      testing::put_command("m.lua", "function f(rec) return math.random(1e9) end"));
        const key k("test", "demo", "k");
        return std::pair(apply(connection, k, {}).result, apply(connection, k, {}).result);
    };
    EXPECT_EQ(numbers(1), numbers(1));
    EXPECT_NE(numbers(1), numbers(2));
    EXPECT_NE(numbers(1).first, numbers(1).second) << "each call has its own";
}

TEST_F(environment_test, random_numbers_of_a_seed_that_the_module_sets_are_luas) {
    EXPECT_EQ(run("math.randomseed(42) local a = math.random(1000) math.randomseed(42) "
                  "return a == math.random(1000)")
                  .result,
              value(true));
    EXPECT_EQ(run("for i = 1, 100 do local r = math.random(3, 5) assert(r >= 3 and r <= 5) end "
                  "local r = math.random() assert(r >= 0 and r < 1) "
                  "return math.type(math.random(0))")
                  .result,
              value("integer"));
    EXPECT_THAT(evaluate("math.random(0, -1)"),
                HasSubstr("bad argument #2 to 'random' (interval is empty)"));
    EXPECT_THAT(evaluate("math.random(-5)"), HasSubstr("bad argument #1 to 'random'"));
    EXPECT_THAT(evaluate("math.random(1, 2, 3)"), HasSubstr("wrong number of arguments"));
}

TEST_F(environment_test, log_functions_reach_the_clusters_log) {
    std::vector<std::string> lines;
    cluster_.on_log([&](const log_line& l) {
        lines.push_back(std::string(name(l.level)) + " " + std::string(l.file) + ":" +
                        std::to_string(l.line) + " " + std::string(l.text));
    });
    run("trace('a %d', 1)\ndebug('b')\ninfo('c %s', 'x')\nwarn('d')\nprint('e', 5)\n"
        "aerospike:log(1, 'f')");
    EXPECT_THAT(lines, ElementsAre("detail m.lua:2 a 1", "debug m.lua:3 b", "info m.lua:4 c x",
                                   "warning m.lua:5 d", "info m.lua:6 e\t5", "warning m.lua:7 f"));
    lines.clear();
    run("info('seen') error('x')");
    EXPECT_THAT(lines, ElementsAre("info m.lua:2 seen")) << "also of a call that fails";
    cluster_.on_log({});
    run("info('unheard')");
    EXPECT_EQ(lines.size(), 1u);
    EXPECT_THAT(evaluate("info({})"), HasSubstr("(string expected, got table)"));
}

TEST_F(environment_test, log_may_use_the_cluster) {
    cluster_.on_log([&](const log_line& l) { cluster_.put(k_, {{"seen", l.text}}); });
    run("info('hello')");
    EXPECT_EQ(cluster_.get(k_)->bins.at("seen"), value("hello"));
}

TEST_F(environment_test, top_level_of_a_module_logs_too) {
    std::vector<std::string> lines;
    cluster_.on_log([&](const log_line& l) { lines.emplace_back(l.text); });
    put("info('loading')");
    EXPECT_THAT(lines, ElementsAre("loading"));
}

TEST_F(environment_test, errors_show_file_and_line_as_on_a_server) {
    EXPECT_EQ(run("error('boom')").failure, "/opt/aerospike/usr/udf/lua/m.lua:2: boom");
    EXPECT_EQ(run("error('boom', 0)").failure, "boom");
    EXPECT_EQ(run("error('boom', 2)").failure, "boom") << "the caller is no Lua code";
    EXPECT_EQ(run("error({})").failure, "result value type unexpected");
    EXPECT_EQ(run("local x = nil; return x.y").failure,
              "/opt/aerospike/usr/udf/lua/m.lua:2: attempt to index a nil value (local 'x')");
    EXPECT_EQ(run("error(5)").failure, "result value type unexpected");
}

TEST_F(environment_test, long_path_is_shown_from_its_end) {
    const std::string file = std::string(60, 'x') + ".lua";
    put("function f(rec) error('boom') end", file);
    EXPECT_EQ(apply(connection_, k_, {.package = std::string(60, 'x')}).failure,
              "..." + std::string(52, 'x') + ".lua:1: boom");
}

TEST_F(environment_test, values_keep_their_kind) {
    EXPECT_EQ(evaluate("list{1, 1.0, 7 // 2, 7 / 2, 2^53, 1 << 40, 3 | 4}"),
              "[1, 1.0, 3, 3.5, 9007199254740992.0, 1099511627776, 7]");
    EXPECT_EQ(evaluate("a", {value(std::uint64_t{1} << 63)}), "-9223372036854775808");
    EXPECT_EQ(evaluate("nil"), "nil");
    EXPECT_EQ(evaluate("{}"), "nil");
    EXPECT_EQ(evaluate("print"), "nil");
    EXPECT_EQ(evaluate("rec"), "nil");
    EXPECT_EQ(evaluate("1, 2"), "1");
    EXPECT_EQ(evaluate("true"), "true");
}

}  // namespace
}  // namespace spikelet::mock
