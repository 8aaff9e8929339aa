// In steady state the client takes nothing from the heap for a command.
#include "async_ways.hpp"
#include "counting_allocator.hpp"

namespace spikelet::tests {
namespace {

// Keeps a number of commands of one kind under way, until as many as wished have ended.
template <class Issue>
class loop {
public:
    loop(asio::io_context& context, Issue issue) : context_(context), issue_(std::move(issue)) {}

    void run(int total, int depth) {
        left_ = total;
        ended_ = 0;
        for (int i = 0; i < depth; ++i)
            next();
        context_.restart();
        while (ended_ < total)
            ASSERT_NE(context_.run_one(), 0u);
    }

private:
    struct handler {
        loop* self;
        template <class Value>
        void operator()(const error& failed, const Value&) const {
            EXPECT_FALSE(failed) << failed;
            ++self->ended_;
            self->next();
        }
    };
    void next() {
        if (left_ == 0) return;
        --left_;
        issue_(handler{this});
    }

    asio::io_context& context_;
    Issue issue_;
    int left_ = 0;
    int ended_ = 0;
};

template <class Issue>
std::uint64_t allocations_of(asio::io_context& context, int total, Issue issue) {
    loop l(context, std::move(issue));
    l.run(2000, 32);  // fills the pools
    const std::uint64_t before = allocation_count();
    l.run(total, 32);
    return allocation_count() - before;
}

// The cluster serves on a thread of its own, which does not count.
class allocations : public testing::Test {
protected:
    allocations()
        : db(make_async_client(context.get_executor(), cluster, way::tcp,
                               {.tend_interval = std::chrono::hours(1)})) {
        EXPECT_FALSE(std::get<0>(wait_for(context, db.async_connect())));
    }
    ~allocations() override {
        db.close();
        context.restart();
        context.run();
    }

    const key who{"test", "users", "ann"};
    mock::cluster cluster;
    asio::io_context context{1};
    async_client db;
};

constexpr int total = 20000;
// What the timer and the scheduler take now and then, whatever the number of commands.
constexpr std::uint64_t few = 20;

TEST_F(allocations, put_takes_nothing) {
    const bins content{{"n", 7}};
    EXPECT_LE(allocations_of(context, total,
                             [&](auto handler) { db.async_put(who, content, {}, handler); }),
              few);
}

TEST_F(allocations, exists_takes_nothing) {
    cluster.put(who, {{"n", 7}});
    EXPECT_LE(
        allocations_of(context, total, [&](auto handler) { db.async_exists(who, {}, handler); }),
        few);
}

TEST_F(allocations, get_of_one_small_bin_takes_nothing) {
    cluster.put(who, {{"n", 7}});
    EXPECT_LE(allocations_of(context, total, [&](auto handler) { db.async_get(who, {}, handler); }),
              few);
}

TEST_F(allocations, get_takes_the_list_of_bins_that_the_caller_gets_and_nothing_else) {
    cluster.put(who, {{"n", 7}, {"m", 8}});
    EXPECT_LE(allocations_of(context, total, [&](auto handler) { db.async_get(who, {}, handler); }),
              total + few);
}

}  // namespace
}  // namespace spikelet::tests
