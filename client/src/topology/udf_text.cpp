#include "topology/udf_text.hpp"

#include "topology/info_text.hpp"

namespace spikelet::topology {
namespace {

std::optional<std::string> decoded(std::string_view base64) {
    if (base64.size() % 4 != 0) return std::nullopt;
    std::size_t size = base64.size() / 4 * 3;
    if (base64.ends_with("==")) {
        size -= 2;
    } else if (base64.ends_with('=')) {
        size -= 1;
    }
    std::string out(size, '\0');
    if (!decode_base64(base64, reinterpret_cast<std::uint8_t*>(out.data()), size)) {
        return std::nullopt;
    }
    return out;
}

// The value of `key=` among parts with separators; nullopt when there is none.
std::optional<std::string_view> find_key(std::string_view text, std::string_view key,
                                         char separator) {
    while (const auto part = take_part(text, separator)) {
        if (part->size() > key.size() && part->starts_with(key) && (*part)[key.size()] == '=') {
            return part->substr(key.size() + 1);
        }
    }
    return std::nullopt;
}

}  // namespace

std::string udf_put_command(std::string_view name, std::string_view text) {
    const std::string content = encode_base64(text);
    std::string command = "udf-put:filename=";
    command += name;
    command += ";content=";
    command += content;
    command += ";content-len=" + std::to_string(content.size()) + ";udf-type=LUA;";
    return command;
}

std::string udf_get_command(std::string_view name) {
    return "udf-get:filename=" + std::string(name);
}

std::string udf_remove_command(std::string_view name) {
    return "udf-remove:filename=" + std::string(name) + ";";
}

std::optional<std::string> parse_udf_error(std::string_view value) {
    const auto reason = find_key(value, "error", ';');
    if (!reason || !value.starts_with("error=")) return std::nullopt;
    if (*reason != "compile_error") return std::string(*reason);
    std::string words(find_key(value, "file", ';').value_or("the module"));
    if (const auto line = find_key(value, "line", ';')) {
        words += ':';
        words += *line;
    }
    const std::string_view message = find_key(value, "message", ';').value_or("");
    return words + ": " + decoded(message).value_or(std::string(message));
}

std::optional<std::vector<udf_module>> parse_udf_list(std::string_view value) {
    std::vector<udf_module> modules;
    while (const auto part = take_part(value, ';')) {
        const auto name = find_key(*part, "filename", ',');
        const auto hash = find_key(*part, "hash", ',');
        if (!name || !hash || find_key(*part, "type", ',') != "LUA") return std::nullopt;
        modules.push_back({.name = std::string(*name), .hash = std::string(*hash)});
    }
    return modules;
}

std::optional<std::string> parse_udf_text(std::string_view value) {
    const auto content = find_key(value, "content", ';');
    if (!content) return std::nullopt;
    return decoded(*content);
}

}  // namespace spikelet::topology
