#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/particle.hpp>

#include <bit>
#include <stdexcept>
#include <string>

namespace spikelet::wire {

namespace {

constexpr std::size_t geojson_header_size = 3;  // flags, cell count
constexpr std::size_t geojson_cell_size = 8;
constexpr std::size_t hll_header_size = 11;  // flags, index bits, minhash bits, cached count

particle_errc decode_integer(bytes_view bytes, value& out) {
    switch (bytes.size()) {
        case 1:
            out = bytes[0];
            return particle_errc::ok;
        case 2:
            out = load_be<std::uint16_t>(bytes.data());
            return particle_errc::ok;
        case 4:
            out = load_be<std::uint32_t>(bytes.data());
            return particle_errc::ok;
        case 8:
            out = load_be<std::int64_t>(bytes.data());
            return particle_errc::ok;
        default:
            return particle_errc::bad_size;
    }
}

particle_errc decode_boolean(bytes_view bytes, value& out) {
    if (bytes.size() != 1) return particle_errc::bad_size;
    if (bytes[0] > 1) return particle_errc::bad_boolean;
    out = bytes[0] != 0;
    return particle_errc::ok;
}

particle_errc decode_geojson(bytes_view bytes, value& out) {
    const auto text = geojson_text(bytes);
    if (!text) return particle_errc::bad_geojson;
    out = value::geojson(std::string(*text));
    return particle_errc::ok;
}

particle_errc decode_collection(value_kind kind, bytes_view bytes, value& out) {
    const decode_errc error = decode_value(bytes, out);
    if (error == decode_errc::too_deep) return particle_errc::too_deep;
    return error == decode_errc::ok && out.kind() == kind ? particle_errc::ok
                                                          : particle_errc::bad_collection;
}

}  // namespace

std::string_view explain(particle_errc error) {
    switch (error) {
        case particle_errc::ok:
            return "well formed";
        case particle_errc::unknown_type:
            return "particle of an unknown type";
        case particle_errc::bad_size:
            return "particle of a size that its type does not have";
        case particle_errc::bad_boolean:
            return "boolean particle that is neither 0 nor 1";
        case particle_errc::bad_hll:
            return "HLL particle with a bad header or size";
        case particle_errc::bad_geojson:
            return "GeoJSON particle shorter than its header says, or without text";
        case particle_errc::bad_collection:
            return "list or map particle that is malformed or of the other type";
        case particle_errc::too_deep:
            return "list or map particle nested too deep";
    }
    return "unknown error";
}

std::optional<std::string_view> geojson_text(bytes_view particle) {
    if (particle.size() < geojson_header_size) return std::nullopt;
    const std::size_t text_at =
        geojson_header_size + geojson_cell_size * load_be<std::uint16_t>(particle.data() + 1);
    if (particle.size() <= text_at) return std::nullopt;
    return as_text(particle.subspan(text_at));
}

bool is_valid_hll(bytes_view particle) {
    if (particle.size() < hll_header_size || particle[0] != 0) return false;
    const unsigned index_bits = particle[1];
    const unsigned minhash_bits = particle[2];
    if (index_bits < 4 || index_bits > 16) return false;
    if (minhash_bits != 0 && (minhash_bits < 4 || minhash_bits > 51)) return false;
    if (index_bits + minhash_bits > 64) return false;
    const std::size_t bits = (std::size_t{1} << index_bits) * (6 + minhash_bits);
    return particle.size() == hll_header_size + (bits + 7) / 8;
}

particle_errc decode_particle(particle_type type, bytes_view bytes, value& out) {
    switch (type) {
        case particle_type::null:
            out = value();
            return bytes.empty() ? particle_errc::ok : particle_errc::bad_size;
        case particle_type::integer:
            return decode_integer(bytes, out);
        case particle_type::floating:
            if (bytes.size() != 8) return particle_errc::bad_size;
            out = std::bit_cast<double>(load_be<std::uint64_t>(bytes.data()));
            return particle_errc::ok;
        case particle_type::string:
            out = as_text(bytes);
            return particle_errc::ok;
        case particle_type::boolean:
            return decode_boolean(bytes, out);
        case particle_type::hll:
            if (!is_valid_hll(bytes)) return particle_errc::bad_hll;
            out = value::hll(bytes);
            return particle_errc::ok;
        case particle_type::map:
            return decode_collection(value_kind::map, bytes, out);
        case particle_type::list:
            return decode_collection(value_kind::list, bytes, out);
        case particle_type::geojson:
            return decode_geojson(bytes, out);
        default:
            if (!is_bytes(type)) return particle_errc::unknown_type;
            out = value::blob(bytes, type);
            return particle_errc::ok;
    }
}

value decode_particle(particle_type type, bytes_view bytes) {
    value out;
    const particle_errc error = decode_particle(type, bytes, out);
    if (error != particle_errc::ok) {
        throw std::invalid_argument("decode_particle: " + std::string(explain(error)));
    }
    return out;
}

particle_type particle_type_of(const value& v) {
    switch (v.kind()) {
        case value_kind::nil:
            return particle_type::null;
        case value_kind::boolean:
            return particle_type::boolean;
        case value_kind::integer:
            return particle_type::integer;
        case value_kind::floating:
            return particle_type::floating;
        case value_kind::string:
            return particle_type::string;
        case value_kind::blob:
            return v.blob_type() == particle_type::null ? particle_type::blob : v.blob_type();
        case value_kind::geojson:
            return particle_type::geojson;
        case value_kind::hll:
            return particle_type::hll;
        case value_kind::list:
            return particle_type::list;
        case value_kind::map:
            return particle_type::map;
        case value_kind::wildcard:
        case value_kind::infinity:
        case value_kind::extension:
        case value_kind::object:
            break;
    }
    throw std::invalid_argument("a bin or key holds no " + std::string(name(v.kind())));
}

void encode_particle(const value& v, buffer& out) {
    switch (particle_type_of(v)) {
        case particle_type::null:
            return;
        case particle_type::integer:
            out.append_u64(static_cast<std::uint64_t>(v.as_int()));
            return;
        case particle_type::floating:
            out.append_u64(std::bit_cast<std::uint64_t>(v.as_double()));
            return;
        case particle_type::boolean:
            out.append_u8(v.as_bool() ? 1 : 0);
            return;
        case particle_type::string:
            out.append(v.as_string());
            return;
        case particle_type::geojson:
            out.append_u8(0);
            out.append_u16(0);
            out.append(v.as_geojson());
            return;
        case particle_type::map:
        case particle_type::list:
            encode_value(v, out);  // also of packed bytes: as they are
            return;
        default:  // HLL and bytes
            out.append(v.as_bytes());
            return;
    }
}

std::size_t particle_size(const value& v) {
    switch (particle_type_of(v)) {
        case particle_type::null:
            return 0;
        case particle_type::integer:
        case particle_type::floating:
            return 8;
        case particle_type::boolean:
            return 1;
        case particle_type::string:
            return v.as_string().size();
        case particle_type::geojson:
            return geojson_header_size + v.as_geojson().size();
        case particle_type::map:
        case particle_type::list:
            return packed_size(v);
        default:
            return v.as_bytes().size();
    }
}

}  // namespace spikelet::wire
