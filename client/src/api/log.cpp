#include "api/log.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace spikelet {
namespace {

// The log is the process's by its documented interface.
struct log_state {
    // What is written: the threshold, or "off" while nobody listens.
    std::atomic<log_level> effective{log_level::off};
    std::mutex mutex;  // of what follows
    log_level threshold = log_level::info;
    std::shared_ptr<const log_handler> handler;

    void refresh() { effective = handler ? threshold : log_level::off; }
};

log_state& state() {
    static log_state s;
    return s;
}

}  // namespace

void set_log_handler(log_handler handler) {
    log_state& s = state();
    const std::lock_guard lock(s.mutex);
    s.handler = handler ? std::make_shared<const log_handler>(std::move(handler)) : nullptr;
    s.refresh();
}

void set_log_level(log_level threshold) {
    log_state& s = state();
    const std::lock_guard lock(s.mutex);
    s.threshold = threshold;
    s.refresh();
}

namespace logging {

bool is_wanted(log_level level) {
    return level <= state().effective.load(std::memory_order_relaxed) && level != log_level::off;
}

void write(log_level level, const char* function, const char* path, int line,
           const std::string& message) {
    log_state& s = state();
    std::shared_ptr<const log_handler> handler;
    {
        const std::lock_guard lock(s.mutex);
        handler = s.handler;
    }
    if (!handler) return;
    try {
        (*handler)(level, function, path, line, message);
    } catch (...) {  // a log that fails must not end a call
    }
}

}  // namespace logging
}  // namespace spikelet
