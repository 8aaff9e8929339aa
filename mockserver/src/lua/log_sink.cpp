#include "lua/log_sink.hpp"

#include <utility>

namespace spikelet::mock::lua {

void log_sink::set(receiver to) {
    auto next = to ? std::make_shared<const receiver>(std::move(to)) : nullptr;
    const std::lock_guard lock(mutex_);
    receiver_.swap(next);
}

void log_sink::write(std::span<const logged_line> lines) const {
    if (lines.empty()) return;
    std::shared_ptr<const receiver> to;
    {
        const std::lock_guard lock(mutex_);
        to = receiver_;
    }
    if (!to) return;
    for (const logged_line& l : lines) {
        (*to)({.level = l.level, .file = l.file, .line = l.line, .text = l.text});
    }
}

}  // namespace spikelet::mock::lua
