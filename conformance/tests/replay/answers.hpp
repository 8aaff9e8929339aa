// Answers and corpora made for tests.
#pragma once

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/message.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::conformance::testing {

using bytes = std::string;

inline wire::bytes_view view(std::string_view data) {
    return wire::as_bytes(data);
}

inline bytes field(std::uint8_t type, std::string_view data) {
    wire::buffer out;
    wire::append_field(out, static_cast<wire::field_type>(type), view(data));
    return bytes(wire::as_text(out.view()));
}

inline bytes op(std::string_view bin, wire::particle_type particle, std::string_view value) {
    wire::buffer out;
    std::uint8_t* p =
        wire::append_operation(out, wire::operation_type::read, bin, particle, value.size());
    std::copy(value.begin(), value.end(), p);
    return bytes(wire::as_text(out.view()));
}

// A string bin: most rules do not care about the particle.
inline bytes bin(std::string_view name, std::string_view value) {
    return op(name, wire::particle_type::string, value);
}

inline bytes message(wire::message_header header, const std::vector<bytes>& fields,
                     const std::vector<bytes>& ops) {
    header.field_count = static_cast<std::uint16_t>(fields.size());
    header.operation_count = static_cast<std::uint16_t>(ops.size());
    bytes out(wire::message_header_size, '\0');
    wire::store_message_header(reinterpret_cast<std::uint8_t*>(out.data()), header);
    for (const bytes& f : fields)
        out += f;
    for (const bytes& o : ops)
        out += o;
    return out;
}
inline bytes message(const std::vector<bytes>& ops) {
    return message({.generation = 1}, {}, ops);
}

inline bytes frame(wire::frame_type type, std::string_view body) {
    bytes out(wire::frame_header_size, '\0');
    wire::store_frame_header(reinterpret_cast<std::uint8_t*>(out.data()),
                             {.type = type, .body_size = body.size()});
    return out.append(body);
}
inline bytes frame(std::string_view body) {
    return frame(wire::frame_type::message, body);
}
inline bytes info(std::string_view text) {
    return frame(wire::frame_type::info, text);
}

// A folder of one test, removed behind it.
class temporary_folder {
public:
    temporary_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "replay-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::filesystem::filesystem_error(
                "mkdtemp", name, std::error_code(errno, std::generic_category()));
        path_ = name;
    }
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    std::filesystem::path write(std::string_view name, std::string_view content) const {
        auto file = path_ / name;
        std::ofstream(file, std::ios::binary) << content;
        return file;
    }
    std::filesystem::path path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace spikelet::conformance::testing
