// A way into a cluster in this process that keeps what the client sends.
#pragma once

#include <spikelet/transport.hpp>
#include <spikelet/wire/frame.hpp>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace spikelet::testing {

class recording_transport final : public direct_transport {
public:
    explicit recording_transport(std::shared_ptr<direct_transport> inner)
        : inner_(std::move(inner)) {}

    std::unique_ptr<direct_channel> connect(const host_address& address) override;
    std::vector<host_address> seeds() const override { return inner_->seeds(); }
    std::chrono::milliseconds now() const override { return inner_->now(); }
    void sleep_until(std::chrono::milliseconds when) override { inner_->sleep_until(when); }

    // What was sent since the last time: one entry an exchange.
    std::vector<std::vector<std::uint8_t>> take() { return std::exchange(sent_, {}); }

private:
    class channel;
    std::shared_ptr<direct_transport> inner_;
    std::vector<std::vector<std::uint8_t>> sent_;
};

}  // namespace spikelet::testing
