// Text of anything, never longer than asked for, printable in one terminal line each.
#include <spikelet/wire/explain.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace spikelet::wire;

constexpr std::size_t text_max = 300;
constexpr std::size_t note_max = 64;  // "..(N bytes)" or the last line

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const std::string& text) {
    require(text.size() <= text_max + note_max);
    require(std::none_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f;
    }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const bytes_view bytes(data, size);
    check(explain_frames(bytes, text_max));
    static_cast<void>(explain_frames(bytes));
    check(summarize_message(bytes, text_max));
    check(msgpack_text(bytes, text_max));
    if (size == 0) return 0;
    check(particle_text(static_cast<particle_type>(data[0]), bytes.subspan(1), text_max));
    static_cast<void>(packed_operation_name(data[0], bytes.subspan(1)));
    return 0;
}
