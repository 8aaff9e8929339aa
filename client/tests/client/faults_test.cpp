// Lost requests and replies, retries, and nodes that answer nonsense (chapter 04 §2).
#include "scripted_transport.hpp"
#include "ways.hpp"

#include <spikelet/wire/compression.hpp>

#include <gmock/gmock.h>

#include <deque>

namespace spikelet::tests {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

class faults : public testing::Test {
protected:
    faults()
        : transport(std::make_shared<scripted_transport>(cluster.transport(),
                                                         [this](wire::bytes_view) {
                                                             if (fates.empty()) return fate{};
                                                             fate f = fates.front();
                                                             fates.pop_front();
                                                             return f;
                                                         })),
          db({}, transport) {
        db.connect().value();
    }

    static fate losing(fate::kind k) { return {.what = k}; }

    mock::cluster cluster;
    std::deque<fate> fates;  // of the next commands
    std::shared_ptr<scripted_transport> transport;
    client db;
};

TEST_F(faults, write_whose_reply_is_lost_is_in_doubt) {
    fates = {losing(fate::kind::lose_reply)};
    const auto put = db.put(ann, {{"a", 1}});
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error(), client_errc::connection);
    EXPECT_TRUE(put.error().in_doubt());
    EXPECT_EQ(put.error().attempts(), 1u);
    EXPECT_EQ(put.error().node(), "A1");
    EXPECT_EQ(cluster.get(ann)->bins.at("a"), 1);
}

TEST_F(faults, writes_are_not_repeated_unless_the_policy_says_so) {
    fates = {losing(fate::kind::lose_request)};
    EXPECT_FALSE(db.put(ann, {{"a", 1}}));
    EXPECT_EQ(transport->commands, 1u);

    fates = {losing(fate::kind::lose_request), losing(fate::kind::lose_request)};
    const auto put = db.put(ann, {{"a", 1}}, {.max_retries = 2});
    ASSERT_TRUE(put) << put.error();
    EXPECT_EQ(transport->commands, 4u);
}

TEST_F(faults, reads_are_repeated_twice) {
    cluster.put(ann, {{"a", 1}});
    fates = {losing(fate::kind::lose_request), losing(fate::kind::lose_reply)};
    EXPECT_EQ(db.get(ann).value().bins.at("a"), 1);
    EXPECT_EQ(transport->commands, 3u);

    fates.assign(3, losing(fate::kind::lose_reply));
    const auto read = db.get(ann);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().attempts(), 3u);
    EXPECT_FALSE(read.error().in_doubt());
}

// The first repetition moves on to the next copy at once.
TEST_F(faults, attempts_but_the_second_wait_for_the_sleep_of_the_policy) {
    fates.assign(2, losing(fate::kind::lose_request));
    ASSERT_TRUE(
        db.put(ann, {{"a", 1}}, {.max_retries = 2, .sleep_between_retries = milliseconds(50)}));
    EXPECT_EQ(transport->sleeps, 1u);
}

TEST_F(faults, no_attempt_begins_after_the_total_timeout) {
    fates.assign(9, losing(fate::kind::lose_request));
    const auto read = db.get(ann, {.total_timeout = milliseconds(1000),
                                   .max_retries = 8,
                                   .sleep_between_retries = milliseconds(600)});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), client_errc::timeout);
    EXPECT_EQ(read.error().attempts(), 3u);
    EXPECT_THAT(read.error().message(), HasSubstr("no time is left"));
}

// A policy may allow billions of retries, and an attempt that finds nobody to ask takes no time.
TEST_F(faults, retries_at_nobody_end_with_the_total_timeout) {
    client picky({.max_error_rate = 1, .error_rate_window = 1000}, transport);
    picky.connect().value();
    fates.assign(1, losing(fate::kind::lose_request));
    const auto read =
        picky.get(ann, {.total_timeout = milliseconds(200), .max_retries = UINT32_MAX});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), client_errc::timeout) << read.error();
    EXPECT_THAT(read.error().message(), HasSubstr("the last one: max_error_rate"));
    EXPECT_LE(read.error().attempts(), 211u);
}

TEST_F(faults, write_that_was_sent_twice_stays_in_doubt_whatever_the_last_answer_says) {
    cluster.put(ann, {{"a", 1}});
    fates = {losing(fate::kind::lose_reply)};
    const auto put = db.put(ann, {{"b", 1}},
                            {.max_retries = 1, .gen = generation_policy::equal, .generation = 1});
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error(), result_code::generation);
    EXPECT_EQ(put.error().attempts(), 2u);
    EXPECT_TRUE(put.error().in_doubt());
}

// ---- nodes that answer nonsense

// A frame header, 22 bytes of a message header, and what follows.
std::vector<std::uint8_t> message(std::vector<std::uint8_t> rest, std::uint8_t operations,
                                  std::uint8_t size_of_body = 0) {
    std::vector<std::uint8_t> all = {2, 3, 0, 0, 0, 0, 0, 0};
    std::vector<std::uint8_t> header(22, 0);
    header[0] = 22;
    header[21] = operations;
    all.insert(all.end(), header.begin(), header.end());
    all.insert(all.end(), rest.begin(), rest.end());
    all[7] = size_of_body != 0 ? size_of_body : static_cast<std::uint8_t>(all.size() - 8);
    return all;
}

// An operation that answers bin "a" with a particle.
std::vector<std::uint8_t> operation_of(std::uint8_t particle, std::vector<std::uint8_t> bytes) {
    std::vector<std::uint8_t> op = {
        0, 0, 0, static_cast<std::uint8_t>(5 + bytes.size()), 1, particle, 0, 1, 'a'};
    op.insert(op.end(), bytes.begin(), bytes.end());
    return op;
}

struct nonsense {
    const char* what;
    std::vector<std::uint8_t> bytes;
};

TEST_F(faults, nonsense_is_a_malformed_reply_and_the_client_goes_on) {
    const nonsense all[] = {
        {"no frame", {9, 9, 9, 9, 9, 9, 9, 9, 9}},
        {"an info frame", {2, 1, 0, 0, 0, 0, 0, 0}},
        {"a body of 2^47 bytes", {2, 3, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff}},
        {"a body too short for a header", {2, 3, 0, 0, 0, 0, 0, 2, 22, 0}},
        {"more operations than there are", message({}, 7)},
        {"an operation that ends outside", message({0, 0, 0, 99, 1, 1, 0, 1, 'a'}, 1)},
        {"a bin name that ends outside", message({0, 0, 0, 5, 1, 1, 0, 99, 'a'}, 1)},
        {"bytes behind the reply",
         [] {
             auto bytes = message({}, 0);
             bytes.push_back(0);
             return bytes;
         }()},
        {"an integer of no size", message(operation_of(1, {1, 2, 3}), 1)},
        {"a double of 3 bytes", message(operation_of(2, {1, 2, 3}), 1)},
        {"a list that ends too early", message(operation_of(20, {0x93, 1}), 1)},
        {"a list of 2^32 items", message(operation_of(20, {0xdd, 0xff, 0xff, 0xff, 0xff}), 1)},
        {"a map that is a list", message(operation_of(19, {0x91, 1}), 1)},
        {"a compressed frame of rubbish",
         {2, 4, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 99, 1, 2, 3, 4}},
        {"a compressed frame that would be huge",
         {2, 4, 0, 0, 0, 0, 0, 12, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 99, 1, 2, 3, 4}},
    };
    cluster.put(ann, {{"a", 1}});
    for (const nonsense& n : all) {
        SCOPED_TRACE(n.what);
        fates = {{.what = fate::kind::answer, .bytes = n.bytes}};
        const auto read = db.get(ann);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error(), client_errc::malformed_reply) << read.error();
        EXPECT_EQ(read.error().node(), "A1");
        EXPECT_TRUE(db.get(ann));
    }
}

TEST_F(faults, compressed_reply_is_inflated) {
    const std::string text(200, 'x');
    const auto sized = message(operation_of(3, {text.begin(), text.end()}), 1);
    wire::buffer compressed;
    ASSERT_TRUE(wire::compress_frame(sized, compressed));
    const auto bytes = compressed.view();
    fates = {{.what = fate::kind::answer, .bytes = {bytes.begin(), bytes.end()}}};
    EXPECT_EQ(db.get(ann).value().bins.at("a"), text);
}

TEST_F(faults, every_beginning_of_a_reply_is_an_error_when_the_connection_ends) {
    const auto whole = message(operation_of(1, {0, 0, 0, 0, 0, 0, 0, 7}), 1);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        fates = {{.what = fate::kind::answer,
                  .bytes = {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)},
                  .closes = true}};
        const auto read = db.get(ann, {.max_retries = 0});
        ASSERT_FALSE(read) << size;
        EXPECT_EQ(read.error(), client_errc::connection) << size << ": " << read.error();
    }
    fates = {{.what = fate::kind::answer, .bytes = whole}};
    EXPECT_EQ(db.get(ann).value().bins.at("a"), 7);
}

}  // namespace
}  // namespace spikelet::tests
