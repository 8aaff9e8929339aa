// A server with a bug: what goes in and out of a mock cluster is changed on the way.
#pragma once

#include <spikelet/transport.hpp>
#include <spikelet/wire/message.hpp>

#include <functional>
#include <memory>
#include <string>

namespace spikelet::conformance {

// Called with one whole frame; may change it.
struct alteration {
    std::function<void(std::string& request)> of_request = {};
    std::function<void(const std::string& request, std::string& reply)> of_reply = {};
};

std::shared_ptr<direct_transport> altering_transport(std::shared_ptr<direct_transport> to,
                                                     const alteration& change);

// ---- frames that hold one message
bool is_message(const std::string& frame);
wire::message_header header_of(const std::string& frame);
void set_header(std::string& frame, const wire::message_header& header);
bool has_field(const std::string& frame, wire::field_type type);

}  // namespace spikelet::conformance
