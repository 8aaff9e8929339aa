// Lua modules: udf-put, udf-get, udf-list, udf-remove, udf-clear-cache (chapter 14 §1). Their
// errors have a form of their own, `error=…`.
#include "info/base64.hpp"
#include "info/families.hpp"
#include "info/sha1.hpp"
#include "lua/registry.hpp"

#include <optional>
#include <string>

namespace spikelet::mock::info {
namespace {

constexpr std::string_view type_name = "LUA";
constexpr std::size_t content_length_digits_max = 10;
constexpr std::size_t content_length_step = 4;  // base64 comes in groups of four

// The parameter's text; nullopt when it is missing or has no value.
std::optional<std::string_view> find_text(const request& r, std::string_view name) {
    const auto found = find_parameter(r.arguments, name);
    if (!found || !found->value) return std::nullopt;
    return found->value;
}

std::optional<std::string_view> file_parameter(const request& r) {
    const auto file = find_text(r, "filename");
    if (file && lua::is_module_file(*file)) return file;
    put(r.out, "error=invalid_filename");
    return std::nullopt;
}

// For a file that need not be a module's: a name that none could have is just not found.
std::optional<std::string_view> any_file_parameter(const request& r) {
    const auto file = find_text(r, "filename");
    if (file && !file->empty() && file->size() <= lua::file_name_size_max) return file;
    put(r.out, "error=invalid_filename");
    return std::nullopt;
}

// The module's text in base64, as long as the request says. nullopt: an error has been answered.
std::optional<std::string_view> content_parameter(const request& r) {
    const auto length = find_text(r, "content-len");
    if (!length || length->empty() || length->size() > content_length_digits_max) {
        put(r.out, "error=invalid_content_len");
        return std::nullopt;
    }
    if (const auto type = find_parameter(r.arguments, "udf-type");
        type && (!type->value || *type->value != type_name)) {
        put(r.out, "error=invalid_udf_type");
        return std::nullopt;
    }
    const auto size = parse_number(*length);
    if (!size || *size % content_length_step != 0) {
        put(r.out, "error=invalid_content_len");
        return std::nullopt;
    }
    const auto content = find_text(r, "content");
    if (!content || content->size() != *size) {
        put(r.out, "error=invalid_content");
        return std::nullopt;
    }
    return content;
}

}  // namespace

std::string module_metadata(std::string_view file, std::string_view content64) {
    std::string json = "{\"content64\": \"";
    json.append(content64).append("\", \"type\": \"").append(type_name);
    return json.append("\", \"name\": \"").append(file).append("\"}");
}

void udf_put(const request& r) {
    const auto file = file_parameter(r);
    if (!file) return;
    const auto content64 = content_parameter(r);
    if (!content64) return;
    const auto content = decode_base64(*content64);
    if (!content || content->empty()) return put(r.out, "error=invalid_base64_content");
    if (content->size() > lua::content_size_max) {
        return put(r.out, "error=invalid_udf_content_len,>1M");
    }
    lua::module_error error;
    if (r.cluster.functions().put(*file, *content, sha1_hex(module_metadata(*file, *content64)),
                                  error)) {
        return put(r.out, "ok");
    }
    put(r.out, "error=compile_error;file=", std::string_view(error.file), ";line=", error.line,
        ";message=", std::string_view(encode_base64(wire::as_bytes(error.message))));
}

void udf_get(const request& r) {
    const auto file = any_file_parameter(r);
    if (!file) return;
    const auto found = r.cluster.functions().get(*file);
    if (!found) return put(r.out, "error=not_found");
    put(r.out, "type=", type_name,
        ";content=", std::string_view(encode_base64(wire::as_bytes(found->content))), ';');
}

void udf_list(const request& r) {
    for (const auto& m : r.cluster.functions().list()) {
        put(r.out, "filename=", std::string_view(m->file), ",hash=", std::string_view(m->hash),
            ",type=", type_name, ';');
    }
}

void udf_remove(const request& r) {
    const auto file = any_file_parameter(r);
    if (!file) return;
    r.cluster.functions().remove(*file);
    put(r.out, "ok");
}

void udf_clear_cache(const request& r) {
    r.cluster.functions().clear_cache();
    put(r.out, "ok");
}

}  // namespace spikelet::mock::info
