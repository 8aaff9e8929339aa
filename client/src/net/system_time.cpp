#include "net/system_time.hpp"

#include <chrono>

namespace spikelet::net {

namespace {
constexpr std::int64_t epoch_unix_s = 1262304000;
}

conversation::instant steady_now() {
    return std::chrono::steady_clock::now().time_since_epoch();
}

std::uint32_t epoch_now_s() {
    const auto unix_time = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(unix_time).count() - epoch_unix_s);
}

}  // namespace spikelet::net
