#include "api/module_file.hpp"

#include "command/modules.hpp"
#include "net/read_file.hpp"

#include <system_error>
#include <utility>

namespace spikelet {

result<module_file> read_module(const std::filesystem::path& path, const std::string& user_path) {
    std::string name = path.filename().string();
    if (error e = command::check_module_file(name, "path")) return e;
    std::filesystem::path found = path;
    std::error_code ignored;
    if (path.is_relative() && !user_path.empty() && !std::filesystem::exists(path, ignored)) {
        found = std::filesystem::path(user_path) / path;
    }
    auto text = net::read_file(found, udf_text_size_max);
    if (!text) return text.error();
    return module_file{.name = std::move(name), .text = std::move(*text)};
}

}  // namespace spikelet
