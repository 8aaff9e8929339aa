// Commands of many threads on one record: each is all or nothing, and none is lost.
#include "behaviours/tables.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace spikelet::conformance {
namespace {

constexpr int threads_count = 4;
constexpr int rounds = 50;

// Runs `work(thread)` on each thread, and returns when all have ended.
void on_threads(const std::function<void(int)>& work) {
    std::vector<std::thread> threads;
    threads.reserve(threads_count);
    for (int i = 0; i < threads_count; ++i)
        threads.emplace_back(work, i);
    for (std::thread& t : threads)
        t.join();
}

void no_increment_is_lost(behaviour_context& c) {
    const key k = c.key("counter");
    std::atomic<int> failures{0};
    on_threads([&](int) {
        for (int i = 0; i < rounds; ++i)
            failures += c.db().increment(k, "n", 1) ? 0 : 1;
    });
    EXPECT_EQ(failures, 0);
    const auto r = c.db().get(k);
    ASSERT_TRUE(r) << r.error();
    EXPECT_EQ(r->bins.at("n"), value(threads_count * rounds));
    EXPECT_EQ(r->metadata.generation, static_cast<std::uint32_t>(threads_count * rounds));
}

void no_appended_piece_is_lost(behaviour_context& c) {
    const key k = c.key("log");
    std::atomic<int> failures{0};
    on_threads([&](int thread) {
        const std::string piece(3, static_cast<char>('a' + thread));
        for (int i = 0; i < rounds; ++i)
            failures += c.db().append(k, "t", piece) ? 0 : 1;
    });
    EXPECT_EQ(failures, 0);
    const auto r = c.db().get(k);
    ASSERT_TRUE(r) << r.error();
    const std::string& text = r->bins.at("t").as_string();
    ASSERT_EQ(text.size(), static_cast<std::size_t>(3 * threads_count * rounds));
    for (std::size_t i = 0; i < text.size(); i += 3) {
        EXPECT_TRUE(text[i] == text[i + 1] && text[i] == text[i + 2])
            << "a piece was torn at byte " << i;
    }
}

void one_of_many_creates(behaviour_context& c) {
    for (int round = 0; round < rounds; ++round) {
        const key k = c.key(round);
        std::atomic<int> created{0};
        std::atomic<int> refused{0};
        on_threads([&](int thread) {
            const auto r = c.db().put(k, {{"by", thread}}, {.exists = exists_policy::create});
            if (r)
                ++created;
            else if (r.error() == result_code::record_exists)
                ++refused;
        });
        EXPECT_EQ(created, 1);
        EXPECT_EQ(refused, threads_count - 1);
    }
}

void one_of_many_has_the_generation(behaviour_context& c) {
    const key k = c.key("guarded");
    for (int round = 0; round < rounds; ++round) {
        std::atomic<int> written{0};
        std::atomic<int> refused{0};
        on_threads([&](int thread) {
            const auto r = c.db().put(
                k, {{"by", thread}},
                {.gen = generation_policy::equal, .generation = static_cast<std::uint16_t>(round)});
            if (r)
                ++written;
            else if (r.error() == result_code::generation)
                ++refused;
        });
        EXPECT_EQ(written, 1);
        EXPECT_EQ(refused, threads_count - 1);
    }
}

void readers_see_no_half_command(behaviour_context& c) {
    const key k = c.key("pair");
    ASSERT_TRUE(c.db().put(k, {{"a", 0}, {"b", 0}}));
    std::atomic<int> torn{0};
    on_threads([&](int thread) {
        for (int i = 0; i < rounds; ++i) {
            if (thread % 2 == 0) {
                const std::vector<operation> both{operation::increment("a", 1),
                                                  operation::increment("b", 1)};
                static_cast<void>(c.db().operate(k, both));
            } else if (const auto r = c.db().get(k)) {
                torn += r->bins.at("a") == r->bins.at("b") ? 0 : 1;
            }
        }
    });
    EXPECT_EQ(torn, 0);
}

}  // namespace

std::vector<behaviour> concurrency_behaviours() {
    return {
        {"concurrency", "increment", "no_increment_is_lost",
         "Increments of one bin from several threads add up.", "chapter 13 §2.1",
         no_increment_is_lost},
        {"concurrency", "append", "no_appended_piece_is_lost",
         "Pieces that several threads append stay whole.", "chapter 13 §2.2",
         no_appended_piece_is_lost},
        {"concurrency", "put", "one_of_many_creates",
         "Of several threads that create one record exactly one does.", "chapter 01 §13",
         one_of_many_creates},
        {"concurrency", "put", "one_of_many_has_the_generation",
         "Of several threads that expect one generation exactly one writes.", "chapter 01 §13",
         one_of_many_has_the_generation},
        {"concurrency", "operate", "readers_see_no_half_command",
         "A reader sees all of a command's writes or none.", "chapter 13 §2.3",
         readers_see_no_half_command},
    };
}

}  // namespace spikelet::conformance
