#include <spikelet/error.hpp>

#include <algorithm>
#include <array>
#include <ostream>

namespace spikelet {
namespace {

struct client_errc_info {
    client_errc code;
    result_category category;
    std::string_view name;
    std::string_view meaning;  // one sentence, without a full stop
    std::string_view remedy;   // what the caller can do
};

constexpr std::array<client_errc_info, 19> descriptions = {{
    {client_errc::client, result_category::internal, "client", "the client could not do it",
     "read the message"},
    {client_errc::parameter, result_category::request, "parameter", "an argument is wrong",
     "correct the argument that is named; nothing was sent"},
    {client_errc::invalid_host, result_category::cluster, "invalid_host",
     "no host of the configuration could be reached",
     "check addresses and ports, and that a node runs there"},
    {client_errc::client_abort, result_category::answer, "client_abort",
     "the application ended the call", "nothing, if that was meant; a write may be in doubt"},
    {client_errc::no_connections, result_category::capacity, "no_connections",
     "every connection that the node may have is in use",
     "raise max_conns_per_node, or call from fewer threads"},
    {client_errc::invalid_node, result_category::cluster, "invalid_node",
     "no usable node holds the record's partition",
     "try again when the cluster has settled; check that its nodes can be reached"},
    {client_errc::tls, result_category::permission, "tls", "the TLS session failed",
     "check certificates, names and protocols on both sides"},
    {client_errc::connection, result_category::cluster, "connection",
     "the connection was refused or lost", "try again; a write that is in doubt may have happened"},
    {client_errc::queue_full, result_category::capacity, "queue_full",
     "more commands wait than the client may hold", "wait for some of them to complete"},
    {client_errc::max_retries, result_category::cluster, "max_retries", "all attempts failed",
     "look at the last fault; a write that is in doubt may have happened"},
    {client_errc::max_error_rate, result_category::capacity, "max_error_rate",
     "the node had too many errors just now and is left alone for a while",
     "wait a second; see max_error_rate and error_rate_window"},
    {client_errc::no_response, result_category::cluster, "no_response",
     "nobody answered for this row", "send the row again; a write may be in doubt"},
    {client_errc::batch_failed, result_category::answer, "batch_failed", "some rows failed",
     "look at each row's own error"},
    {client_errc::transaction_failed, result_category::transaction, "transaction_failed",
     "the transaction failed", "begin it anew"},
    {client_errc::transaction_committed, result_category::transaction, "transaction_committed",
     "the transaction is committed already", "begin another one"},
    {client_errc::transaction_aborted, result_category::transaction, "transaction_aborted",
     "the transaction is aborted already", "begin another one"},
    {client_errc::timeout, result_category::cluster, "timeout", "the call took too long",
     "raise the timeout or find out what is slow; a write that is in doubt may have happened"},
    {client_errc::malformed_reply, result_category::internal, "malformed_reply",
     "what came back is no reply of a server",
     "check that an Aerospike node listens at this address; report it if one does"},
    {client_errc::serialization, result_category::request, "serialization",
     "a value cannot be stored",
     "give it a native form, a codec or a serializer; nothing was sent"},
}};

const client_errc_info& describe(client_errc code) {
    const auto* found = std::find_if(descriptions.begin(), descriptions.end(),
                                     [&](const client_errc_info& i) { return i.code == code; });
    return found == descriptions.end() ? descriptions.front() : *found;
}

// Never destroyed through their base, whose destructor Boost leaves non-virtual.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class client_category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "spikelet.client"; }
    std::string message(int value) const override {
        return std::string(describe(static_cast<client_errc>(value)).meaning);
    }
};

class server_category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "spikelet.server"; }
    std::string message(int value) const override {
        return std::string(wire::describe(static_cast<result_code>(value)).meaning);
    }
};

#pragma GCC diagnostic pop

// Categories are compared by address: one each, for the life of the process.
const boost::system::error_category& of_client() {
    static const client_category category;
    return category;
}
const boost::system::error_category& of_server() {
    static const server_category category;
    return category;
}

bool is_of_client(const boost::system::error_code& code) {
    return code.category() == of_client();
}

const client_errc_info& describe_client(const boost::system::error_code& code) {
    return describe(static_cast<client_errc>(code.value()));
}
const wire::result_code_info& describe_server(const boost::system::error_code& code) {
    return wire::describe(static_cast<result_code>(code.value()));
}

// "RECORD_NOT_FOUND", written as the enumerators are.
std::string_view enumerator_name(result_code code) {
    static const auto names = [] {
        std::array<std::string, 256> all;
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = wire::name(static_cast<result_code>(i));
            for (char& c : all[i]) {
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
            }
        }
        return all;
    }();
    return names[static_cast<std::size_t>(code)];
}

const error::details& no_details() {
    static const error::details none;
    return none;
}

}  // namespace

boost::system::error_code make_error_code(client_errc code) {
    return {static_cast<int>(code), of_client()};
}

std::string_view name(client_errc code) {
    return describe(code).name;
}

error::error(result_code code, details d)
    : code_(static_cast<int>(code), of_server()),
      details_(std::make_shared<const details>(std::move(d))) {}

error::error(client_errc code, details d)
    : code_(make_error_code(code)), details_(std::make_shared<const details>(std::move(d))) {}

int error::number() const {
    return *this == client_errc::timeout ? static_cast<int>(result_code::timeout) : code_.value();
}

std::string_view error::name() const {
    if (!code_.failed()) return "ok";
    return is_of_client(code_) ? describe_client(code_).name
                               : enumerator_name(static_cast<result_code>(code_.value()));
}

result_category error::category() const {
    if (!code_.failed()) return result_category::success;
    return is_of_client(code_) ? describe_client(code_).category : describe_server(code_).category;
}

std::string_view error::remedy() const {
    if (!code_.failed()) return {};
    return is_of_client(code_) ? describe_client(code_).remedy : describe_server(code_).remedy;
}

const std::string& error::message() const {
    return (details_ ? *details_ : no_details()).message;
}
const std::string& error::argument() const {
    return (details_ ? *details_ : no_details()).argument;
}
const std::string& error::node() const {
    return (details_ ? *details_ : no_details()).node;
}
unsigned error::attempts() const {
    return details_ ? details_->attempts : 0;
}
bool error::in_doubt() const {
    return details_ && details_->in_doubt;
}

std::string error::to_string() const {
    if (!code_.failed()) return "ok";
    std::string out = std::string(name()) + " (" + std::to_string(number()) +
                      "): " + (message().empty() ? code_.message() : message());
    std::string where;
    const auto add = [&](const std::string& part) { where += (where.empty() ? "" : ", ") + part; };
    if (!argument().empty()) add("argument " + argument());
    if (!node().empty()) add("node " + node());
    if (attempts() != 0)
        add(std::to_string(attempts()) + (attempts() == 1 ? " attempt" : " attempts"));
    if (in_doubt()) add("in doubt");
    if (!where.empty()) out += " [" + where + "]";
    if (!remedy().empty()) out += "; " + std::string(remedy());
    return out;
}

bool operator==(const error& e, result_code code) {
    return e.code_.value() == static_cast<int>(code) &&
           (e.code_.failed() ? !is_of_client(e.code_) : code == result_code::ok);
}

bool operator==(const error& e, client_errc code) {
    return is_of_client(e.code_) && e.code_.value() == static_cast<int>(code);
}

std::ostream& operator<<(std::ostream& out, const error& e) {
    return out << e.to_string();
}

failure::failure(spikelet::error e) : std::runtime_error(e.to_string()), error_(std::move(e)) {}

void throw_exception_from_error(const error& e, const boost::source_location&) {
    throw failure(e);
}

}  // namespace spikelet
