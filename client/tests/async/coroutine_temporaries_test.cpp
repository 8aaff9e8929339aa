// What may stand inside a co_await expression. GCC 12 destroys temporaries of aggregates that have
// a non-trivial destructor twice there, so policies must be trivially destructible, and the owning
// types that calls take must declare a constructor.
#include "async_ways.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <type_traits>

namespace spikelet::tests {
namespace {

int live = 0;

struct counted {
    counted() { ++live; }
    counted(const counted&) { ++live; }
    counted& operator=(const counted&) = default;
    ~counted() { --live; }
};
// What a policy would be if it owned something.
struct owning_aggregate {
    counted member = {};
};
struct owning_class {
    owning_class() = default;
    explicit owning_class(int) {}
    counted member;
};
// What a policy is.
struct trivial_aggregate {
    int a = 0;
    const char* b = nullptr;
};
static_assert(std::is_trivially_destructible_v<trivial_aggregate>);

template <class Options>
asio::awaitable<void> nothing(const Options&) {
    co_return;
}

asio::awaitable<void> await_owning_class() {
    co_await nothing(owning_class{1});
}
asio::awaitable<void> await_owning_aggregate() {
    co_await nothing(owning_aggregate{});
}
asio::awaitable<void> await_named_aggregate() {
    const owning_aggregate named;
    co_await nothing(named);
}

int live_after(asio::awaitable<void> work) {
    live = 0;
    asio::io_context context;
    auto done = asio::co_spawn(context, std::move(work), asio::use_future);
    context.run();
    done.get();
    return live;
}

TEST(coroutine_temporaries, class_with_a_constructor_is_destroyed_once) {
    EXPECT_EQ(live_after(await_owning_class()), 0);
}

TEST(coroutine_temporaries, named_aggregate_is_destroyed_once) {
    EXPECT_EQ(live_after(await_named_aggregate()), 0);
}

// The fault itself: when this fails with a newer GCC, the rule for policies can go.
TEST(coroutine_temporaries, owning_aggregate_is_destroyed_twice_by_gcc_12) {
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ == 12
    EXPECT_LT(live_after(await_owning_aggregate()), 0);
#else
    EXPECT_EQ(live_after(await_owning_aggregate()), 0);
#endif
}

class awaited : public each_async_way {};

TEST_P(awaited, policies_bins_and_keys_may_be_temporaries) {
    const auto work = [](async_client& db) -> asio::awaitable<void> {
        // Not a braced list: GCC 12 cannot compile one inside a co_await expression.
        const bins content{{"text", std::string(100, 't')}};
        auto [failed, written] =
            co_await db.async_put(key("test", "users", std::string(40, 'k')), bins(content),
                                  {.key = key_policy::send, .ttl_s = 100});
        EXPECT_FALSE(failed) << failed;
        auto [unread, read] =
            co_await db.async_get(key("test", "users", std::string(40, 'k')), {.max_retries = 1});
        EXPECT_FALSE(unread) << unread;
        EXPECT_EQ(read.bins.at("text"), std::string(100, 't'));
        EXPECT_EQ(read.metadata.ttl_s, 100u);
    };
    auto done = asio::co_spawn(context, work(db), asio::use_future);
    run_until([&] { return done.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
    done.get();
}

SPIKELET_EACH_WAY(awaited);

}  // namespace
}  // namespace spikelet::tests
