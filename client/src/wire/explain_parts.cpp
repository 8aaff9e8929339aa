#include "explain_parts.hpp"

#include "explain_names.hpp"

#include <spikelet/wire/digest.hpp>
#include <spikelet/wire/explain.hpp>

namespace spikelet::wire {

namespace {

bool is_packed(operation_type type) {
    switch (type) {
        case operation_type::cdt_read:
        case operation_type::cdt_modify:
        case operation_type::expression_read:
        case operation_type::expression_modify:
        case operation_type::bits_read:
        case operation_type::bits_modify:
        case operation_type::hll_read:
        case operation_type::hll_modify:
            return true;
        default:
            return false;
    }
}

void write_name_or_number(text_writer& text, std::string_view name, std::string_view unknown,
                          unsigned number) {
    text.put(name);
    if (name != unknown) return;
    text.put(' ');
    text.number(number);
}

// ---- field contents

// What a field of the wrong size looks like.
void write_odd(text_writer& text, bytes_view data) {
    text.put('<');
    text.hex(data);
    text.put("> (");
    text.number(data.size());
    text.put(" bytes)");
}

template <class Int>
void write_big_endian(text_writer& text, bytes_view data) {
    if (data.size() != sizeof(Int)) return write_odd(text, data);
    text.number(load_be<Int>(data.data()));
}

template <class Int>
void write_little_endian(text_writer& text, bytes_view data) {
    if (data.size() != sizeof(Int)) return write_odd(text, data);
    text.number(load_le<Int>(data.data()));
}

void write_digest(text_writer& text, bytes_view data) {
    if (data.size() != digest_size) return write_odd(text, data);
    digest d;
    std::memcpy(d.data(), data.data(), d.size());
    text.hex(data);
    text.put(", partition ");
    text.number(partition_id(d));
}

void write_key(text_writer& text, bytes_view data) {
    if (data.empty()) return write_odd(text, data);
    const auto type = static_cast<particle_type>(data[0]);
    text.put(particle_text(type, data.subspan(1), value_text_max / 2));
}

// u56, little endian: 40 bits of last-update-time, 16 bits of generation.
void write_record_version(text_writer& text, bytes_view data) {
    if (data.size() != 7) return write_odd(text, data);
    std::uint8_t padded[8] = {};
    std::memcpy(padded, data.data(), data.size());
    const auto version = load_le<std::uint64_t>(padded);
    text.put("generation ");
    text.number(version >> 40);
    text.put(", last update ");
    text.number(version & ((std::uint64_t{1} << 40) - 1));
}

void write_count(text_writer& text, bytes_view data, std::size_t element_size) {
    text.number(data.size() / element_size);
    if (const std::size_t rest = data.size() % element_size; rest != 0) {
        text.put(" and ");
        text.number(rest);
        text.put(" odd bytes");
    }
}

void write_index_values(text_writer& text, bytes_view data) {
    if (data.size() != 8) return write_count(text, data, 8);
    text.signed_number(load_le<std::int64_t>(data.data()));
}

// One bound of an index range: as in a bin, but geojson is plain text.
void write_bound(text_writer& text, particle_type type, bytes_view value) {
    const auto shown = type == particle_type::geojson ? particle_type::string : type;
    text.put(particle_text(shown, value, value_text_max / 4));
}

// Chapter 04 §4.
void write_index_range(text_writer& text, bytes_view data) {
    byte_reader in(data);
    const auto count = in.take_be<std::uint8_t>();
    const auto name_size = in.take_be<std::uint8_t>();
    const auto bin = name_size ? in.take(*name_size) : std::nullopt;
    const auto type = bin ? in.take_be<std::uint8_t>() : std::nullopt;
    const auto begin_size = type ? in.take_be<std::uint32_t>() : std::nullopt;
    const auto begin = begin_size ? in.take(*begin_size) : std::nullopt;
    const auto end_size = begin ? in.take_be<std::uint32_t>() : std::nullopt;
    const auto end = end_size ? in.take(*end_size) : std::nullopt;
    if (!end || *count != 1 || !in.at_end()) return write_odd(text, data);
    if (!bin->empty()) {
        text.label(as_text(*bin));
        text.put(' ');
    }
    const auto particle = static_cast<particle_type>(*type);
    text.put(name(particle));
    text.put(' ');
    write_bound(text, particle, *begin);
    text.put(" to ");
    write_bound(text, particle, *end);
}

void write_choice(text_writer& text, bytes_view data,
                  std::initializer_list<std::string_view> names) {
    if (data.size() != 1 || data[0] >= names.size()) return write_odd(text, data);
    text.put(names.begin()[data[0]]);
}

void write_batch(text_writer& text, bytes_view data) {
    byte_reader in(data);
    const auto count = in.take_be<std::uint32_t>();
    const auto flags = in.take_be<std::uint8_t>();
    if (!count || !flags) return write_odd(text, data);
    text.number(*count);
    text.put(" rows, ");
    write_bits(text, *flags, batch_flag_names);
}

void write_field_data(text_writer& text, const field_view& field) {
    const bytes_view data = field.data;
    switch (field.type) {
        case field_type::namespace_name:
        case field_type::set_name:
        case field_type::index_name:
        case field_type::udf_package:
        case field_type::udf_function:
            return text.quoted(data);
        case field_type::key:
            return write_key(text, data);
        case field_type::record_version:
            return write_record_version(text, data);
        case field_type::digest:
            return write_digest(text, data);
        case field_type::mrt_id:
            return write_little_endian<std::uint64_t>(text, data);
        case field_type::mrt_deadline:
            return write_little_endian<std::uint32_t>(text, data);
        case field_type::query_id:
        case field_type::max_records:
        case field_type::last_update_time:
            return write_big_endian<std::uint64_t>(text, data);
        case field_type::socket_timeout:
        case field_type::records_per_second:
            return write_big_endian<std::uint32_t>(text, data);
        case field_type::pid_array:
            return write_count(text, data, 2);
        case field_type::digest_array:
            return write_count(text, data, digest_size);
        case field_type::bval_array:
            return write_index_values(text, data);
        case field_type::index_range:
            return write_index_range(text, data);
        case field_type::index_type:
            return write_choice(text, data, {"default", "list", "map keys", "map values"});
        case field_type::udf_op:
            return write_choice(text, data, {"record", "aggregation", "background"});
        case field_type::index_context:
        case field_type::index_expression:
        case field_type::udf_arglist:
        case field_type::filter_expression:
        case field_type::error_detail:
            return write_msgpack(text, data);
        case field_type::batch:
        case field_type::batch_with_set:
            return write_batch(text, data);
        case field_type::query_binlist:
            break;
    }
    write_odd(text, data);
}

std::string too_large(std::size_t size, std::size_t left) {
    return "size " + std::to_string(size) + ", but " + std::to_string(left) + " bytes are left";
}

}  // namespace

bool is_request(const message_view& message) {
    const message_header& h = message.header;
    const unsigned reply_info1 = info1::get_no_bins;
    const unsigned reply_info3 = info3::last | info3::partition_done;
    return (h.info1 & ~reply_info1) != 0 || h.info2 != 0 || (h.info3 & ~reply_info3) != 0 ||
           h.info4 != 0 || message.has(field_type::query_id) || message.has(field_type::pid_array);
}

void write_operation_value(text_writer& text, const operation_view& operation, bool of_request) {
    if (!of_request || !is_packed(operation.type)) {
        return text.put(particle_text(operation.particle, operation.value, value_text_max / 2));
    }
    const auto packed_name =
        packed_operation_name(static_cast<std::uint8_t>(operation.type), operation.value);
    if (!packed_name.empty()) {
        text.put(packed_name);
        text.put(' ');
    }
    text.put(msgpack_text(operation.value, value_text_max / 2));
}

void write_operation(text_writer& text, const operation_view& operation, bool of_request) {
    write_name_or_number(text, name(operation.type), "operation",
                         static_cast<unsigned>(operation.type));
    if (!operation.bin.empty()) {
        text.put(' ');
        text.label(operation.bin);
    }
    if (of_request && operation.value.empty() && operation.particle == particle_type::null &&
        operation.type != operation_type::write) {
        return;
    }
    text.put(' ');
    write_operation_value(text, operation, of_request);
}

void write_field(text_writer& text, const field_view& field) {
    write_name_or_number(text, name(field.type), "field", static_cast<unsigned>(field.type));
    text.put(' ');
    write_field_data(text, field);
}

std::string take_field(byte_reader& in, field_view& out) {
    byte_reader ahead = in;
    const auto size = ahead.take_be<std::uint32_t>();
    if (!size) return too_large(4, in.left());
    if (*size == 0) return "size 0";
    const auto bytes = ahead.take(*size);
    if (!bytes) return too_large(*size, ahead.left());
    out = {.type = static_cast<field_type>((*bytes)[0]), .data = bytes->subspan(1)};
    in = ahead;
    return {};
}

std::string take_operation(byte_reader& in, operation_view& out) {
    byte_reader ahead = in;
    const auto size = ahead.take_be<std::uint32_t>();
    if (!size) return too_large(4, in.left());
    const auto bytes = ahead.take(*size);
    if (!bytes) return too_large(*size, ahead.left());
    if (*size < 4) return "size " + std::to_string(*size) + " is less than 4";
    const std::size_t name_size = (*bytes)[3];
    const std::size_t lut_size = ((*bytes)[2] & 1) != 0 ? 8 : 0;
    if (*size < 4 + name_size + lut_size) {
        return "size " + std::to_string(*size) + " has no room for a name of " +
               std::to_string(name_size) + " bytes" + (lut_size != 0 ? " and an update time" : "");
    }
    out = {.type = static_cast<operation_type>((*bytes)[0]),
           .particle = static_cast<particle_type>((*bytes)[1]),
           .bin = as_text(bytes->subspan(4, name_size)),
           .value = bytes->subspan(4 + name_size + lut_size)};
    in = ahead;
    return {};
}

}  // namespace spikelet::wire
