#include "text_writer.hpp"

#include <charconv>
#include <concepts>

namespace spikelet::wire {

namespace {

constexpr char hex_digits[] = "0123456789abcdef";

// Bytes of the well-formed UTF-8 sequence that `text` begins with; 0 when it begins with none.
std::size_t utf8_sequence_size(bytes_view text) {
    const std::uint8_t first = text[0];
    if (first < 0x80) return 1;
    const std::size_t size = first < 0xc2   ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
    if (size == 0 || size > text.size()) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((text[i] & 0xc0) != 0x80) return 0;
    }
    const std::uint8_t second = text[1];
    const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
    const bool surrogate = first == 0xed && second >= 0xa0;
    const bool beyond = first == 0xf4 && second >= 0x90;
    return overlong || surrogate || beyond ? 0 : size;
}

// The shortest text that reads back as the same number, marked as no integer.
template <std::floating_point Float>
void put_floating(text_writer& text, Float value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    const std::string_view number(digits, static_cast<std::size_t>(end - digits));
    text.put(number);
    if (number.find_first_of(".en") == std::string_view::npos) text.put(".0");
}

}  // namespace

void text_writer::put(std::string_view text) {
    if (full_ || text.size() > size_max_ - (out_.size() - start_)) {
        full_ = true;
        return;
    }
    out_ += text;
}

void text_writer::number(std::uint64_t value) {
    put(std::to_string(value));
}
void text_writer::signed_number(std::int64_t value) {
    put(std::to_string(value));
}
void text_writer::floating(double value) {
    put_floating(*this, value);
}
void text_writer::floating(float value) {
    put_floating(*this, value);
}

void text_writer::hex(bytes_view bytes) {
    for (const std::uint8_t byte : bytes) {
        if (full_) return;
        const char pair[2] = {hex_digits[byte >> 4], hex_digits[byte & 15]};
        put({pair, 2});
    }
}

void text_writer::quoted(bytes_view text) {
    put('"');
    while (!text.empty() && !full_) {
        const std::uint8_t c = text[0];
        std::size_t size = utf8_sequence_size(text);
        // U+0080 to U+009F are control characters to a terminal.
        const bool control = c < 0x20 || c == 0x7f || (c == 0xc2 && size == 2 && text[1] < 0xa0);
        if (size == 0 || (control && size == 2)) {
            const char escape[4] = {'\\', 'x', hex_digits[c >> 4], hex_digits[c & 15]};
            put({escape, 4});
            size = 1;
        } else if (c == '"' || c == '\\') {
            const char escape[2] = {'\\', static_cast<char>(c)};
            put({escape, 2});
        } else if (c == '\n') {
            put("\\n");
        } else if (c == '\t') {
            put("\\t");
        } else if (c == '\r') {
            put("\\r");
        } else if (control) {
            const char escape[6] = {'\\', 'u', '0', '0', hex_digits[c >> 4], hex_digits[c & 15]};
            put({escape, 6});
        } else {
            put(as_text(text.first(size)));
        }
        text = text.subspan(size);
    }
    put('"');
}

void text_writer::label(std::string_view text) {
    bool bare = !text.empty();
    for (const char c : text)
        bare = bare && c > ' ' && c < 0x7f && c != '"' && c != '\\';
    if (bare) {
        put(text);
    } else {
        quoted(as_bytes(text));
    }
}

void text_writer::close(std::size_t value_size) {
    if (full_) out_ += "..(" + std::to_string(value_size) + " bytes)";
}

}  // namespace spikelet::wire
