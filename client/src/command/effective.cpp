#include "command/effective.hpp"

#include "api/log.hpp"

#include <utility>

namespace spikelet::command {
namespace {

template <class T>
void take(T& to, const std::optional<T>& from) {
    if (from) to = *from;
}
template <class T>
void take(std::optional<T>& to, const std::optional<T>& from) {
    if (from) to = from;
}

// One list of fields for every kind of policy: those that it has are taken.
template <class Policy>
void overlay(effective_policy& e, const Policy& p) {
    take(e.total_timeout, p.total_timeout);
    take(e.socket_timeout, p.socket_timeout);
    take(e.connect_timeout, p.connect_timeout);
    take(e.timeout_delay, p.timeout_delay);
    take(e.max_retries, p.max_retries);
    take(e.sleep_between_retries, p.sleep_between_retries);
    take(e.compress, p.compress);
    take(e.filter, p.filter);
    take(e.key, p.key);
    take(e.replica, p.replica);
    if constexpr (requires { p.exists; }) take(e.exists, p.exists);
    if constexpr (requires { p.gen; }) take(e.gen, p.gen);
    if constexpr (requires { p.generation; }) take(e.generation, p.generation);
    if constexpr (requires { p.commit_level; }) take(e.commit_level, p.commit_level);
    if constexpr (requires { p.durable_delete; }) take(e.durable_delete, p.durable_delete);
    if constexpr (requires { p.read_mode_ap; }) take(e.read_mode_ap, p.read_mode_ap);
    if constexpr (requires { p.read_mode_sc; }) take(e.read_mode_sc, p.read_mode_sc);
    if constexpr (requires { p.deserialize; }) take(e.deserialize, p.deserialize);
    if constexpr (requires { p.respond_all; }) take(e.respond_all, p.respond_all);
    if constexpr (requires { p.serializer; }) take(e.serializer, p.serializer);
    if constexpr (requires { p.ttl_s; }) {
        if (p.ttl_s && *p.ttl_s != ttl_client_default) e.ttl_s = *p.ttl_s;
    }
    if constexpr (requires { p.read_touch_ttl_percent; }) {
        take(e.read_touch_ttl_percent, p.read_touch_ttl_percent);
    }
    if constexpr (requires { p.compression_threshold; }) {
        take(e.compression_threshold, p.compression_threshold);
    }
}

template <class Policy>
effective_policy resolved(const Policy& call, const effective_policy& group) {
    effective_policy e = group;
    overlay(e, call);
    return e;
}

// ---- deprecated keys

// A deprecated key gives what the group does not say, and says once that it is deprecated.
class deprecated_key {
public:
    deprecated_key(std::string_view name, std::string_view replacement)
        : name_(name), replacement_(replacement) {}
    template <class T>
    void give(const std::optional<T>& from, std::optional<T>& to) {
        if (!from) return;
        if (!std::exchange(warned_, true)) {
            SPIKELET_LOG(log_level::warn, "configuration key ", name_, " is deprecated; use ",
                         replacement_);
        }
        if (!to) to = from;
    }

private:
    std::string_view name_;
    std::string_view replacement_;
    bool warned_ = false;
};

// Which groups a flat key spreads to is its own story (chapter 04 §2; the documented keys).
void spread_deprecated_keys(const config& c, policy_groups& g) {
    const flat_policies& flat = c.policies.deprecated;
    const auto to_all = [&](std::string_view name, std::string_view replacement, const auto& from,
                            auto member) {
        deprecated_key key(name, replacement);
        key.give(from, member(g.read));
        key.give(from, member(g.write));
        key.give(from, member(g.apply));
        key.give(from, member(g.operate));
        key.give(from, member(g.remove));
        key.give(from, member(g.query));
        key.give(from, member(g.scan));
        key.give(from, member(g.batch));
    };
    to_all(
        "policies.total_timeout", "total_timeout of the groups", flat.total_timeout,
        [](auto& p) -> auto& { return p.total_timeout; });
    to_all(
        "policies.socket_timeout", "socket_timeout of the groups", flat.socket_timeout,
        [](auto& p) -> auto& { return p.socket_timeout; });
    to_all(
        "policies.max_retries", "max_retries of the groups", flat.max_retries,
        [](auto& p) -> auto& { return p.max_retries; });

    deprecated_key key("policies.key", "key of the groups");
    key.give(flat.key, g.read.key);
    key.give(flat.key, g.write.key);
    key.give(flat.key, g.apply.key);
    key.give(flat.key, g.operate.key);
    key.give(flat.key, g.remove.key);

    deprecated_key exists("policies.exists", "policies.write.exists");
    exists.give(flat.exists, g.write.exists);

    deprecated_key replica("policies.replica", "replica of the groups");
    replica.give(flat.replica, g.read.replica);
    replica.give(flat.replica, g.write.replica);
    replica.give(flat.replica, g.apply.replica);
    replica.give(flat.replica, g.operate.replica);
    replica.give(flat.replica, g.remove.replica);

    deprecated_key commit("policies.commit_level", "commit_level of the groups");
    commit.give(flat.commit_level, g.write.commit_level);
    commit.give(flat.commit_level, g.apply.commit_level);
    commit.give(flat.commit_level, g.operate.commit_level);
    commit.give(flat.commit_level, g.remove.commit_level);

    deprecated_key ap("policies.read_mode_ap", "read_mode_ap of the groups");
    ap.give(flat.read_mode_ap, g.read.read_mode_ap);
    ap.give(flat.read_mode_ap, g.operate.read_mode_ap);
    ap.give(flat.read_mode_ap, g.batch.read_mode_ap);
    deprecated_key sc("policies.read_mode_sc", "read_mode_sc of the groups");
    sc.give(flat.read_mode_sc, g.read.read_mode_sc);
    sc.give(flat.read_mode_sc, g.operate.read_mode_sc);
    sc.give(flat.read_mode_sc, g.batch.read_mode_sc);

    deprecated_key threshold("compression_threshold", "policies.write.compression_threshold");
    threshold.give(c.compression_threshold, g.write.compression_threshold);
}

// ---- problems

class checker {
public:
    std::optional<policy_problem> take_problem() { return std::move(problem_); }

    void duration(std::string_view field, const std::optional<milliseconds>& v) {
        if (v && (v->count() < 0 || v->count() > UINT32_MAX)) {
            found(field, std::to_string(v->count()) + " ms; 0 … 4294967295 ms are accepted");
        }
    }
    template <class Enum>
    void enumerator(std::string_view field, const std::optional<Enum>& v, Enum last) {
        if (v && static_cast<unsigned>(*v) > static_cast<unsigned>(last)) {
            found(field, std::to_string(static_cast<unsigned>(*v)) + "; 0 … " +
                             std::to_string(static_cast<unsigned>(last)) + " are accepted");
        }
    }
    void percent(std::string_view field, const std::optional<std::int32_t>& v) {
        if (v && (*v < -1 || *v > 100)) {
            found(field, std::to_string(*v) + "; -1 … 100 are accepted");
        }
    }

private:
    void found(std::string_view field, const std::string& what) {
        if (!problem_) problem_ = {std::string(field), std::string(field) + " is " + what};
    }
    std::optional<policy_problem> problem_;
};

template <class Policy>
std::optional<policy_problem> problem_of(const Policy& p) {
    checker c;
    if constexpr (requires { p.timeout; }) c.duration("timeout", p.timeout);
    if constexpr (requires { p.total_timeout; }) c.duration("total_timeout", p.total_timeout);
    if constexpr (requires { p.socket_timeout; }) c.duration("socket_timeout", p.socket_timeout);
    if constexpr (requires { p.connect_timeout; }) {
        c.duration("connect_timeout", p.connect_timeout);
        c.duration("timeout_delay", p.timeout_delay);
        c.duration("sleep_between_retries", p.sleep_between_retries);
    }
    if constexpr (requires { p.key; }) c.enumerator("key", p.key, key_policy::send);
    if constexpr (requires { p.exists; }) {
        c.enumerator("exists", p.exists, exists_policy::create_or_replace);
    }
    if constexpr (requires { p.gen; }) c.enumerator("gen", p.gen, generation_policy::greater);
    if constexpr (requires { p.commit_level; }) {
        c.enumerator("commit_level", p.commit_level, commit_level::master);
    }
    if constexpr (requires { p.replica; }) {
        c.enumerator("replica", p.replica, replica_policy::random);
    }
    if constexpr (requires { p.read_mode_ap; }) {
        c.enumerator("read_mode_ap", p.read_mode_ap, read_mode_ap::all);
        c.enumerator("read_mode_sc", p.read_mode_sc, read_mode_sc::allow_unavailable);
    }
    if constexpr (requires { p.serializer; }) {
        c.enumerator("serializer", p.serializer, serializer::user);
    }
    if constexpr (requires { p.read_touch_ttl_percent; }) {
        c.percent("read_touch_ttl_percent", p.read_touch_ttl_percent);
    }
    return c.take_problem();
}

effective_policy reads_by_default() {
    effective_policy e;
    e.max_retries = 2;
    return e;
}

}  // namespace

effective_groups resolve_groups(const config& c) {
    policy_groups g = c.policies;
    spread_deprecated_keys(c, g);
    return {.read = resolved(g.read, reads_by_default()),
            .write = resolved(g.write, {}),
            .operate = resolved(g.operate, {}),
            .remove = resolved(g.remove, {}),
            .apply = resolved(g.apply, {}),
            .info = resolve(g.info, {})};
}

effective_policy resolve(const read_policy& call, const effective_policy& group) {
    return resolved(call, group);
}
effective_policy resolve(const write_policy& call, const effective_policy& group) {
    return resolved(call, group);
}
effective_policy resolve(const operate_policy& call, const effective_policy& group) {
    return resolved(call, group);
}
effective_policy resolve(const remove_policy& call, const effective_policy& group) {
    return resolved(call, group);
}
effective_policy resolve(const apply_policy& call, const effective_policy& group) {
    return resolved(call, group);
}

effective_info resolve(const info_policy& call, const effective_info& group) {
    effective_info e = group;
    take(e.timeout, call.timeout);
    take(e.send_as_is, call.send_as_is);
    take(e.check_bounds, call.check_bounds);
    return e;
}

std::optional<policy_problem> find_problem(const read_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const write_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const operate_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const remove_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const apply_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const batch_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const scan_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const query_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const info_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const admin_policy& p) {
    return problem_of(p);
}
std::optional<policy_problem> find_problem(const flat_policies& p) {
    return problem_of(p);
}

}  // namespace spikelet::command
