// Executing a tend: every question once, until there are no more or the client closes.
#include "net/run_tend.hpp"

#include <gmock/gmock.h>

#include <atomic>

namespace spikelet::net {
namespace {

// Nobody answers.
class silent_links final : public tend_links {
public:
    bool ask(topology::link_id, const host_address&, std::string_view, std::string_view&,
             std::string& why) override {
        if (++asked == stops_after) stop = true;
        why = "nobody answers";
        return false;
    }
    void close(topology::link_id) override {}
    std::vector<host_address> resolve(const host_address& address) override { return {address}; }

    std::atomic<bool> stop{false};
    unsigned asked = 0;
    unsigned stops_after = 0;  // 0: never
};

std::vector<host_address> hosts(unsigned count) {
    std::vector<host_address> all;
    for (unsigned i = 0; i < count; ++i)
        all.push_back({.host = "10.0.0." + std::to_string(i), .port = 3000});
    return all;
}

TEST(run_tend, asks_every_seed_and_names_them_all) {
    topology::cluster cluster{{}};
    topology::tend tend(cluster, {.seeds = hosts(5)});
    silent_links links;
    const error& outcome = run_tend(tend, links, &links.stop);
    EXPECT_EQ(outcome, client_errc::invalid_host);
    EXPECT_EQ(links.asked, 5u);
    for (const host_address& host : hosts(5))
        EXPECT_THAT(outcome.message(), testing::HasSubstr(host.host + ":3000: nobody answers"));
}

TEST(run_tend, ends_between_two_questions_when_the_client_closes) {
    topology::cluster cluster{{}};
    topology::tend tend(cluster, {.seeds = hosts(5)});
    silent_links links;
    links.stops_after = 2;
    run_tend(tend, links, &links.stop);
    EXPECT_EQ(links.asked, 2u);
    // The next one begins anew.
    links.stop = false;
    EXPECT_EQ(run_tend(tend, links, &links.stop), client_errc::invalid_host);
    EXPECT_EQ(links.asked, 7u);
}

}  // namespace
}  // namespace spikelet::net
