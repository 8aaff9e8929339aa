#include "altering_transport.hpp"

#include <spikelet/wire/frame.hpp>

#include <utility>

namespace spikelet::conformance {
namespace {

wire::bytes_view body_of(const std::string& frame) {
    return wire::as_bytes(frame).subspan(wire::frame_header_size);
}

class altering_channel : public direct_channel {
public:
    altering_channel(std::unique_ptr<direct_channel> to, const alteration& change)
        : to_(std::move(to)), change_(change) {}

    bool exchange(wire::bytes_view request, wire::buffer& reply) override {
        std::string altered(wire::as_text(request));
        if (change_.of_request) change_.of_request(altered);
        wire::buffer answer;
        const bool open = to_->exchange(wire::as_bytes(altered), answer);
        std::string text(wire::as_text(answer.view()));
        if (change_.of_reply && !text.empty()) change_.of_reply(altered, text);
        reply.append(text);
        return open;
    }

private:
    std::unique_ptr<direct_channel> to_;
    const alteration& change_;
};

class altering : public direct_transport {
public:
    altering(std::shared_ptr<direct_transport> to, alteration change)
        : to_(std::move(to)), change_(std::move(change)) {}
    std::unique_ptr<direct_channel> connect(const host_address& address) override {
        auto channel = to_->connect(address);
        if (!channel) return nullptr;
        return std::make_unique<altering_channel>(std::move(channel), change_);
    }
    std::vector<host_address> seeds() const override { return to_->seeds(); }
    std::chrono::milliseconds now() const override { return to_->now(); }
    void sleep_until(std::chrono::milliseconds when) override { to_->sleep_until(when); }

private:
    std::shared_ptr<direct_transport> to_;
    const alteration change_;
};

}  // namespace

std::shared_ptr<direct_transport> altering_transport(std::shared_ptr<direct_transport> to,
                                                     const alteration& change) {
    return std::make_shared<altering>(std::move(to), change);
}

bool is_message(const std::string& frame) {
    return frame.size() >= wire::frame_header_size + wire::message_header_size &&
           wire::load_frame_header(wire::as_bytes(frame).data()).type == wire::frame_type::message;
}

wire::message_header header_of(const std::string& frame) {
    return wire::load_message_header(body_of(frame).data());
}

void set_header(std::string& frame, const wire::message_header& header) {
    auto* const bytes = reinterpret_cast<std::uint8_t*>(frame.data());
    wire::store_message_header(bytes + wire::frame_header_size, header);
}

bool has_field(const std::string& frame, wire::field_type type) {
    wire::message_view m;
    return wire::parse_message(body_of(frame), m) == wire::message_errc::ok && m.has(type);
}

}  // namespace spikelet::conformance
