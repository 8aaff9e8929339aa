// The socket of a link: connects, and says when it can be read or written. Its owner does both, and
// guards it: all functions are called with the owner's lock held.
#pragma once

#include "agent/link.hpp"
#include "net/async_driver.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace spikelet::net {

class async_socket;

// Whoever has sockets. Told on a thread of the executor, without a lock.
class socket_owner {
public:
    enum class event : std::uint8_t { resolved, connected, readable, writable };
    virtual void happened(async_socket& s, event what, const boost::system::error_code& failed) = 0;
    // Kept while something is waited for.
    virtual std::shared_ptr<void> keep() = 0;

protected:
    ~socket_owner() = default;
};

class async_socket : public std::enable_shared_from_this<async_socket> {
public:
    async_socket(const boost::asio::any_io_executor& executor, agent::link& l, socket_owner& owner)
        : socket_(executor), resolver_(executor), link_(&l), owner_(owner) {}

    // Null once it is gone.
    agent::link* link() const { return link_; }
    // Is followed by connected, or by resolved and then, after connect_to_found(), by connected.
    void connect(const host_address& to);
    void connect_to_found();
    void set_options();
    // Each is followed by one event, however often it is called before that is acknowledge()d.
    void await_readable();
    void await_writable();
    void acknowledge(socket_owner::event what);
    void close();

    enum class status : std::uint8_t { ok, would_block, closed };
    // `count`: how many bytes went, or came.
    status send(wire::bytes_view bytes, std::size_t& count, std::string& fault);
    status receive(std::uint8_t* to, std::size_t room, std::size_t& count, std::string& fault);

private:
    using event = socket_owner::event;

    boost::asio::ip::tcp::socket socket_;
    boost::asio::ip::tcp::resolver resolver_;
    boost::asio::ip::tcp::resolver::results_type found_;
    agent::link* link_;
    socket_owner& owner_;
    bool awaits_readable_ = false;
    bool awaits_writable_ = false;
    handler_memory read_memory_;
    handler_memory write_memory_;
};

// What a link keeps: closes the socket when it goes.
class socket_of_link final : public agent::link_driver {
public:
    explicit socket_of_link(std::shared_ptr<async_socket> s) : socket(std::move(s)) {}
    ~socket_of_link() override { socket->close(); }
    const std::shared_ptr<async_socket> socket;
};

// The addresses of a host, when its name is an address: no resolver is asked.
boost::asio::ip::tcp::resolver::results_type numeric_endpoints(const host_address& address);

}  // namespace spikelet::net
