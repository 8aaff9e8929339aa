// A TCP server of one test, on a port of its own: what it answers, and whether it answers at all,
// is the test's to say. A thread for each connection.
#pragma once

#include <spikelet/transport.hpp>
#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace spikelet::tests {

class tcp_front {
public:
    enum class manner : std::uint8_t {
        whole,         // at once
        by_byte,       // each byte in a segment of its own
        falls_silent,  // and nothing else on that connection, though it reads on
        trickles,      // then one byte after the other, without end
        closes,        // the connection ends behind it
    };
    struct answer {
        std::vector<std::uint8_t> bytes = {};
        manner how = manner::whole;
    };
    // Given whole frames, one after the other, on the thread of their connection.
    using session = std::function<answer(wire::bytes_view frame)>;

    explicit tcp_front(std::function<session()> make_session);
    // Ends all connections. No session may still wait for the test.
    ~tcp_front();
    tcp_front(const tcp_front&) = delete;
    tcp_front& operator=(const tcp_front&) = delete;

    host_address address() const;
    // Ends all connections and refuses new ones; the port stays this server's.
    void stop();
    void start();
    // Like stop(), but new connections are neither accepted nor refused: connecting takes for ever.
    void ignore_connections();
    // Accepted since the beginning.
    std::size_t accepted() const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace spikelet::tests
