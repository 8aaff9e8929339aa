// What a call answers when it could not do what was asked.
//
//     const auto r = client.get(key);
//     if (!r) {
//         if (r.error() == result_code::record_not_found) …
//         std::cerr << r.error() << '\n';
//         // record_not_found (2): the record does not exist [node A1, 1 attempt]; check the key …
//     }
//     use(r->bins);                    // or: client.get(key).value() throws `failure`
#pragma once

#include <spikelet/wire/result_code.hpp>

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace spikelet {

using wire::result_category;
using wire::result_code;

// Faults that the client finds itself; the numbers are those of the C client (chapter 02 §2), so
// that one list of numbers serves both. Codes of the server are result_code.
enum class client_errc : std::int16_t {
    client = -1,          // anything without a number of its own: the message says what
    parameter = -2,       // an argument, a policy or a configuration key is wrong; nothing was sent
    invalid_host = -4,    // no seed could be reached, or a host cannot be resolved
    client_abort = -5,    // the application ended it: closed, cancelled, a callback said stop
    no_connections = -7,  // the node's pool is at its limit
    invalid_node = -8,    // no usable node for the partition
    tls = -9,             // the TLS handshake or session failed
    connection = -10,     // refused, reset or closed in the middle
    queue_full = -11,     // more commands wait than the client may hold
    max_retries = -12,    // attempts are used up; the message tells the last fault
    max_error_rate = -14,  // too many errors of this node just now
    no_response = -15,     // a batch row that nobody answered
    batch_failed = -16,    // some rows failed; look at them
    transaction_failed = -17,
    transaction_committed = -18,
    transaction_aborted = -19,
    timeout = -99,  // the client's own deadline; numbered 9 in messages, as the C client does
    malformed_reply = -100,  // the peer sent bytes that are no reply
    serialization =
        -101,  // a serializer, a codec or a value that cannot be stored; nothing was sent
};

boost::system::error_code make_error_code(client_errc code);
std::string_view name(client_errc code);

// Copies are cheap: they share what they tell.
class error {
public:
    struct details {
        // What happened, in one sentence; the server's own text if it sent one.
        std::string message = {};
        // Which argument of the call is to blame: `bins["x"]`; empty: none.
        std::string argument = {};
        // Name or address of the node that answered last; empty: nobody was asked.
        std::string node = {};
        unsigned attempts = 0;  // how often it was sent
        bool in_doubt = false;  // a write that may have happened all the same
    };

    // No error. `result` never holds one.
    error() = default;
    error(result_code code, details d);
    error(client_errc code, details d);

    boost::system::error_code code() const { return code_; }
    // The server's number, or the negative one of the client.
    int number() const;
    // "record_not_found".
    std::string_view name() const;
    result_category category() const;
    // What the caller can do about it.
    std::string_view remedy() const;
    const std::string& message() const;
    const std::string& argument() const;
    const std::string& node() const;
    unsigned attempts() const;
    bool in_doubt() const;
    // All of it in one line.
    std::string to_string() const;

    explicit operator bool() const { return code_.failed(); }
    friend bool operator==(const error& e, result_code code);
    friend bool operator==(const error& e, client_errc code);
    friend std::ostream& operator<<(std::ostream& out, const error& e);

private:
    boost::system::error_code code_;
    std::shared_ptr<const details> details_;
};

// Thrown by result::value(), and by constructors that a wrong configuration reaches.
class failure : public std::runtime_error {
public:
    explicit failure(spikelet::error e);
    const spikelet::error& error() const { return error_; }

private:
    spikelet::error error_;
};

// A value or an error.
template <class T>
using result = boost::system::result<T, error>;

// Found by result::value().
[[noreturn]] void throw_exception_from_error(const error& e, const boost::source_location& where);

}  // namespace spikelet

template <>
struct boost::system::is_error_code_enum<spikelet::client_errc> : std::true_type {};
