#include "run/modules.hpp"

#include "run/wait.hpp"

#include <algorithm>
#include <cstdint>

namespace spikelet::conformance {
namespace {

std::string base64(std::string_view bytes) {
    static constexpr char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(bytes.size() - i, 3);
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (j < count ? static_cast<std::uint8_t>(bytes[i + j]) : 0u);
        for (std::size_t j = 0; j < 4; ++j)
            out += j <= count ? digits[group >> (18 - 6 * j) & 63] : '=';
    }
    return out;
}

bool every_node_has(client& db, const std::string& file, const std::string& content) {
    const auto answers = db.info_all("udf-get:filename=" + file, {.check_bounds = false});
    if (!answers) return false;
    for (const auto& [node, answer] : *answers) {
        if (!answer || answer->find("content=" + content + ";") == std::string::npos) return false;
    }
    return true;
}

}  // namespace

std::string register_module(client& db, std::string_view name, std::string_view text) {
    const std::string file = std::string(name) + ".lua";
    const std::string content = base64(text);
    const auto answer =
        db.info_any("udf-put:filename=" + file + ";content=" + content +
                        ";content-len=" + std::to_string(content.size()) + ";udf-type=LUA;",
                    {.check_bounds = false});
    if (!answer) return answer.error().to_string();
    if (*answer != "ok") return *answer;
    const bool arrived = wait_until([&] { return every_node_has(db, file, content); });
    return arrived ? "" : file + " has not reached every node";
}

void remove_module(client& db, std::string_view name) {
    // One that is not there is as good.
    static_cast<void>(db.info_any("udf-remove:filename=" + std::string(name) + ".lua"));
}

}  // namespace spikelet::conformance
