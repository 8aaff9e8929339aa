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
#include <string>

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

asio::awaitable<void> run(spikelet::async_client& db) {
    const spikelet::error failed = co_await db.async_connect();
    if (failed) {
        std::cerr << failed << '\n';
        co_return;
    }
    static int left = 100;  // outlives this coroutine
    for (int user = 0; user < 100; ++user)
        asio::co_spawn(co_await asio::this_coro::executor, visit(db, user, left), asio::detached);
}

}  // namespace

int main() {
    spikelet::mock::cluster cluster;
    const std::string address = cluster.addresses().front();
    const auto port = static_cast<std::uint16_t>(std::stoul(address.substr(address.find(':') + 1)));

    asio::io_context context;
    spikelet::async_client db(context.get_executor(), {.hosts = {{"127.0.0.1", port}}});
    asio::co_spawn(context, run(db), asio::detached);
    context.run();
    std::cout << cluster.count("test", "users") << " users\n";
    return cluster.count("test", "users") == 100 ? 0 : 1;
}
