#include "recording_transport.hpp"

namespace spikelet::testing {

class recording_transport::channel final : public direct_channel {
public:
    channel(recording_transport& owner, std::unique_ptr<direct_channel> inner)
        : owner_(owner), inner_(std::move(inner)) {}

    bool exchange(wire::bytes_view request, wire::buffer& reply) override {
        owner_.sent_.emplace_back(request.begin(), request.end());
        return inner_->exchange(request, reply);
    }

private:
    recording_transport& owner_;
    std::unique_ptr<direct_channel> inner_;
};

std::unique_ptr<direct_channel> recording_transport::connect(const host_address& address) {
    auto inner = inner_->connect(address);
    if (!inner) return nullptr;
    return std::make_unique<channel>(*this, std::move(inner));
}

}  // namespace spikelet::testing
