#include "explain_names.hpp"
#include "explain_parts.hpp"
#include "text_writer.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/result_code.hpp>

#include <algorithm>

namespace spikelet::wire {

namespace {

std::string_view reason_of(inflate_errc error) {
    switch (error) {
        case inflate_errc::ok:
            return "ok";
        case inflate_errc::truncated:
            return "the compressed data ends early";
        case inflate_errc::too_large:
            return "announces more than a frame may hold";
        case inflate_errc::bad_stream:
            return "not a zlib stream of the announced size";
        case inflate_errc::not_a_message:
            return "does not hold one whole message";
    }
    return "unknown error";
}

std::string_view frame_name(frame_type type) {
    switch (type) {
        case frame_type::info:
            return "info";
        case frame_type::admin:
            return "security";
        case frame_type::message:
            return "message";
        case frame_type::compressed:
            return "compressed";
        case frame_type::xdr:
            return "xdr";
    }
    return "";
}

// Writes lines until the text is as long as it may be. Offsets are those of the data; of an
// inflated frame, those of the frame.
class explainer {
public:
    explicit explainer(std::size_t text_max) : text_max_(text_max) {}

    void frames(bytes_view data) {
        std::size_t offset = 0;
        while (offset < data.size() && !cut_) {
            const bytes_view rest = data.subspan(offset);
            if (rest.size() < frame_header_size) {
                fault(
                    0, offset,
                    "a frame header has 8 bytes, but " + std::to_string(rest.size()) + " are left");
                return;
            }
            const frame_header header = load_frame_header(rest.data());
            if (!frame_line(offset, header)) return;
            const std::size_t there = rest.size() - frame_header_size;
            const auto size =
                static_cast<std::size_t>(std::min<std::uint64_t>(there, header.body_size));
            body(header.type, rest.subspan(frame_header_size, size), offset + frame_header_size);
            if (header.body_size > there) {
                fault(indent, data.size(),
                      std::to_string(header.body_size - there) + " bytes of the frame are missing");
                return;
            }
            offset += frame_header_size + size;
        }
    }

    std::string finish() {
        if (cut_) text_ += "(cut: the whole text is longer)\n";
        return std::move(text_);
    }

private:
    static constexpr unsigned indent = 2;

    template <class Write>
    void line(unsigned depth, std::size_t value_size, Write write) {
        if (cut_) return;
        const std::size_t start = text_.size();
        text_.append(depth, ' ');
        text_writer text(text_, value_text_max);
        write(text);
        text.close(value_size);
        text_ += '\n';
        if (text_.size() > text_max_) {
            text_.resize(start);
            cut_ = true;
        }
    }
    void fault(unsigned depth, std::size_t offset, std::string_view reason) {
        line(depth, 0, [&](text_writer& text) {
            text.put("fault at ");
            text.number(offset);
            text.put(": ");
            text.put(reason);
        });
    }
    void raw(unsigned depth, bytes_view bytes) {
        if (bytes.empty()) return;
        line(depth, bytes.size(), [&](text_writer& text) {
            text.put('<');
            text.hex(bytes);
            text.put('>');
        });
    }

    // ---- frames

    // False when nothing behind the header can be trusted.
    bool frame_line(std::size_t offset, const frame_header& header) {
        const bool version_ok = header.version == frame_version ||
                                (header.version == 0 && header.type == frame_type::admin);
        const std::string_view name = frame_name(header.type);
        std::string reason;
        if (!version_ok) {
            reason = "version " + std::to_string(header.version) + " instead of 2";
        } else if (name.empty()) {
            reason = "unknown frame type " + std::to_string(static_cast<unsigned>(header.type));
        } else if (header.body_size > frame_body_size_max) {
            reason = "a body of " + std::to_string(header.body_size) + " bytes is too large";
        }
        if (!reason.empty()) {
            fault(0, offset, reason);
            return false;
        }
        line(0, 0, [&](text_writer& text) {
            text.put('@');
            text.number(offset);
            text.put(' ');
            text.put(name);
            text.put(", ");
            text.number(header.body_size);
            text.put(" bytes");
        });
        return true;
    }

    void body(frame_type type, bytes_view bytes, std::size_t origin) {
        switch (type) {
            case frame_type::info:
                return info(bytes);
            case frame_type::admin:
                return admin(bytes, origin);
            case frame_type::message:
                return messages(bytes, origin);
            case frame_type::compressed:
                return compressed(bytes, origin);
            case frame_type::xdr:
                return raw(indent, bytes);
        }
    }

    void info(bytes_view bytes) {
        while (!bytes.empty() && !cut_) {
            const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t{'\n'});
            const auto size = static_cast<std::size_t>(end - bytes.begin());
            const bytes_view first = bytes.first(size);
            line(indent, size, [&](text_writer& text) { text.quoted(first); });
            bytes = bytes.subspan(std::min(size + 1, bytes.size()));
        }
    }

    void compressed(bytes_view bytes, std::size_t origin) {
        buffer inner;
        const inflate_errc error = inflate_frame(bytes, inner);
        if (error != inflate_errc::ok) {
            fault(indent, origin, reason_of(error));
            return raw(indent, bytes);
        }
        line(indent, 0, [&](text_writer& text) {
            text.put("inflates to ");
            text.number(inner.size());
            text.put(" bytes");
        });
        messages(inner.view().subspan(frame_header_size), frame_header_size);
    }

    // ---- security

    // Blocks of a 16-byte header and fields (chapter 05).
    void admin(bytes_view bytes, std::size_t origin) {
        constexpr std::size_t header_size = 16;
        byte_reader in(bytes);
        while (!in.at_end() && !cut_) {
            const std::size_t offset = origin + in.position();
            const auto header = in.take(header_size);
            if (!header) {
                fault(indent, offset, "shorter than the 16 bytes of a security header");
                return raw(indent, in.rest());
            }
            admin_line((*header)[1], (*header)[2]);
            for (unsigned i = 0; i < (*header)[3]; ++i) {
                field_view field;
                const std::size_t field_offset = origin + in.position();
                if (const std::string reason = take_field(in, field); !reason.empty()) {
                    fault(indent, field_offset, "field " + std::to_string(i + 1) + ": " + reason);
                    return raw(indent, in.rest());
                }
                admin_field(static_cast<std::uint8_t>(field.type), field.data);
            }
        }
    }
    void admin_line(std::uint8_t result, std::uint8_t command) {
        line(indent, 0, [&](text_writer& text) {
            const std::string_view name = admin_command_name(command);
            text.put(name.empty() ? "command " : name);
            if (name.empty()) text.number(command);
            text.put(", result ");
            text.number(result);
            text.put(' ');
            text.put(wire::name(static_cast<result_code>(result)));
        });
    }
    void admin_field(std::uint8_t id, bytes_view data) {
        const bool secret = id >= 1 && id <= 5;
        line(2 * indent, data.size(), [&](text_writer& text) {
            const std::string_view name = admin_field_name(id);
            text.put(name.empty() ? "field " : name);
            if (name.empty()) text.number(id);
            text.put(' ');
            if (secret) {
                text.number(data.size());
                text.put(" bytes, not shown");
            } else if (data.size() == 4 && (id == 6 || id == 14 || id == 15 || id == 18)) {
                text.number(load_be<std::uint32_t>(data.data()));
            } else {
                text.quoted(data);
            }
        });
    }

    // ---- messages

    void messages(bytes_view bytes, std::size_t origin) {
        std::size_t done = 0;
        do {
            const std::size_t size = message(bytes.subspan(done), origin + done);
            if (size == 0) return;
            done += size;
        } while (done < bytes.size() && !cut_);
    }

    // The size of the message, 0 when it has a fault.
    std::size_t message(bytes_view bytes, std::size_t origin) {
        message_view view;
        if (parse_message_prefix(bytes, view) == message_errc::short_header) {
            fault(
                indent, origin,
                "a message header has 22 bytes, but " + std::to_string(bytes.size()) + " are left");
            raw(indent, bytes);
            return 0;
        }
        const bool request = is_request(view);
        header_line(view.header, request);
        byte_reader in(bytes);
        in.take(message_header_size);
        const bool ok = parts(in, origin, 2 * indent, request, view.header.field_count,
                              view.header.operation_count, true);
        return ok ? in.position() : 0;
    }

    static void labelled(text_writer& text, std::string_view label, std::uint64_t value) {
        if (value == 0) return;
        text.put(", ");
        text.put(label);
        text.put(' ');
        text.number(value);
    }
    static void labelled(text_writer& text, std::string_view label, std::uint8_t bits,
                         const bit_names& names) {
        if (bits == 0) return;
        text.put(", ");
        text.put(label);
        text.put(' ');
        write_bits(text, bits, names);
    }
    void header_line(const message_header& h, bool request) {
        line(indent, 0, [&](text_writer& text) {
            text.put(request ? "request" : "reply ");
            if (!request) {
                text.number(h.result_code);
                text.put(' ');
                text.put(wire::name(static_cast<result_code>(h.result_code)));
            }
            labelled(text, "info1", h.info1, info1_names);
            labelled(text, "info2", h.info2, info2_names);
            labelled(text, "info3", h.info3, info3_names);
            labelled(text, "info4", h.info4, info4_names);
            if (request) labelled(text, "result", h.result_code);
            const bool partition_done = !request && (h.info3 & info3::partition_done) != 0;
            labelled(text, partition_done ? "partition" : "generation", h.generation);
            if (request) {
                ttl(text, h.record_ttl);
                labelled(text, "timeout ms", h.transaction_ttl);
            } else {
                labelled(text, "void-time", h.record_ttl);
                labelled(text, "row", h.transaction_ttl);
            }
        });
    }
    // The special values are small negative numbers.
    static void ttl(text_writer& text, std::uint32_t value) {
        if (value == 0) return;
        text.put(", ttl ");
        text.signed_number(value >= 0xfffffffd ? static_cast<std::int32_t>(value)
                                               : std::int64_t{value});
    }

    // Fields, then operations. False at a fault.
    bool parts(byte_reader& in, std::size_t origin, unsigned depth, bool request,
               unsigned field_count, unsigned operation_count, bool with_rows) {
        for (unsigned i = 0; i < field_count && !cut_; ++i) {
            const std::size_t offset = in.position();
            field_view field;
            if (const std::string reason = take_field(in, field); !reason.empty()) {
                return part_fault(in, origin, depth, "field", i, field_count, reason);
            }
            line(depth, field.data.size(), [&](text_writer& text) { write_field(text, field); });
            if (with_rows &&
                (field.type == field_type::batch || field.type == field_type::batch_with_set)) {
                rows(field.data, origin + offset + 5, depth + indent);
            }
        }
        for (unsigned i = 0; i < operation_count && !cut_; ++i) {
            operation_view operation;
            if (const std::string reason = take_operation(in, operation); !reason.empty()) {
                return part_fault(in, origin, depth, "operation", i, operation_count, reason);
            }
            line(depth, operation.value.size(),
                 [&](text_writer& text) { write_operation(text, operation, request); });
        }
        return true;
    }
    bool part_fault(const byte_reader& in, std::size_t origin, unsigned depth,
                    std::string_view what, unsigned index, unsigned count,
                    const std::string& reason) {
        std::string sentence(what);
        sentence +=
            ' ' + std::to_string(index + 1) + " of " + std::to_string(count) + ": " + reason;
        fault(depth, origin + in.position(), sentence);
        raw(depth, in.rest());
        return false;
    }

    // ---- batches (chapter 04 §3)

    struct row_header {
        std::uint32_t index = 0;
        bytes_view digest;
        std::uint8_t flags = 0;
        message_header header;
    };
    static constexpr std::uint8_t row_repeat = 0x01;

    static bool take_row_header(byte_reader& in, row_header& out) {
        const auto index = in.take_be<std::uint32_t>();
        const auto digest = in.take(20);
        const auto flags = in.take_be<std::uint8_t>();
        if (!index || !digest || !flags) return false;
        out = {.index = *index, .digest = *digest, .flags = *flags, .header = {}};
        if ((*flags & row_repeat) != 0) return true;

        message_header& h = out.header;
        const auto take = [&in](auto& value) {
            const auto taken = in.take_be<std::remove_reference_t<decltype(value)>>();
            if (taken) value = *taken;
            return taken.has_value();
        };
        std::uint16_t generation = 0;
        const bool ok =
            take(h.info1) && ((*flags & 0x02) == 0 || (take(h.info2) && take(h.info3))) &&
            ((*flags & 0x10) == 0 || take(h.info4)) && ((*flags & 0x04) == 0 || take(generation)) &&
            ((*flags & 0x08) == 0 || take(h.record_ttl)) && take(h.field_count) &&
            take(h.operation_count);
        h.generation = generation;
        return ok;
    }

    void rows(bytes_view data, std::size_t origin, unsigned depth) {
        byte_reader in(data);
        const auto count = in.take_be<std::uint32_t>();
        if (!count || !in.take(1)) return;
        for (std::uint32_t i = 0; i < *count && !cut_; ++i) {
            const std::size_t offset = in.position();
            row_header row;
            if (!take_row_header(in, row)) {
                return fault(depth, origin + offset,
                             "row " + std::to_string(i + 1) + " of " + std::to_string(*count) +
                                 " ends early");
            }
            row_line(row, depth);
            if (!parts(in, origin, depth + indent, true, row.header.field_count,
                       row.header.operation_count, false)) {
                return;
            }
        }
        if (!in.at_end()) {
            fault(depth, origin + in.position(),
                  std::to_string(in.left()) + " bytes behind the last row");
        }
    }
    void row_line(const row_header& row, unsigned depth) {
        line(depth, 0, [&](text_writer& text) {
            text.put("row ");
            text.number(row.index);
            text.put(": digest ");
            text.hex(row.digest);
            if ((row.flags & row_repeat) != 0) return text.put(", repeat");
            labelled(text, "info1", row.header.info1, info1_names);
            labelled(text, "info2", row.header.info2, info2_names);
            labelled(text, "info3", row.header.info3, info3_names);
            labelled(text, "info4", row.header.info4, info4_names);
            labelled(text, "generation", row.header.generation);
            ttl(text, row.header.record_ttl);
        });
    }

    std::string text_;
    std::size_t text_max_;
    bool cut_ = false;
};

}  // namespace

std::string explain_frames(bytes_view data, std::size_t text_max) {
    explainer e(text_max);
    e.frames(data);
    return e.finish();
}

}  // namespace spikelet::wire
