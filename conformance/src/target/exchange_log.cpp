#include "target/exchange_log.hpp"

namespace spikelet::conformance {
namespace {

// Enough for every call of a case; a call that is made 65535 times shows its last ones.
constexpr std::size_t exchanges_max = 64;

class logging_channel : public direct_channel {
public:
    logging_channel(std::unique_ptr<direct_channel> to, exchange_log& log)
        : to_(std::move(to)), log_(log) {}

    bool exchange(wire::bytes_view request, wire::buffer& reply) override {
        const std::size_t before = reply.size();
        const bool open = to_->exchange(request, reply);
        log_.add({.request = std::string(wire::as_text(request)),
                  .reply = std::string(wire::as_text(reply.view().subspan(before))),
                  .closed = !open});
        return open;
    }

private:
    std::unique_ptr<direct_channel> to_;
    exchange_log& log_;
};

class logging : public direct_transport {
public:
    logging(std::shared_ptr<direct_transport> to, exchange_log& log)
        : to_(std::move(to)), log_(log) {}

    std::unique_ptr<direct_channel> connect(const host_address& address) override {
        auto channel = to_->connect(address);
        if (!channel) return nullptr;
        return std::make_unique<logging_channel>(std::move(channel), log_);
    }
    std::vector<host_address> seeds() const override { return to_->seeds(); }
    std::chrono::milliseconds now() const override { return to_->now(); }
    void sleep_until(std::chrono::milliseconds when) override { to_->sleep_until(when); }

private:
    std::shared_ptr<direct_transport> to_;
    exchange_log& log_;
};

}  // namespace

void exchange_log::add(exchange_bytes e) {
    const std::lock_guard lock(mutex_);
    if (exchanges_.size() == exchanges_max) exchanges_.erase(exchanges_.begin());
    exchanges_.push_back(std::move(e));
}

std::vector<exchange_bytes> exchange_log::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(exchanges_, {});
}

std::shared_ptr<direct_transport> logging_transport(std::shared_ptr<direct_transport> to,
                                                    exchange_log& log) {
    return std::make_shared<logging>(std::move(to), log);
}

}  // namespace spikelet::conformance
