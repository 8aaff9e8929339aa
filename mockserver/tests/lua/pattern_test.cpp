// Our own pattern matching, compared with that of the Lua library.
#include "udf_fixture.hpp"

#include <lua.hpp>
#include <memory>
#include <random>

namespace spikelet::mock {
namespace {

using testing::applied;
using ::testing::HasSubstr;

// Functions that turn what a function of the string library answers, results or error, into a text.
constexpr const char* module_text = R"(
local function text(...)
  local out = ''
  for i = 1, select('#', ...) do out = out .. '|' .. tostring((select(i, ...))) end
  return out
end
local function plain(ok, ...)
  if ok then return text(...) end
  return 'error ' .. (string.gsub(tostring((...)), '^.-:%d+: ', ''))
end
local function visible(s)
  return (string.gsub(s, '[^%g%s]', function(c) return '<' .. string.byte(c) .. '>' end))
end
local function all(s, p)
  local out = ''
  for a, b in string.gmatch(s, p) do out = out .. text(a, b) end
  return out
end
function zeros(rec, i)
  local patterns = {'\0', '[\0b]+', '%z', '%Z+', '.\0', '%c'}
  return visible(answers(rec, 'a\0b\0', patterns[i], '<%0>'))
end
function answers(rec, s, p, r)
  return plain(pcall(string.find, s, p)) .. '\n' ..
         plain(pcall(string.find, s, p, 2)) .. '\n' ..
         plain(pcall(string.find, s, p, -2)) .. '\n' ..
         plain(pcall(string.find, s, p, 1, true)) .. '\n' ..
         plain(pcall(string.match, s, p)) .. '\n' ..
         plain(pcall(string.match, s, p, 3)) .. '\n' ..
         plain(pcall(all, s, p)) .. '\n' ..
         plain(pcall(string.gsub, s, p, r)) .. '\n' ..
         plain(pcall(string.gsub, s, p, r, 1)) .. '\n' ..
         plain(pcall(string.gsub, s, p, {a = 'A', b = false})) .. '\n' ..
         plain(pcall(string.gsub, s, p, function(x, y) return y end))
end
)";

class pattern_test : public testing::udf_test {
protected:
    pattern_test() : library_(luaL_newstate(), lua_close) {
        luaL_openlibs(library_.get());
        EXPECT_EQ(luaL_dostring(library_.get(), module_text), LUA_OK);
        put(module_text);
    }

    std::string of_the_library(std::string_view s, std::string_view p, std::string_view r) {
        lua_State* const L = library_.get();
        lua_getglobal(L, "answers");
        lua_pushnil(L);
        for (const std::string_view text : {s, p, r}) {
            lua_pushlstring(L, text.data(), text.size());
        }
        EXPECT_EQ(lua_pcall(L, 4, 1, 0), LUA_OK) << lua_tostring(L, -1);
        std::string answer = lua_tostring(L, -1);
        lua_pop(L, 1);
        return answer;
    }
    // The same of a function with one number.
    std::string of_the_library(const char* function, int argument) {
        lua_State* const L = library_.get();
        lua_getglobal(L, function);
        lua_pushnil(L);
        lua_pushinteger(L, argument);
        EXPECT_EQ(lua_pcall(L, 2, 1, 0), LUA_OK) << lua_tostring(L, -1);
        std::string answer = lua_tostring(L, -1);
        lua_pop(L, 1);
        return answer;
    }
    std::string ours(std::string_view s, std::string_view p, std::string_view r) {
        const applied a = call("answers", {std::string(s), std::string(p), std::string(r)});
        EXPECT_TRUE(a.succeeded()) << a.failure;
        return a.succeeded() ? a.result.as_string() : "";
    }
    void compare(std::string_view s, std::string_view p, std::string_view r = "<%0>") {
        EXPECT_EQ(ours(s, p, r), of_the_library(s, p, r))
            << "subject '" << s << "', pattern '" << p << "', replacement '" << r << "'";
    }

private:
    std::unique_ptr<lua_State, void (*)(lua_State*)> library_;
};

TEST_F(pattern_test, patterns_of_every_kind_answer_as_the_library) {
    const char* const subjects[] = {"",          "a",           "hello world", "  x = 12, y=3 ",
                                    "aaa",       "abcabc",      "f(a(b)c)d",   "THE (quick) fox",
                                    "[[x]] %d-", "key = value", "1.5e10",      "a.b.c"};
    const char* const patterns[] = {
        "",        "a",      ".",           "l+",      "(l)(l)",    "^%s*(.-)%s*$",
        "%d+",     "%w+",    "(%w+)=(%w+)", "%b()",    "%f[%w]%w+", "[a-c]+",
        "[^a-c]+", "[%w_]*", "a*",          "a-",      "a?",        "a-b",
        "()",      "()a()",  "(a)(%1)",     "^",       "$",         "^$",
        "a$",      "x*$",    "[]]",         "[^]]",    "[a-]",      "[%]]",
        "[%a%d]+", "%.",     "%%",          "%D",      "%S+",       "(a*(.)%w(%s*))",
        "%f[%W]",  "[[]+",   "%b[]",        ".-(%d+)", "(.)(.)(.)", "%x+",
        "%u+",     "%l+",    "%p",          "%c",      "%g+",       "[a-c%d]",
        "^a",
    };
    for (const char* const s : subjects) {
        for (const char* const p : patterns)
            compare(s, p);
    }
}

TEST_F(pattern_test, wrong_patterns_get_the_errors_of_the_library) {
    for (const char* const p :
         {"%", "[", "[a",  "[^",  "[%", "[]",   "%b",    "%bx", "%f", "%fa",
          "(", ")", "()(", "(()", "%1", "(%1)", "(a)%2", "%0",  "a%", "[a-%"}) {
        compare("some text", p);
    }
}

TEST_F(pattern_test, replacements_answer_as_the_library) {
    for (const char* const r : {"", "x", "%0%0", "%1", "%2", "%%", "%", "%x", "a%", "%1%2%3"}) {
        compare("hello", "l", r);
        compare("hello", "(l)(l)", r);
        compare("hello", "()", r);
    }
}

TEST_F(pattern_test, random_patterns_answer_as_the_library) {
    std::mt19937 random(1);
    constexpr std::string_view pieces[] = {"a", "b",  ".",     "%a",   "%d", "[ab]", "[^a]",
                                           "(", ")",  "*",     "+",    "-",  "?",    "^",
                                           "$", "%1", "%f[a]", "%bab", "()"};
    constexpr std::string_view letters = "aabb1 ";
    for (int round = 0; round < 3000; ++round) {
        std::string s;
        std::string p;
        for (std::size_t n = random() % 10; n > 0; --n)
            s += letters[random() % letters.size()];
        for (std::size_t n = random() % 7; n > 0; --n)
            p += pieces[random() % std::size(pieces)];
        compare(s, p, "<%1>");
        if (HasFailure()) return;
    }
}

TEST_F(pattern_test, zero_bytes_are_characters) {
    for (int i = 1; i <= 6; ++i) {
        EXPECT_EQ(call("zeros", {i}).result, value(of_the_library("zeros", i))) << i;
    }
}

TEST_F(pattern_test, pattern_that_backtracks_without_end_is_stopped) {
    const applied a = run("return string.find(string.rep('a', 200), string.rep('a-', 100) .. 'b')");
    EXPECT_EQ(a.failure, "m.lua: function 'f' used up its 10000000 instructions");
}

TEST_F(pattern_test, pattern_too_deep_is_an_error) {
    EXPECT_THAT(run("return string.find(string.rep('x', 99), string.rep('(x)', 99))").failure,
                HasSubstr("too many captures"));
    EXPECT_THAT(run("return string.find(string.rep('a', 300), string.rep('a?', 300))").failure,
                HasSubstr("pattern too complex"));
}

}  // namespace
}  // namespace spikelet::mock
