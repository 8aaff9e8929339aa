// Configurations: what is refused, what wins, what is logged.
#include "scripted_transport.hpp"
#include "ways.hpp"

#include <spikelet/log.hpp>
#include <spikelet/wire/message.hpp>

#include <gmock/gmock.h>

#include <set>

namespace spikelet::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

struct wrong_key {
    const char* key;
    void (*spoil)(config&);
};

TEST(config, wrong_keys_are_named) {
    const wrong_key all[] = {
        {"hosts", [](config& c) { c.hosts.clear(); }},
        {"hosts[0]", [](config& c) { c.hosts[0].host.clear(); }},
        {"hosts[0]", [](config& c) { c.hosts[0].port = 0; }},
        {"hosts[0]", [](config& c) { c.hosts[0].host.push_back('\0'); }},
        {"password", [](config& c) { c.password = "x"; }},
        {"policies.auth_mode", [](config& c) { c.policies.auth_mode = static_cast<auth_mode>(4); }},
        {"policies.login_timeout_ms",
         [](config& c) { c.policies.login_timeout = milliseconds(-1); }},
        {"policies.read.total_timeout",
         [](config& c) { c.policies.read.total_timeout = milliseconds(-1); }},
        {"policies.write.exists",
         [](config& c) { c.policies.write.exists = static_cast<exists_policy>(9); }},
        {"policies.apply.key",
         [](config& c) { c.policies.apply.key = static_cast<key_policy>(9); }},
        {"policies.operate.exists",
         [](config& c) { c.policies.operate.exists = exists_policy::create; }},
        {"policies.remove.generation", [](config& c) { c.policies.remove.generation = 1; }},
        {"policies.info.timeout", [](config& c) { c.policies.info.timeout = milliseconds(-1); }},
        {"policies.replica",
         [](config& c) { c.policies.deprecated.replica = static_cast<replica_policy>(9); }},
        {"thread_pool_size", [](config& c) { c.thread_pool_size = 0; }},
        {"max_socket_idle", [](config& c) { c.max_socket_idle = seconds(86401); }},
        {"max_conns_per_node", [](config& c) { c.max_conns_per_node = 0; }},
        {"min_conns_per_node", [](config& c) { c.min_conns_per_node = 101; }},
        {"connect_timeout", [](config& c) { c.connect_timeout = milliseconds(0); }},
        {"tend_interval", [](config& c) { c.tend_interval = milliseconds(-1); }},
        {"error_rate_window", [](config& c) { c.error_rate_window = 0; }},
        {"rack_id", [](config& c) { c.rack_id = -1; }},
        {"rack_ids[1]",
         [](config& c) {
             c.rack_ids = {1, -1};
         }},
        {"lua.user_path", [](config& c) { c.lua.user_path.assign(256, 'p'); }},
        {"cluster_name", [](config& c) { c.cluster_name.assign(64, 'c'); }},
        {"app_id", [](config& c) { c.app_id.assign(64, 'a'); }},
    };
    for (const wrong_key& w : all) {
        config c{.hosts = {{"127.0.0.1", 3000}}};
        ASSERT_NO_THROW(validate(c));
        w.spoil(c);
        try {
            validate(c);
            ADD_FAILURE() << w.key << " is accepted";
        } catch (const failure& f) {
            EXPECT_EQ(f.error(), client_errc::parameter);
            EXPECT_EQ(f.error().argument(), w.key);
            EXPECT_THAT(f.error().message(), testing::StartsWith(w.key));
        }
    }
}

TEST(config, what_is_not_built_is_refused_and_never_ignored) {
    const wrong_key all[] = {
        {"user", [](config& c) { c.user = "u"; }},
        {"policies.auth_mode", [](config& c) { c.policies.auth_mode = auth_mode::external; }},
        {"shm", [](config& c) { c.shm.emplace(); }},
        {"use_shared_connection", [](config& c) { c.use_shared_connection = true; }},
        {"tls.enable", [](config& c) { c.tls.enable = true; }},
    };
    for (const wrong_key& w : all) {
        config c{.hosts = {{"127.0.0.1", 3000}}};
        w.spoil(c);
        try {
            validate(c);
            ADD_FAILURE() << w.key << " is accepted";
        } catch (const failure& f) {
            EXPECT_EQ(f.error().argument(), w.key);
            EXPECT_THAT(f.error().message(), HasSubstr("is not supported yet"));
        }
    }
}

// What the node is told of a call's timeout.
class precedence : public testing::Test {
protected:
    std::uint32_t timeout_of_get(config c, const read_policy& policy = {}) {
        std::uint32_t timeout = 0;
        auto transport = std::make_shared<scripted_transport>(
            cluster.transport(), [&](wire::bytes_view request) {
                wire::message_view message;
                EXPECT_EQ(wire::parse_message(request.subspan(8), message), wire::message_errc::ok);
                timeout = message.header.transaction_ttl;
                return fate{};
            });
        client db(std::move(c), transport);
        db.connect().value();
        (void)db.get(ann, policy);
        return timeout;
    }
    mock::cluster cluster;
};

TEST_F(precedence, call_then_group_then_deprecated_key_then_default) {
    config c;
    EXPECT_EQ(timeout_of_get(c), 1000u);
    c.policies.deprecated.total_timeout = milliseconds(400);
    EXPECT_EQ(timeout_of_get(c), 400u);
    c.policies.read.total_timeout = milliseconds(300);
    EXPECT_EQ(timeout_of_get(c), 300u);
    EXPECT_EQ(timeout_of_get(c, {.total_timeout = milliseconds(200)}), 200u);
    EXPECT_EQ(timeout_of_get(c, {.socket_timeout = milliseconds(50)}), 50u);
    EXPECT_EQ(timeout_of_get(c, {.total_timeout = milliseconds(0)}), 0u);
}

TEST_F(precedence, each_deprecated_key_is_warned_of_once) {
    std::vector<std::string> warnings;
    set_log_handler([&](log_level level, std::string_view function, std::string_view path, int line,
                        std::string_view message) {
        if (level != log_level::warn) return;
        EXPECT_FALSE(function.empty());
        EXPECT_THAT(std::string(path), HasSubstr(".cpp"));
        EXPECT_GT(line, 0);
        warnings.emplace_back(message);
    });
    config c;
    c.policies.deprecated.total_timeout = milliseconds(400);
    c.compression_threshold = 2000;
    (void)timeout_of_get(c);
    EXPECT_THAT(warnings,
                ElementsAre(AllOf(HasSubstr("policies.total_timeout"), HasSubstr("deprecated")),
                            HasSubstr("policies.write.compression_threshold")));
    warnings.clear();
    set_log_level(log_level::error);
    (void)timeout_of_get(c);
    EXPECT_THAT(warnings, IsEmpty());
    set_log_level(log_level::info);
    set_log_handler({});
    (void)timeout_of_get(c);
    EXPECT_THAT(warnings, IsEmpty());
}

// A client that connects tells which nodes it found, and warns of the deprecated key.
TEST_F(precedence, levels_are_told_apart) {
    std::set<log_level> heard;
    set_log_handler(
        [&](log_level level, std::string_view, std::string_view, int, std::string_view message) {
            EXPECT_FALSE(message.empty());
            heard.insert(level);
        });
    config c;
    c.policies.deprecated.max_retries = 1;
    const auto heard_at = [&](log_level threshold) {
        heard.clear();
        set_log_level(threshold);
        (void)timeout_of_get(c);
        return heard;
    };
    using enum log_level;
    EXPECT_THAT(heard_at(trace), IsSupersetOf({warn, info}));
    EXPECT_THAT(heard_at(info), ElementsAre(warn, info));
    EXPECT_THAT(heard_at(warn), ElementsAre(warn));
    EXPECT_THAT(heard_at(error), IsEmpty());
    EXPECT_THAT(heard_at(off), IsEmpty());
    set_log_level(info);
    set_log_handler({});
}

}  // namespace
}  // namespace spikelet::tests
