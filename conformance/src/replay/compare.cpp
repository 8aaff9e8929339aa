#include "compare.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <stdexcept>

namespace spikelet::conformance {

namespace {

using wire::as_text;
using wire::bytes_view;

// ---- splitting ---------------------------------------------------------------------------------
// Written apart from the library's own parser: the judge must not share the faults of the judged.

constexpr std::size_t op_fixed_size = 8;  // size, operation, particle, flags, name size

struct message_parts {
    bytes_view header;
    std::vector<bytes_view> fields;
    std::vector<bytes_view> ops;
    std::size_t size = 0;
};

// The first message of a body; nullopt if anything in it reaches beyond the end.
std::optional<message_parts> split_message(bytes_view body) {
    if (body.size() < wire::message_header_size) return std::nullopt;
    const std::size_t header_size = body[0];
    if (header_size < wire::message_header_size || header_size > body.size()) return std::nullopt;
    const std::size_t field_count = wire::load_be<std::uint16_t>(&body[18]);
    const std::size_t op_count = wire::load_be<std::uint16_t>(&body[20]);

    message_parts parts;
    parts.header = body.first(header_size);
    std::size_t at = header_size;
    for (std::size_t i = 0; i < field_count + op_count; ++i) {
        if (body.size() - at < 4) return std::nullopt;
        const std::size_t size = 4 + std::size_t{wire::load_be<std::uint32_t>(&body[at])};
        if (size > body.size() - at) return std::nullopt;
        const bytes_view part = body.subspan(at, size);
        at += size;
        if (i < field_count) {
            if (size < 5) return std::nullopt;
            parts.fields.push_back(part);
        } else {
            if (size < op_fixed_size || size < op_fixed_size + part[7]) return std::nullopt;
            parts.ops.push_back(part);
        }
    }
    parts.size = at;
    return parts;
}

// Cuts one whole frame off the front; nullopt leaves `data` alone.
std::optional<bytes_view> take_frame(bytes_view& data) {
    if (data.size() < wire::frame_header_size) return std::nullopt;
    const std::uint64_t size = wire::load_frame_header(data.data()).body_size;
    if (size > data.size() - wire::frame_header_size) return std::nullopt;
    const bytes_view frame = data.first(wire::frame_header_size + static_cast<std::size_t>(size));
    data = data.subspan(frame.size());
    return frame;
}

// The frame inside a compressed one, appended to `storage`; any other, and one that does not
// inflate, as it is.
bytes_view plain_frame(bytes_view frame, wire::buffer& storage) {
    if (wire::load_frame_header(frame.data()).type != wire::frame_type::compressed) return frame;
    const bytes_view body = frame.subspan(wire::frame_header_size);
    if (wire::inflate_frame(body, storage) != wire::inflate_errc::ok) return frame;
    return storage.view();
}

// ---- canonical form ----------------------------------------------------------------------------
// Two answers are the same if their canonical forms are equal: a list of items, each a message or a
// text in which masked parts are replaced and free orders are sorted.

constexpr char message_item = 'm';
constexpr char masked_item = 'x';
constexpr char raw_item = 'r';  // whatever is not what the mode expects

void append(std::string& out, bytes_view bytes) {
    out.append(as_text(bytes));
}

void append_sized(std::string& out, std::string_view bytes) {
    std::uint8_t size[8];
    wire::store_be<std::uint64_t>(size, bytes.size());
    append(out, size);
    out.append(bytes);
}

// flags, cell count, cells, text: the text behind the cells; nullopt if there are fewer than
// announced.
std::optional<std::string_view> geojson_text(bytes_view value) {
    if (value.size() < 3) return std::nullopt;
    const std::size_t cells_size = std::size_t{8} * wire::load_be<std::uint16_t>(&value[1]);
    if (cells_size > value.size() - 3) return std::nullopt;
    return as_text(value.subspan(3 + cells_size));
}

class canonical_form {
public:
    canonical_form(bytes_view answer, const compare_rule& rule, bool strict)
        : rule_(rule), strict_(strict) {
        while (const auto frame = take_frame(answer))
            add_frame(*frame);
        if (is_info()) add_text();
        if (!answer.empty()) add_raw(answer);
        if (rule_.mode == compare_mode::set) std::sort(items_.begin(), items_.end());
    }
    friend bool operator==(const canonical_form& a, const canonical_form& b) {
        return a.items_ == b.items_;
    }

private:
    bool is_info() const {
        return rule_.mode == compare_mode::info || rule_.mode == compare_mode::info_set;
    }

    void add_raw(bytes_view bytes) { items_.push_back(raw_item + std::string(as_text(bytes))); }

    void add_frame(bytes_view received) {
        // What deflating makes of a message differs from library to library.
        wire::buffer inflated;
        const bytes_view frame = plain_frame(received, inflated);
        const wire::frame_header header = wire::load_frame_header(frame.data());
        const auto wanted = is_info() ? wire::frame_type::info : wire::frame_type::message;
        if (header.version != wire::frame_version || header.type != wanted) return add_raw(frame);
        bytes_view body = frame.subspan(wire::frame_header_size);
        if (is_info()) return append(text_, body);
        while (!body.empty()) {
            const auto parts = split_message(body);
            if (!parts) return add_raw(body);
            add_message(*parts);
            body = body.subspan(parts->size);
        }
    }

    void add_message(const message_parts& parts) {
        std::string item(1, message_item);
        if (rule_.mode == compare_mode::result_code) {
            item.push_back(static_cast<char>(parts.header[5]));
            items_.push_back(std::move(item));
            return;
        }
        // The record's void-time depends on when it was written; that it has one does not.
        const bool expires = wire::load_be<std::uint32_t>(&parts.header[10]) != 0;
        append(item, parts.header.first(10));
        item.push_back(expires ? 1 : 0);
        append(item, parts.header.subspan(14));
        for (const bytes_view field : parts.fields) {
            const bool hashed =
                static_cast<wire::field_type>(field[4]) == wire::field_type::bval_array;
            append(item, hashed && rule_.mask_index_values && !strict_ ? field.first(5) : field);
        }
        std::vector<std::string> ops;
        ops.reserve(parts.ops.size());
        for (const bytes_view op : parts.ops)
            ops.push_back(canonical_op(op));
        if (rule_.mode != compare_mode::exact) std::sort(ops.begin(), ops.end());
        for (const std::string& op : ops)
            append_sized(item, op);
        items_.push_back(std::move(item));
    }

    std::string canonical_op(bytes_view op) const {
        const std::size_t head_size = op_fixed_size + op[7];
        const bytes_view value = op.subspan(head_size);
        std::string out(as_text(op.subspan(4, head_size - 4)));
        const auto particle = static_cast<wire::particle_type>(op[5]);
        if (particle == wire::particle_type::geojson && !strict_) {
            const auto text = geojson_text(value);
            out.push_back(text ? masked_item : raw_item);
            return out.append(text.value_or(as_text(value)));
        }
        if (particle == wire::particle_type::string)
            return out.append(without_lua_folders(as_text(value)));
        append(out, value);
        return out;
    }

    void add_text() {
        for (const auto& mask : rule_.text_masks)
            text_ = mask->apply(text_);
        if (rule_.mode == compare_mode::info) {
            items_.push_back(message_item + text_);
            return;
        }
        const std::size_t first = items_.size();
        std::string_view rest = text_;
        for (;;) {
            const auto end = rest.find_first_of(";\n");
            items_.push_back(message_item + std::string(rest.substr(0, end)));
            if (end == std::string_view::npos) break;
            rest.remove_prefix(end + 1);
        }
        std::sort(items_.begin() + static_cast<std::ptrdiff_t>(first), items_.end());
    }

    const compare_rule& rule_;
    const bool strict_;
    std::string text_;
    std::vector<std::string> items_;
};

// ---- Lua ---------------------------------------------------------------------------------------

constexpr std::string_view space = " \t\n\r\f\v";

bool is_space(char c) {
    return space.find(c) != std::string_view::npos;
}
// What may stand in the path in front of a file name, and in the name itself.
bool is_folder_char(char c) {
    return !is_space(c) && c != ':' && c != '"' && c != '\'' && c != '=';
}
bool is_file_char(char c) {
    return !is_space(c) && c != ':' && c != '"' && c != '\'' && c != '/';
}

// Whether `text` begins with "x.lua", at least one character in front of the extension.
bool begins_with_lua_file(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_file_char);
    const auto name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    return name.find(".lua", 1) != std::string_view::npos;
}

}  // namespace

std::string without_lua_folders(std::string_view text) {
    if (text.find(".lua") == std::string_view::npos) return std::string(text);
    std::string out;
    while (!text.empty()) {
        const auto run_end = std::find_if_not(text.begin(), text.end(), is_folder_char);
        const auto run = text.substr(0, static_cast<std::size_t>(run_end - text.begin()));
        // The last slash that a Lua file follows; the name may reach beyond the run.
        std::size_t keep = 0;
        for (auto slash = run.rfind('/'); slash != std::string_view::npos;
             slash = slash == 0 ? std::string_view::npos : run.rfind('/', slash - 1)) {
            if (begins_with_lua_file(text.substr(slash + 1))) {
                keep = slash + 1;
                break;
            }
        }
        const std::size_t next = std::min(run.size() + 1, text.size());
        out.append(text.substr(keep, next - keep));
        text.remove_prefix(next);
    }
    return out;
}

bool ends_stream(bytes_view received) {
    wire::buffer inflated;
    const bytes_view frame = plain_frame(received, inflated);
    if (wire::load_frame_header(frame.data()).type != wire::frame_type::message) return true;
    bytes_view body = frame.subspan(wire::frame_header_size);
    while (const auto parts = split_message(body)) {
        if ((parts->header[3] & wire::info3::last) != 0) return true;
        body = body.subspan(parts->size);
    }
    return false;
}

bool same_answer(bytes_view expected, bytes_view actual, const compare_rule& rule, bool strict) {
    if (as_text(expected) == as_text(actual)) return true;
    try {
        return canonical_form(expected, rule, strict) == canonical_form(actual, rule, strict);
    } catch (const std::runtime_error&) {
        // An answer that no mask can be applied to is not the recorded one.
        return false;
    }
}

}  // namespace spikelet::conformance
