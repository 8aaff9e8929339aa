// A frame with messages: what parses stays inside the body, and writing it again gives a message
// that reads the same.
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace spikelet::wire;

void require(bool condition) {
    if (!condition) std::abort();
}

bool inside(bytes_view part, bytes_view whole) {
    return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

bool equal(bytes_view a, bytes_view b) {
    return as_text(a) == as_text(b);
}

// Every byte of every part once, so that the sanitizers see them.
unsigned sum_of(bytes_view bytes) {
    unsigned sum = 0;
    for (const std::uint8_t byte : bytes)
        sum += byte;
    return sum;
}

void check_copy(const message_view& m) {
    buffer out;
    message_writer w(out);
    for (unsigned type = 0; type < known_field_count; ++type) {
        if (const auto data = m.field(static_cast<field_type>(type))) {
            w.field(static_cast<field_type>(type), *data);
        }
    }
    for (const operation_view o : m.operations())
        w.operation(o.type, o.bin, o.particle, o.value);
    w.finish(m.header);

    message_view copy;
    require(parse_message(out.view().subspan(frame_header_size), copy) == message_errc::ok);
    require(copy.operations().size() == m.operations().size());
    auto it = copy.operations().begin();
    for (const operation_view o : m.operations()) {
        require((*it).type == o.type && (*it).particle == o.particle && (*it).bin == o.bin);
        require(equal((*it).value, o.value));
        ++it;
    }
    for (unsigned type = 0; type < known_field_count; ++type) {
        const auto a = m.field(static_cast<field_type>(type));
        const auto b = copy.field(static_cast<field_type>(type));
        require(a.has_value() == b.has_value() && (!a || equal(*a, *b)));
    }
}

void check_message(const message_view& m, bytes_view body) {
    require(m.size() >= message_header_size && m.size() <= body.size());
    unsigned sum = 0;
    for (unsigned type = 0; type < 256; ++type) {
        if (const auto data = m.field(static_cast<field_type>(type))) {
            require(inside(*data, body));
            sum += sum_of(*data);
        }
    }
    for (const operation_view o : m.operations()) {
        require(inside(as_bytes(o.bin), body) && inside(o.value, body));
        sum += sum_of(as_bytes(o.bin)) + sum_of(o.value);
    }
    volatile unsigned sink = sum;
    static_cast<void>(sink);
    check_copy(m);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < frame_header_size) return 0;
    static_cast<void>(check_request_header(data));
    bytes_view body = bytes_view(data, size).subspan(frame_header_size);

    message_view m;
    const message_errc error = parse_message(body, m);
    require(!explain(error).empty());
    require((error == message_errc::ok) == (m.size() == body.size() && m.size() != 0));
    while (parse_message_prefix(body, m) == message_errc::ok) {
        check_message(m, body);
        body = body.subspan(m.size());
    }
    require(m.operations().empty());
    return 0;
}
