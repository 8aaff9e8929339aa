// Batches, as far as the golden recordings (fixtures/golden/batch.jsonl.gz) do not reach.
#include "engine_fixture.hpp"

#include <spikelet/wire/frame.hpp>

#include <string>
#include <thread>

namespace spikelet::mock {
namespace {

constexpr auto npos = std::string::npos;

void append_u32(std::string& out, std::uint32_t v) {
    wire::buffer b;
    b.append_u32(v);
    out += wire::as_text(b.view());
}

// A row that reads all bins of a record; `info1` instead of its own bits.
std::string read_row(std::uint32_t index, const key& k, std::uint8_t info1 = 0x03) {
    std::string row;
    append_u32(row, index);
    row += wire::as_text(k.digest());
    row += '\0';  // flags: nothing but info1
    row += static_cast<char>(info1);
    row += std::string("\0\2\0\0", 4);  // fields, operations
    for (const auto& [type, text] : {std::pair<char, std::string>{0, k.namespace_name()},
                                     std::pair<char, std::string>{1, k.set()}}) {
        append_u32(row, static_cast<std::uint32_t>(text.size() + 1));
        row += type;
        row += text;
    }
    return row;
}

std::string batch_data(std::uint32_t count, const std::string& rows) {
    std::string data;
    append_u32(data, count);
    return data + '\x0d' + rows;
}

class batch_test : public engine_test {
protected:
    // The code of the last message.
    result_code send_batch(const std::string& data) {
        wire::buffer out;
        wire::message_writer writer(out);
        writer.field(wire::field_type::batch, wire::as_bytes(data));
        writer.finish({.info1 = wire::info1::batch});
        reply_.clear();
        EXPECT_TRUE(connection_.exchange(out.view(), reply_));
        const wire::bytes_view last = reply_.view().last(wire::message_header_size);
        EXPECT_EQ(last[3] & wire::info3::last, wire::info3::last);
        return static_cast<result_code>(last[5]);
    }

    wire::buffer reply_;
};

TEST_F(batch_test, rows_that_claim_to_be_batches_are_not) {
    ASSERT_EQ(ask(request(k_).write("a", 1)).code, result_code::ok);
    EXPECT_EQ(send_batch(batch_data(1, read_row(7, k_, 0x0b))), result_code::ok);
    const auto row = testing::parse_reply(reply_.view());
    ASSERT_TRUE(row);
    EXPECT_EQ(row->code, result_code::ok);
    EXPECT_EQ(row->bin("a")->integer(), 1);
}

TEST_F(batch_test, count_beyond_the_rows_is_refused_before_any_row_is_run) {
    EXPECT_EQ(send_batch(batch_data(0xffffffff, read_row(0, k_))), result_code::parameter);
    EXPECT_EQ(reply_.size(), wire::frame_header_size + wire::message_header_size);
    EXPECT_EQ(send_batch(batch_data(0, {})), result_code::parameter);
    EXPECT_EQ(send_batch({}), result_code::parameter);
}

TEST_F(batch_test, with_more_rows_than_allowed_is_refused_before_any_row_is_run) {
    cluster_config strict = config();
    strict.batch_max_requests = 2;
    cluster_ = cluster(strict);
    connection_ = cluster_.connect();
    const std::string rows = read_row(0, k_) + read_row(1, k_);
    EXPECT_EQ(send_batch(batch_data(2, rows)), result_code::ok);
    EXPECT_EQ(send_batch(batch_data(3, rows + read_row(2, k_))), result_code::batch_max_requests);
    EXPECT_EQ(reply_.size(), wire::frame_header_size + wire::message_header_size);
}

TEST_F(batch_test, every_cut_of_its_rows_is_refused) {
    const std::string whole = batch_data(2, read_row(0, k_) + read_row(1, k_));
    ASSERT_EQ(send_batch(whole), result_code::ok);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(send_batch(whole.substr(0, size)), result_code::parameter) << size;
    }
}

// The first row and others like it, `count` in all.
std::string repeated(std::string rows, const key& k, std::uint32_t count) {
    for (std::uint32_t i = 1; i < count; ++i) {
        append_u32(rows, i);
        rows += wire::as_text(k.digest());
        rows += '\1';  // as the row before
    }
    return batch_data(count, rows);
}

TEST_F(batch_test, whose_answers_would_fill_the_machine_is_cut_off) {
    ASSERT_EQ(ask(request(k_).write("a", std::string(900'000, 'x'))).code, result_code::ok);
    EXPECT_EQ(send_batch(repeated(read_row(0, k_), k_, 400)), result_code::batch_queues_full);
    EXPECT_LE(reply_.size(), 257u << 20);
}

// A row with a field of `size` bytes that nobody knows.
std::string large_row(const key& k, std::uint32_t size) {
    constexpr std::size_t field_count = 27;
    std::string row = read_row(0, k);
    row[field_count] = '\3';
    append_u32(row, size + 1);
    row += '\x63';
    return row.append(size, 'x');
}

TEST_F(batch_test, that_repeats_a_large_request_for_too_long_is_cut_off) {
    const std::string data = repeated(large_row(k_, 16u << 20), k_, 20);
    EXPECT_EQ(send_batch(data), result_code::ok);

    cluster_config hasty = config();
    hasty.request_time_max = 1ms;
    cluster_ = cluster(hasty);
    connection_ = cluster_.connect();
    EXPECT_EQ(send_batch(data), result_code::timeout);
    EXPECT_EQ(send_batch(batch_data(1, read_row(0, k_))), result_code::ok);
}

TEST_F(batch_test, is_cut_off_when_its_cluster_goes) {
    ASSERT_EQ(ask(request(k_).write("a", 1)).code, result_code::ok);
    const std::string data = repeated(read_row(0, k_), k_, 1'000'000);
    direct_connection other = cluster_.connect();
    auto code = result_code::ok;
    std::thread client([&] { code = send_batch(data); });
    while (testing::info(other, "namespace/test").find("client_read_success=0;") != npos) {
    }
    cluster_ = cluster(config());
    client.join();
    EXPECT_EQ(code, result_code::timeout);
}

}  // namespace
}  // namespace spikelet::mock
