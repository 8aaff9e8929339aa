#include "record/recording.hpp"
#include "target/exchange_log.hpp"

#include <spikelet/conformance/replay.hpp>
#include <spikelet/wire/frame.hpp>

#include <chrono>
#include <system_error>
#include <thread>

namespace spikelet::conformance {
namespace {

constexpr std::chrono::seconds answer_timeout{10};

class socket_channel : public direct_channel {
public:
    explicit socket_channel(transport exchange) : exchange_(std::move(exchange)) {}

    bool exchange(wire::bytes_view request, wire::buffer& reply) override {
        while (request.size() >= wire::frame_header_size) {
            const auto size =
                wire::frame_header_size +
                static_cast<std::size_t>(wire::load_frame_header(request.data()).body_size);
            const wire::bytes_view frame = request.first(std::min(size, request.size()));
            wire::buffer answer;
            if (exchange_(frame, kind_of_answer(frame), answer) != exchange_status::answered)
                return false;
            reply.append(answer.view());
            request = request.subspan(frame.size());
        }
        return true;
    }

private:
    transport exchange_;
};

class sockets : public direct_transport {
public:
    explicit sockets(std::vector<host_address> seeds) : seeds_(std::move(seeds)) {}

    std::unique_ptr<direct_channel> connect(const host_address& address) override {
        try {
            return std::make_unique<socket_channel>(
                tcp_transport(address.host, address.port, answer_timeout));
        } catch (const std::system_error&) {
            return nullptr;
        }
    }
    std::vector<host_address> seeds() const override { return seeds_; }
    std::chrono::milliseconds now() const override {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
    }
    void sleep_until(std::chrono::milliseconds when) override {
        std::this_thread::sleep_until(std::chrono::steady_clock::time_point(when));
    }

private:
    std::vector<host_address> seeds_;
};

}  // namespace

std::shared_ptr<direct_transport> socket_transport(std::vector<host_address> seeds) {
    return std::make_shared<sockets>(std::move(seeds));
}

}  // namespace spikelet::conformance
