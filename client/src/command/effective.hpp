// Policies with every field decided: call, then group, then deprecated key, then default.
#pragma once

#include <spikelet/config.hpp>
#include <spikelet/policy.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace spikelet::command {

// What one single-record command goes by. Timeouts of 0 mean none.
struct effective_policy {
    milliseconds total_timeout{1000};
    milliseconds socket_timeout{30000};  // as given: see attempt_timeout()
    milliseconds connect_timeout{0};
    milliseconds timeout_delay{3000};
    milliseconds sleep_between_retries{0};
    std::uint32_t max_retries = 0;
    std::uint32_t ttl_s = ttl_namespace_default;
    std::uint32_t compression_threshold = 0;
    std::int32_t read_touch_ttl_percent = 0;
    std::uint16_t generation = 0;
    bool compress = false;
    bool deserialize = true;
    bool durable_delete = false;
    bool respond_all = false;
    key_policy key = key_policy::digest;
    exists_policy exists = exists_policy::ignore;
    generation_policy gen = generation_policy::ignore;
    spikelet::commit_level commit_level = spikelet::commit_level::all;
    replica_policy replica = replica_policy::sequence;
    spikelet::read_mode_ap read_mode_ap = spikelet::read_mode_ap::one;
    spikelet::read_mode_sc read_mode_sc = spikelet::read_mode_sc::session;
    std::optional<spikelet::serializer> serializer = {};  // none: chosen by what is set
    expression_view filter = {};                          // empty: none

    // Silence of one attempt: the socket timeout, at most the total one, which also stands for 0
    // (chapter 04 §2).
    milliseconds attempt_timeout() const {
        if (socket_timeout.count() == 0) return total_timeout;
        return total_timeout.count() != 0 && socket_timeout > total_timeout ? total_timeout
                                                                            : socket_timeout;
    }
    // What the server is told (chapter 04 §1): nothing unless the whole call is limited.
    std::uint32_t server_timeout_ms() const {
        return total_timeout.count() == 0 ? 0
                                          : static_cast<std::uint32_t>(attempt_timeout().count());
    }
};

// What one question to nodes goes by.
struct effective_info {
    milliseconds timeout{1000};
    bool send_as_is = true;
    bool check_bounds = true;
};

// The groups of a configuration, for calls that say nothing.
struct effective_groups {
    effective_policy read;
    effective_policy write;
    effective_policy operate;
    effective_policy remove;
    effective_policy apply;
    effective_info info;
};

// `c` has been validated. Logs a warning for each deprecated key that is used.
effective_groups resolve_groups(const config& c);

// What a call says, over its group. A ttl of ttl_client_default is the group's.
effective_policy resolve(const read_policy& call, const effective_policy& group);
effective_policy resolve(const write_policy& call, const effective_policy& group);
effective_policy resolve(const operate_policy& call, const effective_policy& group);
effective_policy resolve(const remove_policy& call, const effective_policy& group);
effective_policy resolve(const apply_policy& call, const effective_policy& group);
effective_info resolve(const info_policy& call, const effective_info& group);

// The first field that is wrong: its name, and what is wrong with it and what is accepted.
struct policy_problem {
    std::string field;
    std::string message;
};
std::optional<policy_problem> find_problem(const read_policy& p);
std::optional<policy_problem> find_problem(const write_policy& p);
std::optional<policy_problem> find_problem(const operate_policy& p);
std::optional<policy_problem> find_problem(const remove_policy& p);
std::optional<policy_problem> find_problem(const apply_policy& p);
std::optional<policy_problem> find_problem(const batch_policy& p);
std::optional<policy_problem> find_problem(const scan_policy& p);
std::optional<policy_problem> find_problem(const query_policy& p);
std::optional<policy_problem> find_problem(const info_policy& p);
std::optional<policy_problem> find_problem(const admin_policy& p);
std::optional<policy_problem> find_problem(const flat_policies& p);

}  // namespace spikelet::command
