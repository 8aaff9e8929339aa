#include <spikelet/key.hpp>
#include <spikelet/wire/particle.hpp>

#include <stdexcept>

namespace spikelet {
namespace {

bool is_key_type(wire::particle_type type) {
    switch (type) {
        case wire::particle_type::integer:
        case wire::particle_type::floating:
        case wire::particle_type::string:
        case wire::particle_type::blob:
            return true;
        default:
            return false;
    }
}

// Type byte and value, as the key field carries them and the digest is made of (chapter 01 §10).
std::string particle_of_key(const value& user_key) {
    const wire::particle_type type = wire::particle_type_of(user_key);
    if (!is_key_type(type)) {
        throw std::invalid_argument("a user key is an integer, a double, a string or a blob, not " +
                                    to_string(user_key));
    }
    wire::buffer particle;
    wire::encode_particle(user_key, particle);
    std::string out(1, static_cast<char>(type));
    out += wire::as_text(particle.view());
    return out;
}

}  // namespace

key::key(std::string namespace_name, std::string set, value user_key)
    : namespace_(std::move(namespace_name)), set_(std::move(set)), user_key_(std::move(user_key)) {
    const std::string particle = particle_of_key(user_key_);
    digest_ = wire::compute_digest(set_, static_cast<wire::particle_type>(particle[0]),
                                   wire::as_bytes(particle).subspan(1));
}

key::key(std::string namespace_name, std::string set, const wire::digest& digest)
    : namespace_(std::move(namespace_name)), set_(std::move(set)), digest_(digest) {}

key key::of_record(std::string namespace_name, std::string set, const wire::digest& digest,
                   wire::bytes_view key_field) {
    key by_digest(std::move(namespace_name), std::move(set), digest);
    if (key_field.empty()) return by_digest;
    const auto type = static_cast<wire::particle_type>(key_field[0]);
    value user_key;
    if (!is_key_type(type) ||
        wire::decode_particle(type, key_field.subspan(1), user_key) != wire::particle_errc::ok) {
        return by_digest;
    }
    key whole(by_digest.namespace_, by_digest.set_, std::move(user_key));
    return whole == by_digest ? whole : by_digest;
}

std::string key::wire_form() const {
    return user_key_.is_nil() ? std::string{} : particle_of_key(user_key_);
}

std::string key::to_string() const {
    std::string out = namespace_ + "/" + set_ + "/";
    if (!user_key_.is_nil()) return out + spikelet::to_string(user_key_);
    static constexpr char digits[] = "0123456789abcdef";
    for (const std::uint8_t byte : digest_) {
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}  // namespace spikelet
