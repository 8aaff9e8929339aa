// Where lines of the cluster's log go: to whoever asked for them.
#pragma once

#include <spikelet/mock/log.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>

namespace spikelet::mock::lua {

struct logged_line {
    log_level level;
    std::string file;
    int line;
    std::string text;
};

class log_sink {
public:
    using receiver = std::function<void(const log_line&)>;

    // An empty function ends it. Lines that are being written may still reach the former one.
    void set(receiver to);
    // Calls the receiver without a lock; any thread.
    void write(std::span<const logged_line> lines) const;

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const receiver> receiver_;
};

}  // namespace spikelet::mock::lua
