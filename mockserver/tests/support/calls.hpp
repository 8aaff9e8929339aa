// Operations whose value is msgpack `[code, arguments…]`, sent to one bin, for tests.
#pragma once

#include "support/requests.hpp"

#include <spikelet/value.hpp>
#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace spikelet::mock::testing {

inline std::string packed(const value& v) {
    wire::buffer out;
    wire::encode_value(v, out);
    return std::string(wire::as_text(out.view()));
}

// "0102ff" as three bytes.
inline std::string from_hex(std::string_view text) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        out.push_back(static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1])));
    }
    return out;
}
inline std::string to_hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        out.push_back("0123456789abcdef"[static_cast<unsigned char>(c) >> 4]);
        out.push_back("0123456789abcdef"[static_cast<unsigned char>(c) & 15]);
    }
    return out;
}
inline value blob(std::string_view bytes) {
    return value::blob(wire::as_bytes(bytes));
}

// One record in a cluster of its own.
class one_record {
public:
    // Sends one operation on bin "b".
    reply call(wire::operation_type type, const value::list& call) {
        request r = make_request();
        return send(connection_, add_call(r, type, call));
    }
    reply send_request(const request& r) { return send(connection_, r); }
    request make_request() const { return request(key_); }
    // `call` with the particle type byte that clients send.
    static request& add_call(request& r, wire::operation_type type, const value::list& call) {
        const bool reads = type == wire::operation_type::bits_read ||
                           type == wire::operation_type::hll_read ||
                           type == wire::operation_type::cdt_read;
        if (reads) {
            r.info1(wire::info1::read);
        } else {
            r.info2(wire::info2::write);
        }
        return r.operation(type, "b", wire::particle_type::blob, packed(call));
    }

    void put(const value& v) { cluster_.put(key_, {{"b", v}}); }
    void put_blob(std::string_view bytes) { put(blob(bytes)); }
    void remove() { cluster_.remove(key_); }
    bool exists() const { return cluster_.get(key_).has_value(); }
    // The bin's value; nil if there is none.
    value get() const {
        const auto record = cluster_.get(key_);
        if (!record) return {};
        const auto bin = record->bins.find("b");
        return bin == record->bins.end() ? value() : bin->second;
    }
    std::string get_bytes() const { return std::string(wire::as_text(get().as_bytes())); }
    std::string get_hex() const { return to_hex(get_bytes()); }

private:
    static cluster_config config() {
        cluster_config c;
        c.namespaces = {{.name = "test", .max_record_size = 8u << 20}};
        return c;
    }

    cluster cluster_{config()};
    direct_connection connection_ = cluster_.connect();
    key key_{"test", "demo", "k"};
};

}  // namespace spikelet::mock::testing
