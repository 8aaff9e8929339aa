// A blocking TCP client for tests: sends bytes, takes bytes, and fails instead of hanging.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace spikelet::mock::testing {

// Whatever goes wrong that is not the server's closing is a std::runtime_error: in a test, a
// failure.
class tcp_client {
public:
    // "127.0.0.1:3000" or "[::1]:3000", as cluster.addresses() gives them.
    explicit tcp_client(const std::string& address);
    tcp_client(tcp_client&& other) noexcept;
    tcp_client& operator=(tcp_client&&) = delete;
    ~tcp_client();

    // Sends all of it. False when the server has closed the connection.
    bool send(std::string_view bytes);
    // Sends as much as the socket takes without waiting; answers how much.
    std::size_t send_some(std::string_view bytes);
    // The server sees the end of the requests; answers still come.
    void end_requests();

    // What one recv gives; empty at the end of the stream or when the connection was reset.
    std::string receive_some();
    // Exactly so many bytes, or fewer when the stream ends before.
    std::string receive(std::size_t size);
    // One whole frame with its header; empty when the stream ends.
    std::string receive_frame();
    // Waits until the server closes; what came before is dropped.
    void receive_to_end();

    // Whether the server has closed the connection, as far as can be seen without waiting.
    bool is_closed() const;

    // Sends a request and takes one frame.
    std::string exchange(std::string_view request);

    // Port of this side.
    std::uint16_t local_port() const;

private:
    int socket_;
};

// Whether something accepts there.
bool accepts(const std::string& address);

}  // namespace spikelet::mock::testing
