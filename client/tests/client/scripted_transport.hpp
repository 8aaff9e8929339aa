// A way into a cluster in this process that does to commands what a test says: lose them, lose
// their replies, answer in place of the cluster, or throw. Questions of the text protocol pass.
#pragma once

#include <spikelet/transport.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace spikelet::tests {

struct fate {
    enum class kind : std::uint8_t {
        pass,
        lose_request,  // the connection ends before the node has seen it
        lose_reply,    // it ends after the node has done it
        answer,        // `bytes` in place of the node's answer
    };
    kind what = kind::pass;
    std::vector<std::uint8_t> bytes = {};
    bool closes = false;  // after `bytes`
};

class scripted_transport final : public direct_transport {
public:
    using script = std::function<fate(wire::bytes_view request)>;
    scripted_transport(std::shared_ptr<direct_transport> inner, script s)
        : inner_(std::move(inner)), script_(std::move(s)) {}

    std::unique_ptr<direct_channel> connect(const host_address& address) override {
        auto inner = inner_->connect(address);
        if (!inner) return nullptr;
        return std::make_unique<channel>(*this, std::move(inner));
    }
    std::vector<host_address> seeds() const override { return inner_->seeds(); }
    std::chrono::milliseconds now() const override { return inner_->now() + slept_; }
    void sleep_until(std::chrono::milliseconds when) override {
        if (when > now()) slept_ += when - now();
        ++sleeps;
    }

    void advance(std::chrono::milliseconds by) { slept_ += by; }

    unsigned sleeps = 0;
    unsigned commands = 0;
    unsigned questions = 0;  // of the text protocol

private:
    class channel final : public direct_channel {
    public:
        channel(scripted_transport& owner, std::unique_ptr<direct_channel> inner)
            : owner_(owner), inner_(std::move(inner)) {}
        bool exchange(wire::bytes_view request, wire::buffer& reply) override {
            constexpr std::uint8_t info = 1;
            if (request.size() < 2 || request[1] == info) {
                ++owner_.questions;
                return inner_->exchange(request, reply);
            }
            ++owner_.commands;
            const fate f = owner_.script_(request);
            switch (f.what) {
                case fate::kind::pass:
                    return inner_->exchange(request, reply);
                case fate::kind::lose_request:
                    return false;
                case fate::kind::lose_reply: {
                    wire::buffer lost;
                    (void)inner_->exchange(request, lost);
                    return false;
                }
                case fate::kind::answer:
                    reply.append(f.bytes);
                    return !f.closes;
            }
            return false;
        }

    private:
        scripted_transport& owner_;
        std::unique_ptr<direct_channel> inner_;
    };

    std::shared_ptr<direct_transport> inner_;
    script script_;
    std::chrono::milliseconds slept_{0};
};

}  // namespace spikelet::tests
