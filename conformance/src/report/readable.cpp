#include "report/reports.hpp"

#include <algorithm>
#include <cstdio>

namespace spikelet::conformance {
namespace {

constexpr std::size_t text_size_max = 2000;
constexpr std::size_t same_size_max = 200;  // of what is the same in two long texts

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::size_t character_at_or_before(std::string_view text, std::size_t at) {
    while (at > 0 && at < text.size() && continues_character(text[at]))
        --at;
    return at;
}

// What begins at `from`, if need be not all of it.
std::string cut(const std::string& text, std::size_t from) {
    const std::size_t begin = character_at_or_before(text, std::min(from, text.size()));
    if (begin == 0 && text.size() <= text_size_max) return text;
    const std::size_t end =
        character_at_or_before(text, std::min(begin + text_size_max, text.size()));
    std::string out = begin == 0 ? "" : "… ";
    out += text.substr(begin, end - begin);
    if (end < text.size()) out += " …";
    return out + " (" + std::to_string(text.size()) + " bytes in all)";
}

std::size_t size_of_what_is_the_same(std::string_view a, std::string_view b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                    a.begin());
}

// A terminal obeys control characters, those of Latin-1 (U+0080 to U+009F) too.
std::string escaped(std::string_view text) {
    std::string out;
    const auto append_escape = [&](unsigned code) {
        char escape[16];
        std::snprintf(escape, sizeof escape, "\\u%04x", code);
        out += escape;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const unsigned next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if (byte == 0xc2 && next >= 0x80 && next <= 0x9f) {
            append_escape(next);
            ++i;
        } else if ((byte < 0x20 && byte != '\n') || byte == 0x7f) {
            append_escape(byte);
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

failed_check readable(failed_check check) {
    std::size_t from = 0;
    if (std::max(check.expected.size(), check.got.size()) > text_size_max) {
        const std::size_t same = size_of_what_is_the_same(check.expected, check.got);
        from = same - std::min(same, same_size_max);
    }
    check.expected = escaped(cut(check.expected, from));
    check.got = escaped(cut(check.got, from));
    check.sent = escaped(cut(check.sent, 0));
    check.note = escaped(cut(check.note, 0));
    return check;
}

}  // namespace spikelet::conformance
