#include "cluster/transport.hpp"

#include "engine/direct_session.hpp"

#include <utility>

namespace spikelet::mock {
namespace {

class channel final : public direct_channel {
public:
    channel(std::shared_ptr<cluster_state> cluster, node& self)
        : cluster_(std::move(cluster)), session_(*cluster_, self) {}

    bool exchange(bytes_view request, wire::buffer& reply) override {
        return !cluster_->is_closed() && session_.exchange(request, reply);
    }

private:
    const std::shared_ptr<cluster_state> cluster_;
    direct_session session_;
};

class transport final : public direct_transport {
public:
    explicit transport(std::shared_ptr<cluster_state> cluster) : cluster_(std::move(cluster)) {}

    std::unique_ptr<direct_channel> connect(const host_address& address) override {
        if (cluster_->is_closed()) return nullptr;
        for (std::size_t i = 0; i < cluster_->node_count(); ++i) {
            node& n = cluster_->node_at(i);
            if (n.address.port == address.port && n.address.host == address.host) {
                return std::make_unique<channel>(cluster_, n);
            }
        }
        return nullptr;
    }

    std::vector<host_address> seeds() const override {
        std::vector<host_address> all;
        for (std::size_t i = 0; i < cluster_->node_count(); ++i) {
            const service_address& a = cluster_->node_at(i).address;
            all.push_back({.host = a.host, .port = a.port});
        }
        return all;
    }

    std::chrono::milliseconds now() const override {
        return std::chrono::milliseconds(cluster_->time().now());
    }

    void sleep_until(std::chrono::milliseconds when) override {
        clock::participant sleeper(cluster_->time(), "a client");
        sleeper.sleep_until(static_cast<time_ms>(when.count()));
    }

private:
    const std::shared_ptr<cluster_state> cluster_;
};

}  // namespace

std::shared_ptr<direct_transport> make_transport(std::shared_ptr<cluster_state> cluster) {
    return std::make_shared<transport>(std::move(cluster));
}

}  // namespace spikelet::mock
