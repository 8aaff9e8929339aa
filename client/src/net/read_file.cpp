#include "net/read_file.hpp"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace spikelet::net {
namespace {

error unreadable(const std::filesystem::path& path, const std::string& reason) {
    return {client_errc::parameter,
            {.message = "'" + path.string() + "' cannot be read: " + reason, .argument = "path"}};
}

struct closer {
    void operator()(std::FILE* f) const { std::fclose(f); }
};

}  // namespace

result<std::string> read_file(const std::filesystem::path& path, std::size_t size_max) {
    const std::unique_ptr<std::FILE, closer> file(std::fopen(path.c_str(), "rb"));
    if (!file) return unreadable(path, std::generic_category().message(errno));
    std::string text;
    char block[1 << 14];
    while (const std::size_t count = std::fread(block, 1, sizeof block, file.get())) {
        text.append(block, count);
        if (text.size() > size_max) {
            return unreadable(path, "it is longer than " + std::to_string(size_max) + " bytes");
        }
    }
    // A folder opens, and fails here.
    if (std::ferror(file.get()) != 0) {
        return unreadable(path, std::generic_category().message(errno));
    }
    return text;
}

}  // namespace spikelet::net
