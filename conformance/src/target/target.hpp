// What the suite runs against: a mock cluster in this process, or servers elsewhere.
#pragma once

#include "load/answer.hpp"
#include "report/suite_result.hpp"
#include "target/exchange_log.hpp"

#include <spikelet/client.hpp>
#include <spikelet/mock/config.hpp>
#include <spikelet/mock/journal.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::conformance {

// What a case wants beyond the target as it is.
struct place_needs {
    nlohmann::json namespace_keys;  // null: none
    nlohmann::json client_keys;
    bool movable_clock = false;
    bool journal = false;  // of the requests of this place alone
    // Write down what goes over the wire, even if that takes another way than usual.
    bool observed = false;
};

// A connected client, and what belongs to it. One thread at a time.
class environment {
public:
    virtual ~environment() = default;
    virtual client& db() = 0;
    virtual const std::string& namespace_name() const = 0;
    virtual ttl_terms terms() const = 0;
    // std::logic_error when the clock is not movable.
    virtual void advance_clock(std::chrono::seconds by) = 0;
    // Requests are written down from now on, by the nodes. std::logic_error when the target does
    // not do that.
    virtual void start_journal() = 0;
    virtual std::vector<mock::journal_entry> journal() = 0;
    // Null unless exchanges are written down.
    virtual exchange_log* log() = 0;
    // Another client of the same cluster; `keys` configure it (null: as the first). Throws
    // `failure`.
    virtual std::unique_ptr<client> another_client(const nlohmann::json& keys = {}) = 0;
};

// Any thread.
class target {
public:
    virtual ~target() = default;
    virtual const target_facts& facts() const = 0;
    // Why there is no place like that; nullopt if there is.
    virtual std::optional<std::string> missing(const place_needs& needs) const = 0;
    // Throws `failure` when no client can connect.
    virtual std::unique_ptr<environment> open(const place_needs& needs) = 0;
};

// Stands between the suite's clients and a mock cluster; for tests of the suite itself.
using transport_filter =
    std::function<std::shared_ptr<direct_transport>(std::shared_ptr<direct_transport>)>;

struct mock_target_options {
    mock::personality personality = mock::personality::community;
    std::uint32_t nodes = 1;
    std::string namespace_name = "test";
    bool over_tcp = false;
    transport_filter filter = {};  // not over TCP
};
std::unique_ptr<target> make_mock_target(const mock_target_options& options);

// Throws `failure` when nobody can be reached there, std::invalid_argument when the namespace is
// not there, or is one in which the suite could not clean up.
std::unique_ptr<target> make_hosts_target(const std::vector<host_address>& hosts,
                                          const std::string& namespace_name);

// Asks the cluster what it is.
target_facts read_facts(client& db, const std::string& namespace_name);

}  // namespace spikelet::conformance
