// AS_MSG: the data command and its reply (chapter 01 §3 to §5).
//
// Decoding gives views into the caller's bytes; nothing is copied. `parse_message` checks every
// field and operation against the end of the body once; walking them afterwards needs no more
// checks.
//
//     if (auto m = wire::parse_message(body)) {
//         if (auto ns = m->field(wire::field_type::namespace_name)) …
//         for (wire::operation_view op : m->operations()) …
//     }
#pragma once

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

namespace spikelet::wire {

// ---- header

inline constexpr std::size_t message_header_size = 22;

// Bits of info1.
namespace info1 {
inline constexpr std::uint8_t read = 0x01;
inline constexpr std::uint8_t get_all = 0x02;
inline constexpr std::uint8_t short_query = 0x04;
inline constexpr std::uint8_t batch = 0x08;
inline constexpr std::uint8_t xdr = 0x10;
inline constexpr std::uint8_t get_no_bins = 0x20;
inline constexpr std::uint8_t consistency_level_all = 0x40;
inline constexpr std::uint8_t compress_response = 0x80;
}  // namespace info1

// Bits of info2.
namespace info2 {
inline constexpr std::uint8_t write = 0x01;
inline constexpr std::uint8_t delete_record = 0x02;
inline constexpr std::uint8_t generation = 0x04;     // record's generation must equal the header's
inline constexpr std::uint8_t generation_gt = 0x08;  // header's generation must be greater
inline constexpr std::uint8_t durable_delete = 0x10;
inline constexpr std::uint8_t create_only = 0x20;
inline constexpr std::uint8_t relax_ap_long_query = 0x40;
inline constexpr std::uint8_t respond_all_ops = 0x80;
}  // namespace info2

// Bits of info3.
namespace info3 {
inline constexpr std::uint8_t last = 0x01;
inline constexpr std::uint8_t commit_level_master = 0x02;
inline constexpr std::uint8_t partition_done = 0x04;
inline constexpr std::uint8_t update_only = 0x08;
inline constexpr std::uint8_t create_or_replace = 0x10;
inline constexpr std::uint8_t replace_only = 0x20;
inline constexpr std::uint8_t sc_read_type = 0x40;
inline constexpr std::uint8_t sc_read_relax = 0x80;
}  // namespace info3

// Bits of info4.
namespace info4 {
inline constexpr std::uint8_t mrt_verify_read = 0x01;
inline constexpr std::uint8_t mrt_roll_forward = 0x02;
inline constexpr std::uint8_t mrt_roll_back = 0x04;
inline constexpr std::uint8_t mrt_monitor_driven = 0x08;
inline constexpr std::uint8_t mrt_on_locking_only = 0x10;
}  // namespace info4

struct message_header {
    std::uint8_t info1 = 0;
    std::uint8_t info2 = 0;
    std::uint8_t info3 = 0;
    std::uint8_t info4 = 0;
    std::uint8_t result_code = 0;
    std::uint32_t generation = 0;
    // Request: ttl in seconds, or a special value (chapter 01 §12). Reply: void-time, seconds since
    // 2010-01-01 UTC, 0 for never.
    std::uint32_t record_ttl = 0;
    std::uint32_t transaction_ttl = 0;  // ms; in a batch reply the row's index
    std::uint16_t field_count = 0;
    std::uint16_t operation_count = 0;
};

message_header load_message_header(const std::uint8_t* p);
void store_message_header(std::uint8_t* p, const message_header& header);

// ---- fields

enum class field_type : std::uint8_t {
    namespace_name = 0,
    set_name = 1,
    key = 2,
    record_version = 3,
    digest = 4,
    mrt_id = 5,
    mrt_deadline = 6,
    query_id = 7,
    socket_timeout = 9,
    records_per_second = 10,
    pid_array = 11,
    digest_array = 12,
    max_records = 13,
    last_update_time = 14,
    bval_array = 15,
    index_name = 21,
    index_range = 22,
    index_context = 23,
    index_expression = 24,
    index_type = 26,
    udf_package = 30,
    udf_function = 31,
    udf_arglist = 32,
    udf_op = 33,
    query_binlist = 40,
    batch = 41,
    batch_with_set = 42,
    filter_expression = 43,
    error_detail = 45,
};
inline constexpr std::size_t known_field_count = 46;

// "namespace", "digest", …; unknown types give "field".
std::string_view name(field_type type);

// ---- operations

enum class operation_type : std::uint8_t {
    read = 1,
    write = 2,
    cdt_read = 3,
    cdt_modify = 4,
    increment = 5,
    expression_read = 7,
    expression_modify = 8,
    append = 9,
    prepend = 10,
    touch = 11,
    bits_read = 12,
    bits_modify = 13,
    delete_all = 14,
    hll_read = 15,
    hll_modify = 16,
};

std::string_view name(operation_type type);

inline constexpr std::size_t bin_name_size_max = 15;
// At most that long and without a zero byte; the empty name is one.
inline bool is_bin_name(std::string_view name) {
    return name.size() <= bin_name_size_max && name.find('\0') == std::string_view::npos;
}

struct operation_view {
    operation_type type;
    particle_type particle;
    std::string_view bin;
    bytes_view value;
};

// ---- a parsed message

struct field_view {
    field_type type;
    bytes_view data;
};

enum class message_errc : std::uint8_t {
    ok,
    short_header,         // fewer than 22 bytes
    field_out_of_bounds,  // a field's size is 0 or reaches beyond the end
    operation_out_of_bounds,
    trailing_bytes,
};
// A sentence that says which and where.
std::string_view explain(message_errc error);

class message_view {
public:
    message_header header;

    // The first field of that type; unknown types (46 and above) are not kept.
    std::optional<bytes_view> field(field_type type) const {
        if (!has(type)) return std::nullopt;
        const slot& s = slots_[static_cast<std::size_t>(type)];
        return bytes_view{base_ + s.offset, s.size};
    }
    bool has(field_type type) const {
        const auto index = static_cast<std::size_t>(type);
        return index < known_field_count && slots_[index].offset != 0;
    }

    class operation_iterator {
    public:
        using value_type = operation_view;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        operation_iterator() = default;
        operation_iterator(const std::uint8_t* p, std::uint32_t left) : p_(p), left_(left) {}
        operation_view operator*() const {
            const std::uint32_t size = load_be<std::uint32_t>(p_);
            const std::uint8_t name_size = p_[7];
            const std::size_t lut_size = (p_[6] & 1) != 0 ? 8 : 0;
            return {static_cast<operation_type>(p_[4]), static_cast<particle_type>(p_[5]),
                    as_text({p_ + 8, name_size}),
                    bytes_view{p_ + 8 + name_size + lut_size, size - 4 - name_size - lut_size}};
        }
        operation_iterator& operator++() {
            p_ += 4 + load_be<std::uint32_t>(p_);
            --left_;
            return *this;
        }
        operation_iterator operator++(int) {
            auto copy = *this;
            ++*this;
            return copy;
        }
        friend bool operator==(const operation_iterator& a, const operation_iterator& b) {
            return a.left_ == b.left_;
        }

    private:
        const std::uint8_t* p_ = nullptr;
        std::uint32_t left_ = 0;
    };
    struct operation_range {
        operation_iterator first;
        std::uint32_t count;
        operation_iterator begin() const { return first; }
        operation_iterator end() const { return {nullptr, 0}; }
        std::uint32_t size() const { return count; }
        bool empty() const { return count == 0; }
    };
    operation_range operations() const {
        return {operation_iterator{operations_, operation_count_}, operation_count_};
    }
    // Bytes of the body that this message takes; less than the body in a stream of several
    // messages.
    std::size_t size() const { return size_; }

private:
    friend struct message_parser;
    struct slot {
        std::uint32_t offset =
            0;  // from base_; never 0 for a present field, the header lies before
        std::uint32_t size = 0;
    };
    const std::uint8_t* base_ = nullptr;
    const std::uint8_t* operations_ = nullptr;
    std::uint32_t operation_count_ =
        0;  // what was checked; the header's is only what was announced
    std::size_t size_ = 0;
    slot slots_[known_field_count];
};

// Parses a request or single-message reply body; every byte of it must belong to the message. `out`
// may be reused; it refers to `body`. On error `out.header` holds what could be read of it (bytes
// that are missing read as 0), and `out` has the fields in front of the fault and no operations;
// trailing bytes leave the whole message readable.
message_errc parse_message(bytes_view body, message_view& out);
// Parses the first of possibly several messages (batch and query replies); `out.size()` is where
// the next one begins. Never answers trailing_bytes.
message_errc parse_message_prefix(bytes_view body, message_view& out);

// ---- writing

// Appends one field. `data` must not lie in `out`.
void append_field(buffer& out, field_type type, bytes_view data);
// Appends an operation's header and name and leaves `value_size` bytes to fill; returns them. `bin`
// takes at most 255 bytes on the wire and must not lie in `out`.
std::uint8_t* append_operation(buffer& out, operation_type type, std::string_view bin,
                               particle_type particle, std::size_t value_size);

// A message, frame included, whose counts are not known when it begins.
//
//     wire::message_writer m(out);
//     m.field(field_type::namespace_name, as_bytes("test"));
//     m.operation(operation_type::write, "a", particle_type::integer, eight_bytes);
//     m.finish({.info2 = info2::write});
//
// Fields before operations. finish() fills in the counts and sizes; until then the buffer's tail is
// unfit to send.
class message_writer {
public:
    explicit message_writer(buffer& out) : out_(out), frame_(out, frame_type::message) {
        out.grow(message_header_size);
    }
    void field(field_type type, bytes_view data) {
        append_field(out_, type, data);
        ++field_count_;
    }
    void operation(operation_type type, std::string_view bin, particle_type particle,
                   bytes_view value) {
        std::uint8_t* p = append_operation(out_, type, bin, particle, value.size());
        if (!value.empty()) std::memcpy(p, value.data(), value.size());
        ++operation_count_;
    }
    // For values that are encoded in place.
    std::uint8_t* operation(operation_type type, std::string_view bin, particle_type particle,
                            std::size_t value_size) {
        ++operation_count_;
        return append_operation(out_, type, bin, particle, value_size);
    }
    std::uint32_t operation_count() const { return operation_count_; }
    // False when there are more operations or bytes than a message can carry: such a message must
    // be restarted. Check after each operation whose size a peer decides.
    bool fits() const {
        return operation_count_ <= 0xFFFF && out_.size() - frame_.start() <= frame_body_size_max;
    }
    // The whole frame as written so far.
    std::size_t start() const { return frame_.start(); }
    // Drops every field and operation written so far.
    void restart() {
        out_.truncate(frame_.start() + frame_header_size + message_header_size);
        field_count_ = 0;
        operation_count_ = 0;
    }
    void finish(message_header header);

private:
    buffer& out_;
    frame_writer frame_;
    std::uint32_t field_count_ = 0;
    std::uint32_t operation_count_ = 0;
};

}  // namespace spikelet::wire
