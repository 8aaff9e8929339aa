#include "target/hosts_option.hpp"
#include "target/suite_client.hpp"
#include "target/target.hpp"

#include <spikelet/mock/cluster.hpp>
#include <spikelet/mock/config_json.hpp>

#include <stdexcept>

namespace spikelet::conformance {
namespace {

mock::cluster_config cluster_config_of(const mock_target_options& options,
                                       const place_needs& needs) {
    nlohmann::json ns =
        needs.namespace_keys.is_null() ? nlohmann::json::object() : needs.namespace_keys;
    ns["name"] = options.namespace_name;
    mock::cluster_config defaults;
    defaults.personality = options.personality;
    defaults.nodes = options.nodes;
    // Two copies, as most clusters have, where there are two nodes.
    if (!ns.contains("replication-factor"))
        ns["replication-factor"] = std::min<std::uint32_t>(options.nodes, 2);
    return mock::parse_config_json(nlohmann::json{{"namespaces", {ns}}}.dump(), defaults);
}

std::vector<host_address> hosts_of(mock::cluster& cluster) {
    return parse_hosts_option(cluster.hosts());
}

// A cluster that several environments may share.
struct running_cluster {
    explicit running_cluster(const mock::cluster_config& c) : cluster(c) {}
    mock::cluster cluster;
};

class mock_environment : public environment {
public:
    mock_environment(const mock_target_options& options, const place_needs& needs,
                     std::shared_ptr<running_cluster> running)
        : options_(options), client_keys_(needs.client_keys), running_(std::move(running)) {
        if (!options.over_tcp || needs.observed) log_ = std::make_unique<exchange_log>();
        client_ = another_client(client_keys_);
    }

    client& db() override { return *client_; }
    const std::string& namespace_name() const override { return options_.namespace_name; }
    ttl_terms terms() const override {
        // A virtual clock stands still; a client over TCP reads the machine's.
        constexpr std::uint32_t tolerance_s = 2;
        return {.default_s = running_->cluster.config().namespaces.front().default_ttl_s,
                .tolerance_s = options_.over_tcp ? tolerance_s : 0};
    }
    void advance_clock(std::chrono::seconds by) override { running_->cluster.clock().advance(by); }
    void start_journal() override { running_->cluster.start_journal(); }
    std::vector<mock::journal_entry> journal() override { return running_->cluster.journal(); }
    exchange_log* log() override { return log_.get(); }

    std::unique_ptr<client> another_client(const nlohmann::json& keys) override {
        auto db = make_client(keys);
        db->connect().value();
        return db;
    }

private:
    std::unique_ptr<client> make_client(const nlohmann::json& keys) {
        if (options_.over_tcp) {
            auto hosts = hosts_of(running_->cluster);
            config c = suite_client_config(keys, hosts);
            if (!log_) return std::make_unique<client>(std::move(c));
            return std::make_unique<client>(
                std::move(c), logging_transport(socket_transport(std::move(hosts)), *log_));
        }
        auto transport = running_->cluster.transport();
        if (options_.filter) transport = options_.filter(std::move(transport));
        return std::make_unique<client>(suite_client_config(keys, {}),
                                        logging_transport(std::move(transport), *log_));
    }

    const mock_target_options& options_;
    nlohmann::json client_keys_;
    std::shared_ptr<running_cluster> running_;
    std::unique_ptr<exchange_log> log_;
    std::unique_ptr<client> client_;  // goes before what it uses
};

class mock_target : public target {
public:
    explicit mock_target(const mock_target_options& options)
        : options_(options), shared_(start({})) {
        facts_ = read_facts(mock_environment(options_, {}, shared_).db(), options_.namespace_name);
        facts_.kind = options_.over_tcp ? "tcp" : "direct";
        facts_.address = std::string("mock cluster of ") + std::to_string(options_.nodes) +
                         (options_.nodes == 1 ? " node" : " nodes") + " in this process" +
                         (options_.over_tcp ? ", over TCP" : ", called directly");
        facts_.options =
            std::string("--mock=") +
            (options_.personality == mock::personality::community ? "community" : "enterprise") +
            (options_.over_tcp ? " --tcp" : "") + " --nodes " + std::to_string(options_.nodes);
        if (options_.namespace_name != "test")
            facts_.options += " --namespace " + options_.namespace_name;
    }

    const target_facts& facts() const override { return facts_; }
    std::optional<std::string> missing(const place_needs&) const override { return std::nullopt; }
    std::unique_ptr<environment> open(const place_needs& needs) override {
        const bool own = !needs.namespace_keys.is_null() || needs.movable_clock || needs.journal;
        return std::make_unique<mock_environment>(options_, needs, own ? start(needs) : shared_);
    }

private:
    std::shared_ptr<running_cluster> start(const place_needs& needs) const {
        auto running = std::make_shared<running_cluster>(cluster_config_of(options_, needs));
        if (options_.over_tcp) running->cluster.listen();
        return running;
    }

    const mock_target_options options_;
    std::shared_ptr<running_cluster> shared_;
    target_facts facts_;
};

}  // namespace

std::unique_ptr<target> make_mock_target(const mock_target_options& options) {
    if (options.over_tcp && options.filter)
        throw std::invalid_argument("a transport filter has no place over TCP");
    return std::make_unique<mock_target>(options);
}

}  // namespace spikelet::conformance
