// A node behind a gate: questions of the text protocol are answered at once, commands when the test
// lets them. Lives in the context of the test.
#pragma once

#include "async_ways.hpp"

#include <spikelet/wire/frame.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace spikelet::tests {

class gate {
public:
    gate(asio::io_context& context, mock::cluster& behind, bool listens = true)
        : behind_(behind), acceptor_(context, asio::ip::tcp::v4()) {
        acceptor_.bind({asio::ip::address_v4::loopback(), 0});
        if (listens) listen();
    }
    // Whoever connects before is refused.
    void listen() {
        acceptor_.listen();
        accept();
    }

    config client_config() const {
        return {.hosts = {{"127.0.0.1", acceptor_.local_endpoint().port()}},
                .force_single_node = true};
    }
    // Whether commands wait; those that wait go on when it is opened.
    void set_open(bool open) {
        is_open_ = open;
        for (const auto& s : sessions_)
            s->go_on();
    }
    // Whether nothing is answered at all; what has come is answered when it listens again.
    void set_deaf(bool deaf) {
        is_deaf_ = deaf;
        for (const auto& s : sessions_)
            s->go_on();
    }
    // Breaks every connection over which a command came.
    void break_connections() {
        for (const auto& s : std::exchange(sessions_, {}))
            if (s->commands != 0) s->socket.close();
    }
    void stop() {
        acceptor_.close();
        for (const auto& s : std::exchange(sessions_, {}))
            s->socket.close();
    }
    // Commands that have arrived, answered or not.
    std::size_t commands() const { return commands_; }
    std::size_t connections() const { return sessions_.size(); }
    std::size_t open_connections() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(sessions_, [](const auto& s) { return !s->is_over; }));
    }
    std::size_t command_connections() const {
        return static_cast<std::size_t>(std::count_if(
            sessions_.begin(), sessions_.end(), [](const auto& s) { return s->commands != 0; }));
    }

private:
    struct session : std::enable_shared_from_this<session> {
        session(gate& g, asio::ip::tcp::socket s)
            : owner(g), socket(std::move(s)), node(g.behind_.connect()) {}

        void read() {
            socket.async_read_some(asio::buffer(room),
                                   [self = shared_from_this()](auto failed, std::size_t count) {
                                       self->is_over = bool(failed);
                                       if (failed) return;
                                       self->in.append(wire::bytes_view{self->room.data(), count});
                                       self->count_commands();
                                       self->go_on();
                                       self->read();
                                   });
        }
        // Commands among what has come since the last time.
        void count_commands() {
            while (in.size() - counted >= wire::frame_header_size) {
                const auto h = wire::load_frame_header(in.data() + counted);
                const std::size_t size = wire::frame_header_size + h.body_size;
                if (in.size() - counted < size) return;
                counted += size;
                if (h.type != wire::frame_type::message) continue;
                ++commands;
                ++owner.commands_;
            }
        }
        void go_on() {
            std::size_t used = 0;
            while (used < counted && !owner.is_deaf_) {
                const auto h = wire::load_frame_header(in.data() + used);
                const std::size_t size = wire::frame_header_size + h.body_size;
                if (h.type == wire::frame_type::message && !owner.is_open_) break;
                wire::buffer reply;
                node.exchange(in.view().subspan(used, size), reply);
                boost::system::error_code ignored;
                asio::write(socket, asio::buffer(reply.data(), reply.size()), ignored);
                used += size;
            }
            in.consume(used);
            counted -= used;
        }

        gate& owner;
        asio::ip::tcp::socket socket;
        mock::direct_connection node;
        std::array<std::uint8_t, 65536> room;
        wire::buffer in;
        std::size_t counted = 0;
        std::size_t commands = 0;
        bool is_over = false;
    };

    void accept() {
        acceptor_.async_accept([this](auto failed, asio::ip::tcp::socket s) {
            if (failed) return;
            sessions_.push_back(std::make_shared<session>(*this, std::move(s)));
            sessions_.back()->read();
            accept();
        });
    }

    mock::cluster& behind_;
    asio::ip::tcp::acceptor acceptor_;
    std::vector<std::shared_ptr<session>> sessions_;
    bool is_open_ = true;
    bool is_deaf_ = false;
    std::size_t commands_ = 0;
};

// A client of a gate.
class gated : public testing::Test {
protected:
    explicit gated(async_options options = {})
        : node(context, cluster), db(context.get_executor(), node.client_config(), options) {}
    void SetUp() override {
        const auto [failed] = wait_for(context, db.async_connect());
        ASSERT_FALSE(failed) << failed;
    }
    void TearDown() override {
        db.close();
        node.stop();
        context.restart();
        context.run();
    }
    template <class Condition>
    void run_until(Condition condition) {
        context.restart();
        while (!condition())
            ASSERT_NE(context.run_one(), 0u);
    }

    const key ann{"test", "users", "ann"};
    mock::cluster cluster;
    asio::io_context context{1};
    gate node;
    async_client db;
};

}  // namespace spikelet::tests
