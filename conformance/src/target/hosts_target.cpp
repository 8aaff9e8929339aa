#include "target/settings.hpp"
#include "target/suite_client.hpp"
#include "target/target.hpp"

#include <stdexcept>

namespace spikelet::conformance {
namespace {

constexpr const char* no_journal = "servers elsewhere keep no journal of requests";

// A server elsewhere needs this long for a call at worst, and its clock is not ours.
constexpr std::uint32_t ttl_tolerance_s = 5;

// "10.0.0.7:3000,[::1]:3000"
std::string hosts_text(const std::vector<host_address>& hosts) {
    std::string out;
    for (const host_address& h : hosts)
        out += (out.empty() ? "" : ",") + to_string(h);
    return out;
}

class hosts_environment : public environment {
public:
    hosts_environment(const std::vector<host_address>& hosts, const place_needs& needs,
                      const target_facts& facts)
        : hosts_(hosts), facts_(facts) {
        if (needs.observed) log_ = std::make_unique<exchange_log>();
        client_ = another_client(needs.client_keys);
    }

    client& db() override { return *client_; }
    const std::string& namespace_name() const override { return facts_.namespace_name; }
    ttl_terms terms() const override {
        const auto found = facts_.namespace_info.find("default-ttl");
        ttl_terms out{.default_s = 0, .tolerance_s = ttl_tolerance_s};
        if (found != facts_.namespace_info.end())
            out.default_s =
                static_cast<std::uint32_t>(std::strtoul(found->second.c_str(), nullptr, 10));
        return out;
    }
    void advance_clock(std::chrono::seconds) override {
        throw std::logic_error("the clock of servers elsewhere cannot be moved");
    }
    void start_journal() override { throw std::logic_error(no_journal); }
    std::vector<mock::journal_entry> journal() override { throw std::logic_error(no_journal); }
    exchange_log* log() override { return log_.get(); }

    std::unique_ptr<client> another_client(const nlohmann::json& keys) override {
        config c = suite_client_config(keys, hosts_);
        auto db = log_ ? std::make_unique<client>(
                             std::move(c), logging_transport(socket_transport(hosts_), *log_))
                       : std::make_unique<client>(std::move(c));
        db->connect().value();
        return db;
    }

private:
    const std::vector<host_address>& hosts_;
    const target_facts& facts_;
    std::unique_ptr<exchange_log> log_;
    std::unique_ptr<client> client_;
};

class hosts_target : public target {
public:
    hosts_target(const std::vector<host_address>& hosts, const std::string& namespace_name)
        : hosts_(hosts) {
        facts_.namespace_name = namespace_name;
        hosts_environment first(hosts_, {}, facts_);
        facts_ = read_facts(first.db(), namespace_name);
        facts_.kind = "hosts";
        facts_.address = hosts_text(hosts_);
        facts_.options = "--hosts " + facts_.address;
        if (namespace_name != "test") facts_.options += " --namespace " + namespace_name;
        if (facts_.namespace_info.empty()) {
            const auto known = first.db().info_any("namespaces");
            throw std::invalid_argument("--namespace \"" + namespace_name + "\": the cluster at " +
                                        facts_.address + " has no such namespace" +
                                        (known ? "; it has " + *known : ""));
        }
        if (const auto why = unsuitability(facts_))
            throw std::invalid_argument("--namespace \"" + namespace_name + "\" of " +
                                        facts_.address + ": " + *why);
    }

    const target_facts& facts() const override { return facts_; }

    std::optional<std::string> missing(const place_needs& needs) const override {
        if (needs.movable_clock) return "needs a clock that can be moved";
        if (needs.journal) return "needs a journal of requests, which only mock clusters keep";
        if (needs.namespace_keys.is_null()) return std::nullopt;
        for (const auto& [key, wanted] : needs.namespace_keys.items()) {
            const std::string text = wanted.is_string() ? wanted.get<std::string>() : wanted.dump();
            auto found = facts_.namespace_info.find(key);
            if (found == facts_.namespace_info.end())
                found = facts_.namespace_info.find("storage-engine." + key);
            if (found == facts_.namespace_info.end() || !is_setting(found->second, text))
                return std::string("needs a namespace with ").append(key).append(" ").append(text);
        }
        return std::nullopt;
    }

    std::unique_ptr<environment> open(const place_needs& needs) override {
        return std::make_unique<hosts_environment>(hosts_, needs, facts_);
    }

private:
    const std::vector<host_address> hosts_;
    target_facts facts_;
};

}  // namespace

std::unique_ptr<target> make_hosts_target(const std::vector<host_address>& hosts,
                                          const std::string& namespace_name) {
    return std::make_unique<hosts_target>(hosts, namespace_name);
}

}  // namespace spikelet::conformance
