// A packed value: its readers agree on where it ends, its stored form is its own stored form, and
// the order of values holds over any bytes.
#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/packed_normalize.hpp>
#include <spikelet/wire/packed_order.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace spikelet;
using namespace spikelet::wire;

void require(bool condition) {
    if (!condition) std::abort();
}

void check_values(bytes_view in) {
    msgpack::reader whole(in);
    const bool is_item = whole.skip();
    value v;
    const decode_errc error = decode_value(in, v);
    if (error == decode_errc::ok) require(is_item && whole.at_end());
    if (error == decode_errc::malformed) require(!is_item);
    if (error == decode_errc::trailing_bytes) require(is_item && !whole.at_end());
    if (error != decode_errc::ok) return;

    buffer packed;
    encode_value(v, packed);
    // Longer only where a float32 was.
    require(packed.size() == packed_size(v) && packed.size() <= 2 * in.size());
    value again;
    require(decode_value(packed.view(), again) == decode_errc::ok);
    buffer repacked;
    encode_value(again, repacked);
    require(as_text(repacked.view()) == as_text(packed.view()));
    require(compare(v, v) == 0);
}

template <class Normalize>
void check_stored_form(bytes_view in, Normalize normalize) {
    buffer out;
    if (normalize(in, out) != normalize_errc::ok) return require(out.empty());
    // Not longer, as a float32 stays one and everything else has its shortest form.
    require(out.size() <= in.size());
    buffer again;
    require(normalize(out.view(), again) == normalize_errc::ok);
    require(as_text(again.view()) == as_text(out.view()));
    require(compare_packed(out.view(), out.view()) == 0);
    require(stored_collection_size(out.view()) >= out.size());
    buffer memory;
    require(client_form(out.view(), memory).size() <= out.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const bytes_view in(data, size);
    check_values(in);
    check_stored_form(in, normalize_element);
    for (const particle_type type : {particle_type::list, particle_type::map}) {
        check_stored_form(in, [type](bytes_view bytes, buffer& out) {
            return normalize_collection(type, bytes, out);
        });
    }
    const bytes_view front = in.first(size / 2);
    const bytes_view back = in.subspan(size / 2);
    require(compare_packed(front, back) == (0 <=> compare_packed(back, front)));
    require(msgpack_text(in).size() <= value_text_max + 64);
    static_cast<void>(packed_operation_name(data != nullptr && size != 0 ? data[0] : 0, in));
    return 0;
}
