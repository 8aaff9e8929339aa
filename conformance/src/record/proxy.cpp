#include "record/proxy.hpp"

#include "record/info_masks.hpp"
#include "record/recording.hpp"
#include "replay/compare.hpp"

#include <spikelet/wire/frame.hpp>

#include <boost/asio.hpp>

#include <array>
#include <csignal>
#include <deque>
#include <system_error>

namespace spikelet::conformance {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using wire::bytes_view;

constexpr std::size_t read_size = std::size_t{64} * 1024;

// Cuts a stream of bytes into frames. What announces more than any frame may hold is handed on as
// one: the server will close the connection over it.
class frame_cutter {
public:
    void append(bytes_view bytes) { buffer_.append(wire::as_text(bytes)); }
    // Empty while none is complete. Valid until the next append().
    std::string next() {
        if (buffer_.size() < wire::frame_header_size) return {};
        const std::uint64_t body =
            wire::load_frame_header(wire::as_bytes(buffer_).data()).body_size;
        std::size_t size = buffer_.size();
        if (body <= wire::frame_body_size_max) {
            size = wire::frame_header_size + static_cast<std::size_t>(body);
            if (size > buffer_.size()) return {};
        }
        std::string frame = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return frame;
    }

private:
    std::string buffer_;
};

// "10.0.0.7:3000", "[::1]:3000"
std::string text_of(const tcp::endpoint& e) {
    asio::ip::address address = e.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return to_string(host_address{.host = address.to_string(), .port = e.port()});
}

// One client's connection and ours to the server. Keeps itself alive while either is read.
class relay : public std::enable_shared_from_this<relay> {
public:
    // `proxy_address` is where this client finds us.
    relay(tcp::socket client, const recording_proxy::listener& heard, std::string proxy_address)
        : client_(std::move(client)),
          server_(client_.get_executor()),
          heard_(heard),
          proxy_address_(std::move(proxy_address)) {}

    void start(const tcp::resolver::results_type& server) {
        asio::async_connect(server_, server,
                            [self = shared_from_this()](error_code error, const tcp::endpoint&) {
                                if (error) return self->close();
                                self->read_client();
                                self->read_server();
                            });
    }

private:
    void read_client() {
        client_.async_read_some(
            asio::buffer(from_client_), [self = shared_from_this()](error_code error, auto size) {
                if (error == asio::error::eof) return self->client_ended();
                if (error) return self->close();
                const bytes_view bytes{self->from_client_.data(), size};
                self->requests_.append(bytes);
                for (auto frame = self->requests_.next(); !frame.empty();
                     frame = self->requests_.next())
                    self->pending_.push_back(std::move(frame));
                asio::async_write(self->server_, asio::buffer(bytes.data(), bytes.size()),
                                  [self](error_code failed, std::size_t) {
                                      if (failed) return self->close();
                                      self->read_client();
                                  });
            });
    }

    void read_server() {
        server_.async_read_some(asio::buffer(from_server_), [self = shared_from_this()](
                                                                error_code error, auto size) {
            if (error) return self->server_ended(error);
            self->replies_.append({self->from_server_.data(), size});
            self->to_client_.clear();
            for (auto frame = self->replies_.next(); !frame.empty(); frame = self->replies_.next())
                self->take_reply(frame);
            asio::async_write(self->client_, asio::buffer(self->to_client_),
                              [self](error_code failed, std::size_t) {
                                  if (failed) return self->close();
                                  self->read_server();
                              });
        });
    }

    // The server answers strictly in order: the frame belongs to the oldest request.
    void take_reply(const std::string& frame) {
        if (pending_.empty()) {
            to_client_ += frame;
            return;
        }
        const std::string& request = pending_.front();
        const answer_kind kind = kind_of_answer(wire::as_bytes(request));
        answer_ += frame;
        to_client_ += kind == answer_kind::info ? for_client(frame) : frame;
        if (kind == answer_kind::stream && !ends_stream(wire::as_bytes(frame))) return;
        heard_(wire::as_bytes(request), wire::as_bytes(answer_));
        answer_.clear();
        pending_.pop_front();
    }

    std::string for_client(const std::string& frame) const {
        const std::string text = with_proxy_address(
            std::string_view(frame).substr(wire::frame_header_size), proxy_address_);
        wire::buffer out;
        wire::frame_writer writer(out, wire::frame_type::info);
        out.append(text);
        writer.finish();
        return std::string(wire::as_text(out.view()));
    }

    // It has no more requests, but may wait for answers.
    void client_ended() {
        is_client_done_ = true;
        error_code ignored;
        server_.shutdown(tcp::socket::shutdown_send, ignored);
    }
    // Over the request, unless the client had ended or we have closed.
    void server_ended(error_code why) {
        const bool has_closed = why == asio::error::eof || why == asio::error::connection_reset;
        if (has_closed && !is_client_done_ && !pending_.empty() && answer_.empty())
            heard_(wire::as_bytes(pending_.front()), {});
        close();
    }
    void close() {
        error_code ignored;
        client_.close(ignored);
        server_.close(ignored);
    }

    tcp::socket client_;
    tcp::socket server_;
    const recording_proxy::listener& heard_;
    const std::string proxy_address_;
    std::array<std::uint8_t, read_size> from_client_{};
    std::array<std::uint8_t, read_size> from_server_{};
    frame_cutter requests_;
    frame_cutter replies_;
    std::deque<std::string> pending_;
    std::string answer_;  // so far, to the oldest of them
    std::string to_client_;
    bool is_client_done_ = false;
};

tcp::resolver::results_type resolve(asio::io_context& context, const host_address& address) {
    error_code error;
    tcp::resolver resolver(context);
    auto found = resolver.resolve(address.host, std::to_string(address.port), error);
    if (error) throw std::system_error(error, "cannot resolve " + address.host);
    return found;
}

}  // namespace

class recording_proxy::impl {
public:
    impl(const host_address& listen, const host_address& server, listener heard)
        : heard_(std::move(heard)), server_(resolve(context_, server)), acceptor_(context_) {
        const tcp::endpoint at = *resolve(context_, listen).begin();
        try {
            acceptor_.open(at.protocol());
            acceptor_.set_option(tcp::acceptor::reuse_address(true));
            acceptor_.bind(at);
            acceptor_.listen();
        } catch (const boost::system::system_error& e) {
            throw std::system_error(
                e.code(), "cannot listen on " + listen.host + ":" + std::to_string(listen.port));
        }
        check_server(server);
        accept();
    }

    std::string address() const { return text_of(acceptor_.local_endpoint()); }

    void run(bool until_signal) {
        asio::signal_set signals(context_);
        if (until_signal) {
            signals.add(SIGINT);
            signals.add(SIGTERM);
            signals.async_wait([this](error_code error, int) {
                if (!error) context_.stop();
            });
        }
        context_.run();
    }
    void stop() { context_.stop(); }

private:
    // Now, rather than when the first client waits for an answer.
    void check_server(const host_address& server) {
        tcp::socket probe(context_);
        error_code error;
        asio::connect(probe, server_, error);
        if (error) {
            throw std::system_error(
                error, "cannot connect to " + server.host + ":" + std::to_string(server.port));
        }
    }

    void accept() {
        acceptor_.async_accept([this](error_code error, tcp::socket client) {
            // Which of our addresses it is, when we listen on all of them, the connection knows.
            error_code gone;
            const auto reached = error ? tcp::endpoint() : client.local_endpoint(gone);
            if (!error && !gone) {
                std::make_shared<relay>(std::move(client), heard_, text_of(reached))
                    ->start(server_);
            }
            if (error != asio::error::operation_aborted) accept();
        });
    }

    asio::io_context context_;
    listener heard_;
    tcp::resolver::results_type server_;
    tcp::acceptor acceptor_;
};

recording_proxy::recording_proxy(const host_address& listen, const host_address& server,
                                 listener heard)
    : impl_(std::make_unique<impl>(listen, server, std::move(heard))) {}
recording_proxy::~recording_proxy() = default;

std::string recording_proxy::address() const {
    return impl_->address();
}
void recording_proxy::run(bool until_signal) {
    impl_->run(until_signal);
}
void recording_proxy::stop() {
    impl_->stop();
}

}  // namespace spikelet::conformance
