// What a record stores as its key: a whole user key of this digest, or a key by digest alone.
#include <spikelet/key.hpp>
#include <spikelet/wire/particle.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spikelet;
    const wire::bytes_view field(data, size);
    const wire::digest foreign{};
    const key by_digest = key::of_record("test", "set", foreign, field);
    require(by_digest.digest() == foreign && by_digest.user_key().is_nil());
    if (size == 0) return 0;

    const auto own =
        wire::compute_digest("set", static_cast<wire::particle_type>(data[0]), field.subspan(1));
    const key k = key::of_record("test", "set", own, field);
    require(k.digest() == own);
    require(!k.to_string().empty());
    // Integers may come in shorter forms, whose digest is another.
    if (!k.user_key().is_nil()) require(k.wire_form() == wire::as_text(field));
    return 0;
}
