// The asynchronous client in coroutines: a visit is counted for each of a hundred users, all at the
// same time, over one connection.
//
// It brings its own cluster. For one elsewhere, give its address: {.hosts = {{"db1", 3000}}}.
#include <spikelet/async_client.hpp>
#include <spikelet/mock/cluster.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;

namespace {

asio::awaitable<void> visit(spikelet::async_client& db, int user, int& left) {
    const spikelet::key who("test", "users", user);
    auto [failed, written] = co_await db.async_increment(who, "visits", 1);
    if (failed) std::cerr << failed << '\n';
    if (--left == 0) {
        auto [unread, last] = co_await db.async_get(who);
        if (!unread) std::cout << "visits of the last user: " << last.bins.at("visits") << '\n';
        co_await db.async_close();
    }
}

asio::awaitable<void> run(spikelet::async_client& db, int& left) {
    const spikelet::error failed = co_await db.async_connect();
    if (failed) {
        std::cerr << failed << '\n';
        co_return;
    }
    for (int user = 0, users = left; user < users; ++user)
        asio::co_spawn(co_await asio::this_coro::executor, visit(db, user, left), asio::detached);
}

}  // namespace

int main() {
    spikelet::mock::cluster cluster;
    const auto seed = spikelet::parse_host_address(cluster.addresses().front()).value();

    asio::io_context context;
    spikelet::async_client db(context.get_executor(), {.hosts = {seed}});
    int left = 100;
    asio::co_spawn(context, run(db, left), asio::detached);
    context.run();
    std::cout << cluster.count("test", "users") << " users\n";
    return cluster.count("test", "users") == 100 ? 0 : 1;
}
