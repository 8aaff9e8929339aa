// Batches: the rows of one message, each a single-record command of its own (chapter 04 §3).
#include "engine/reply.hpp"
#include "engine/work_limit.hpp"
#include "operations/expressions/expression.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

namespace spikelet::mock {
namespace {

using enum wire::result_code;
using wire::result_code;

namespace row_flags {
constexpr std::uint8_t repeat = 0x01;
constexpr std::uint8_t info = 0x02;
constexpr std::uint8_t generation = 0x04;
constexpr std::uint8_t ttl = 0x08;
constexpr std::uint8_t info4 = 0x10;
}  // namespace row_flags
constexpr std::uint8_t respond_all_rows = 0x04;
constexpr std::uint8_t send_row_errors = 0x08;

// Answers are sent in frames of about this size.
constexpr std::size_t block_size = 128u << 10;
// A row of 25 bytes can ask for megabytes: a batch is cut off with "queues full" beyond this.
constexpr std::size_t reply_size_max = 256u << 20;

constexpr std::size_t field_header_size = 4;

// What rows that repeat it share.
struct row_body {
    std::uint8_t info1 = 0;
    std::uint8_t info2 = 0;
    std::uint8_t info3 = 0;
    std::uint8_t info4 = 0;
    std::uint16_t generation = 0;
    std::uint32_t ttl = 0;
    std::uint16_t field_count = 0;
    std::uint16_t operation_count = 0;
    bytes_view fields = {};
    bytes_view operations = {};
};

struct row {
    std::uint32_t index = 0;
    bytes_view digest = {};
    row_body body = {};
};

class row_reader {
public:
    explicit row_reader(bytes_view bytes) : rest_(bytes) {}

    template <class Int>
    bool take(Int& out) {
        if (rest_.size() < sizeof(Int)) return false;
        out = wire::load_be<Int>(rest_.data());
        rest_ = rest_.subspan(sizeof(Int));
        return true;
    }
    bool take(std::size_t size, bytes_view& out) {
        if (rest_.size() < size) return false;
        out = rest_.first(size);
        rest_ = rest_.subspan(size);
        return true;
    }
    // `count` parts, each a size of four bytes and as much behind it.
    bool take_sized(std::size_t count, bytes_view& out) {
        const bytes_view all = rest_;
        for (std::size_t i = 0; i < count; ++i) {
            std::uint32_t size = 0;
            bytes_view part;
            if (!take(size) || !take(size, part)) return false;
        }
        out = all.first(all.size() - rest_.size());
        return true;
    }

private:
    bytes_view rest_;
};

bool take_body(row_reader& in, std::uint8_t flags, row_body& out) {
    out = {};
    if (!in.take(out.info1)) return false;
    if ((flags & row_flags::info) != 0 && (!in.take(out.info2) || !in.take(out.info3))) {
        return false;
    }
    if ((flags & row_flags::info4) != 0 && !in.take(out.info4)) return false;
    if ((flags & row_flags::generation) != 0 && !in.take(out.generation)) return false;
    if ((flags & row_flags::ttl) != 0 && !in.take(out.ttl)) return false;
    return in.take(out.field_count) && in.take(out.operation_count) &&
           in.take_sized(out.field_count, out.fields) &&
           in.take_sized(out.operation_count, out.operations);
}

// The first field of a row is its namespace.
std::optional<std::string_view> namespace_of(const row_body& body) {
    if (body.field_count == 0) return std::nullopt;
    const auto size = wire::load_be<std::uint32_t>(body.fields.data());
    constexpr auto type = static_cast<std::uint8_t>(wire::field_type::namespace_name);
    if (size == 0 || body.fields[field_header_size] != type) return std::nullopt;
    return wire::as_text(body.fields.subspan(field_header_size + 1, size - 1));
}

struct batch {
    std::vector<row> rows;
    bool responds_to_all = false;  // else the first failure is the end
    bool sends_failure = false;    // that one too
};

// Nothing if any row is malformed, or of no namespace. Rows beyond the count are not looked at.
std::optional<batch> parse_batch(const cluster_state& cluster, bytes_view data) {
    row_reader in(data);
    std::uint32_t count = 0;
    std::uint8_t flags = 0;
    if (!in.take(count) || !in.take(flags) || count == 0) return std::nullopt;
    batch out;
    out.responds_to_all = (flags & respond_all_rows) != 0;
    out.sends_failure = (flags & send_row_errors) != 0;
    row r;
    for (std::uint32_t i = 0; i < count; ++i) {
        std::uint8_t own = 0;
        if (!in.take(r.index) || !in.take(wire::digest_size, r.digest) || !in.take(own)) {
            return std::nullopt;
        }
        if ((own & row_flags::repeat) != 0) {
            if (i == 0) return std::nullopt;
        } else {
            if (!take_body(in, own, r.body)) return std::nullopt;
            const auto name = namespace_of(r.body);
            if (!name || !cluster.find_namespace(*name)) return std::nullopt;
        }
        out.rows.push_back(r);
    }
    return out;
}

// More rows than the configuration allows, by the batch's own count.
bool has_too_many_rows(const cluster_state& cluster, bytes_view data) {
    const std::uint32_t max = cluster.config().batch_max_requests;
    std::uint32_t count = 0;
    return max != 0 && row_reader(data).take(count) && count > max;
}

bool has_field(const row_body& body, wire::field_type type) {
    row_reader in(body.fields);
    for (std::uint16_t i = 0; i < body.field_count; ++i) {
        std::uint32_t size = 0;
        bytes_view field;
        if (!in.take(size) || !in.take(size, field)) return false;
        if (!field.empty() && field[0] == static_cast<std::uint8_t>(type)) return true;
    }
    return false;
}

bool calls_function(const row& r) {
    return (r.body.info2 & wire::info2::write) != 0 &&
           has_field(r.body, wire::field_type::udf_package);
}

// The row as the body of a message of its own.
void make_message(const row& r, const wire::message_header& batch, std::optional<bytes_view> filter,
                  wire::buffer& out) {
    using wire::field_type;
    const row_body& b = r.body;
    const bool adds_filter = filter && !has_field(b, field_type::filter_expression);
    out.clear();
    std::uint8_t* h = out.grow(wire::message_header_size);
    std::memset(h, 0, wire::message_header_size);
    h[0] = wire::message_header_size;
    h[1] = b.info1 & static_cast<std::uint8_t>(~wire::info1::batch);  // no batches in batches
    h[2] = b.info2;
    h[3] = b.info3;
    h[4] = b.info4;
    wire::store_be(h + 6, std::uint32_t{b.generation});
    wire::store_be(h + 10, b.ttl);
    wire::store_be(h + 14, batch.transaction_ttl);
    const int added = adds_filter ? 2 : 1;
    wire::store_be(h + 18, static_cast<std::uint16_t>(b.field_count + added));
    wire::store_be(h + 20, b.operation_count);
    out.append(b.fields);
    wire::append_field(out, field_type::digest, r.digest);
    if (adds_filter) wire::append_field(out, field_type::filter_expression, *filter);
    out.append(b.operations);
}

bool is_failure(result_code code) {
    return code != ok && code != record_not_found && code != filtered_out;
}

// Frames of rows, and the last one.
class reply_stream {
public:
    reply_stream(wire::buffer& out, bool compresses) : out_(out), compresses_(compresses) {}

    // Appends the message of a row's own reply frame. What a row read is answered as plain reads.
    void add(bytes_view frame, std::uint32_t index, bool is_read) {
        if (!block_ || out_.size() - block_->start() + frame.size() > block_size) {
            close();
            block_.emplace(out_, wire::frame_type::message);
        }
        const bytes_view message = frame.subspan(wire::frame_header_size);
        std::uint8_t* p = out_.grow(message.size());
        std::memcpy(p, message.data(), message.size());
        constexpr std::size_t index_offset = 14;  // in place of the time that is left
        wire::store_be(p + index_offset, index);
        if (is_read) make_plain_reads(p, message.size());
    }
    void finish(result_code code) {
        close();
        append_bare_reply(code, wire::info3::last, out_);
    }

private:
    // Replies have no fields: operations follow the header.
    static void make_plain_reads(std::uint8_t* message, std::size_t size) {
        constexpr std::size_t code_offset = 4;
        std::size_t at = wire::message_header_size;
        while (at < size) {
            message[at + code_offset] = static_cast<std::uint8_t>(wire::operation_type::read);
            at += 4 + wire::load_be<std::uint32_t>(message + at);
        }
    }
    void close() {
        if (!block_) return;
        block_->finish();
        if (compresses_) compress_reply(block_->start(), out_);
        block_.reset();
    }

    wire::buffer& out_;
    bool compresses_;
    std::optional<wire::frame_writer> block_;
};

}  // namespace

std::optional<result_code> execute_batch(cluster_state& cluster, node& self,
                                         const wire::message_view& message, wire::buffer& out,
                                         client_clock reads, slow_frames slow) {
    using wire::field_type;
    auto data = message.field(field_type::batch);
    if (!data) data = message.field(field_type::batch_with_set);
    const bool too_many = data && has_too_many_rows(cluster, *data);
    const auto parsed = data && !too_many ? parse_batch(cluster, *data) : std::nullopt;
    const bool compresses =
        (message.header.info1 & wire::info1::compress_response) != 0 && cluster.is_enterprise();
    // Rows that are done cannot be taken back when a later one turns out to be slow.
    if (slow == slow_frames::leave && parsed && std::ranges::any_of(parsed->rows, calls_function)) {
        return std::nullopt;
    }
    reply_stream stream(out, compresses);
    const auto finish = [&](result_code code) {
        stream.finish(code);
        return code;
    };
    if (!parsed) return finish(too_many ? batch_max_requests : parameter);

    const auto filter = message.field(field_type::filter_expression);
    if (filter && expressions::compile_condition(*filter) == nullptr) return finish(parameter);
    const time_ms deadline = deadline_of(message.header, cluster.time().now());
    const std::size_t begin = out.size();
    work_limit limit(cluster);
    wire::buffer request;
    wire::buffer reply;
    for (const row& r : parsed->rows) {
        make_message(r, message.header, filter, request);
        if (limit.is_exceeded_now()) return finish(timeout);
        reply.clear();
        // Each function has its own time, and they all have the batch's.
        if (cluster.time().now() > deadline && calls_function(r)) {
            append_bare_reply(timeout, 0, reply);
        } else {
            execute_message(cluster, self, request.view(), reply, reads);
        }
        const auto code = static_cast<result_code>(reply.view()[wire::frame_header_size + 5]);
        if (out.size() - begin + reply.size() > reply_size_max) {
            return finish(batch_queues_full);
        }
        const bool is_end = is_failure(code) && !parsed->responds_to_all;
        if (!is_end || parsed->sends_failure) {
            stream.add(reply.view(), r.index, (r.body.info2 & wire::info2::write) == 0);
        }
        if (is_end) return finish(code);
    }
    return finish(ok);
}

}  // namespace spikelet::mock
