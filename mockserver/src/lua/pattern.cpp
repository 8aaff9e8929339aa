#include "lua/pattern.hpp"

#include "lua/context.hpp"
#include "lua/objects.hpp"

#include <cctype>

namespace spikelet::mock::lua {
namespace {

constexpr char escape = '%';
constexpr std::uint32_t steps_per_charge = 256;

// Whether `c` is of the class that a letter names; a letter that names none stands for itself.
bool is_of_class(char c, char letter) {
    const int code = static_cast<unsigned char>(c);
    bool in = false;
    switch (std::tolower(static_cast<unsigned char>(letter))) {
        case 'a':
            in = std::isalpha(code) != 0;
            break;
        case 'c':
            in = std::iscntrl(code) != 0;
            break;
        case 'd':
            in = std::isdigit(code) != 0;
            break;
        case 'g':
            in = std::isgraph(code) != 0;
            break;
        case 'l':
            in = std::islower(code) != 0;
            break;
        case 'p':
            in = std::ispunct(code) != 0;
            break;
        case 's':
            in = std::isspace(code) != 0;
            break;
        case 'u':
            in = std::isupper(code) != 0;
            break;
        case 'w':
            in = std::isalnum(code) != 0;
            break;
        case 'x':
            in = std::isxdigit(code) != 0;
            break;
        case 'z':  // of older Lua, still taken
            in = code == 0;
            break;
        default:
            return letter == c;
    }
    return std::isupper(static_cast<unsigned char>(letter)) != 0 ? !in : in;
}

}  // namespace

bool is_plain(std::string_view pattern) {
    return pattern.find_first_of("^$*+?.([%-") == pattern.npos;
}

std::size_t pattern_matcher::match(std::size_t at) {
    count_ = 0;
    depth_ = 0;
    return run(at, 0);
}

void pattern_matcher::step() {
    if (++steps_ < steps_per_charge) return;
    charge(L_, steps_);
    steps_ = 0;
}

// Matches the pattern from `p` on; the part in front has matched up to `s`.
std::size_t pattern_matcher::run(std::size_t s, std::size_t p) {
    if (++depth_ > depth_max) luaL_error(L_, "pattern too complex");
    struct leave {
        int& depth;
        ~leave() { --depth; }
    } const leaving{depth_};

    while (p < pattern_.size()) {
        step();
        const char c = pattern_[p];
        const char next = p + 1 < pattern_.size() ? pattern_[p + 1] : '\0';
        if (c == '(') {
            return next == ')' ? begin_capture(s, p + 2, capture::position)
                               : begin_capture(s, p + 1, capture::open);
        }
        if (c == ')') return end_capture(s, p + 1);
        if (c == '$' && p + 1 == pattern_.size()) return s == subject_.size() ? s : none;
        if (c == escape && next == 'b') {
            s = balance(s, p + 2);
            if (s == none) return none;
            p += 4;
            continue;
        }
        if (c == escape && next == 'f') {
            p += 2;
            if (p >= pattern_.size() || pattern_[p] != '[') {
                luaL_error(L_, "missing '[' after '%%f' in pattern");
            }
            const std::size_t end = item_end(p);
            const char before = s == 0 ? '\0' : subject_[s - 1];
            const char here = s < subject_.size() ? subject_[s] : '\0';
            if (matches_set(before, p, end - 1) || !matches_set(here, p, end - 1)) return none;
            p = end;
            continue;
        }
        if (c == escape && next >= '0' && next <= '9') {
            s = repeat_capture(s, next);
            if (s == none) return none;
            p += 2;
            continue;
        }
        const std::size_t end = item_end(p);
        switch (end < pattern_.size() ? pattern_[end] : '\0') {
            case '?':
                if (matches_item(s, p, end)) {
                    const std::size_t result = run(s + 1, end + 1);
                    if (result != none) return result;
                }
                p = end + 1;
                break;
            case '+':
                return matches_item(s, p, end) ? repeat_most(s + 1, p, end) : none;
            case '*':
                return repeat_most(s, p, end);
            case '-':
                return repeat_least(s, p, end);
            default:
                if (!matches_item(s, p, end)) return none;
                ++s;
                p = end;
                break;
        }
    }
    return s;
}

// Behind the one item at `p`: a character, a class or a set.
std::size_t pattern_matcher::item_end(std::size_t p) const {
    const char c = pattern_[p++];
    if (c == escape) {
        if (p >= pattern_.size()) luaL_error(L_, "malformed pattern (ends with '%%')");
        return p + 1;
    }
    if (c != '[') return p;
    if (p < pattern_.size() && pattern_[p] == '^') ++p;
    // A bracket that comes first is one of the set.
    do {
        if (p >= pattern_.size()) luaL_error(L_, "malformed pattern (missing ']')");
        if (pattern_[p++] == escape) ++p;
    } while (p >= pattern_.size() || pattern_[p] != ']');
    return p + 1;
}

// `end` is where the closing bracket of the set at `p` is.
bool pattern_matcher::matches_set(char c, std::size_t p, std::size_t end) const {
    bool found = true;
    if (pattern_[++p] == '^') {
        found = false;
        ++p;
    }
    const auto code = static_cast<unsigned char>(c);
    for (; p < end; ++p) {
        if (pattern_[p] == escape) {
            ++p;
            if (is_of_class(c, pattern_[p])) return found;
        } else if (p + 2 < end && pattern_[p + 1] == '-') {
            if (static_cast<unsigned char>(pattern_[p]) <= code &&
                code <= static_cast<unsigned char>(pattern_[p + 2])) {
                return found;
            }
            p += 2;
        } else if (pattern_[p] == c) {
            return found;
        }
    }
    return !found;
}

// `end` is behind the item at `p`.
bool pattern_matcher::matches_item(std::size_t s, std::size_t p, std::size_t end) {
    step();
    if (s >= subject_.size()) return false;
    const char c = subject_[s];
    switch (pattern_[p]) {
        case '.':
            return true;
        case escape:
            return is_of_class(c, pattern_[p + 1]);
        case '[':
            steps_ += static_cast<std::uint32_t>((end - p) / 4);
            return matches_set(c, p, end - 1);
        default:
            return pattern_[p] == c;
    }
}

std::size_t pattern_matcher::repeat_most(std::size_t s, std::size_t p, std::size_t end) {
    std::size_t count = 0;
    while (matches_item(s + count, p, end))
        ++count;
    for (;; --count) {
        const std::size_t result = run(s + count, end + 1);
        if (result != none || count == 0) return result;
    }
}

std::size_t pattern_matcher::repeat_least(std::size_t s, std::size_t p, std::size_t end) {
    for (;; ++s) {
        const std::size_t result = run(s, end + 1);
        if (result != none) return result;
        if (!matches_item(s, p, end)) return none;
    }
}

// %bxy, its two characters at `p`.
std::size_t pattern_matcher::balance(std::size_t s, std::size_t p) {
    if (p + 1 >= pattern_.size()) {
        luaL_error(L_, "malformed pattern (missing arguments to '%%b')");
    }
    const char opening = pattern_[p];
    const char closing = pattern_[p + 1];
    if (s >= subject_.size() || subject_[s] != opening) return none;
    std::size_t open = 1;
    for (++s; s < subject_.size(); ++s) {
        step();
        if (subject_[s] == closing) {
            if (--open == 0) return s + 1;
        } else if (subject_[s] == opening) {
            ++open;
        }
    }
    return none;
}

std::size_t pattern_matcher::begin_capture(std::size_t s, std::size_t p, std::ptrdiff_t size) {
    if (count_ >= captures_max) luaL_error(L_, "too many captures");
    captures_[static_cast<std::size_t>(count_)] = {s, size};
    ++count_;
    const std::size_t result = run(s, p);
    if (result == none) --count_;
    return result;
}

std::size_t pattern_matcher::end_capture(std::size_t s, std::size_t p) {
    int i = count_ - 1;
    while (i >= 0 && captures_[static_cast<std::size_t>(i)].size != capture::open)
        --i;
    if (i < 0) luaL_error(L_, "invalid pattern capture");
    capture& c = captures_[static_cast<std::size_t>(i)];
    c.size = static_cast<std::ptrdiff_t>(s - c.begin);
    const std::size_t result = run(s, p);
    if (result == none) c.size = capture::open;
    return result;
}

int pattern_matcher::closed_capture(char number) const {
    const int i = number - '1';
    if (i < 0 || i >= count_ || captures_[static_cast<std::size_t>(i)].size == capture::open) {
        luaL_error(L_, "invalid capture index %%%d", i + 1);
    }
    return i;
}

// %1: the text of a capture once more.
std::size_t pattern_matcher::repeat_capture(std::size_t s, char number) {
    const capture& c = captures_[static_cast<std::size_t>(closed_capture(number))];
    if (c.size == capture::position) return none;
    const auto size = static_cast<std::size_t>(c.size);
    steps_ += static_cast<std::uint32_t>(size / 16);
    const std::string_view text = subject_.substr(c.begin, size);
    return subject_.substr(s).starts_with(text) ? s + size : none;
}

void pattern_matcher::push_capture(int i, std::size_t begin, std::size_t end) const {
    if (i >= count_) {
        if (i != 0) luaL_error(L_, "invalid capture index %%%d", i + 1);
        push_string(L_, subject_.substr(begin, end - begin));
        return;
    }
    const capture& c = captures_[static_cast<std::size_t>(i)];
    if (c.size == capture::open) luaL_error(L_, "unfinished capture");
    if (c.size == capture::position) {
        lua_pushinteger(L_, static_cast<lua_Integer>(c.begin) + 1);
    } else {
        push_string(L_, subject_.substr(c.begin, static_cast<std::size_t>(c.size)));
    }
}

int pattern_matcher::push_captures(std::size_t begin, std::size_t end, bool whole) const {
    const int count = count_ == 0 && whole ? 1 : count_;
    luaL_checkstack(L_, count, "too many captures");
    for (int i = 0; i < count; ++i) {
        push_capture(i, begin, end);
    }
    return count;
}

}  // namespace spikelet::mock::lua
