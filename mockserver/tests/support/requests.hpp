// Requests as a client would send them and replies taken apart, for tests of the server side.
#pragma once

#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/result_code.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spikelet::mock::testing {

struct reply_operation {
    wire::operation_type type;
    wire::particle_type particle;
    std::string bin;
    std::string value;

    // The value of an integer.
    std::int64_t integer() const {
        return value.size() == 8 ? wire::load_be<std::int64_t>(wire::as_bytes(value).data())
                                 : INT64_MIN;
    }
};

struct reply {
    wire::result_code code = wire::result_code::server_error;
    std::uint32_t generation = 0;
    std::uint32_t void_time = 0;
    std::uint8_t info3 = 0;
    std::vector<reply_operation> operations;

    const reply_operation* bin(std::string_view name) const {
        for (const reply_operation& op : operations) {
            if (op.bin == name) return &op;
        }
        return nullptr;
    }
};

// Takes the first frame of `bytes` apart; nullopt when that is no complete message.
std::optional<reply> parse_reply(wire::bytes_view bytes);
// The number that the first operation of a reply answers; -1: there is none.
std::int64_t counted(std::string_view reply);

// A request for one record. Every member function adds to it and returns it.
class request {
public:
    explicit request(const key& k) : request(k.namespace_name(), k.set(), k.digest()) {}
    request(std::string namespace_name, std::string set, const wire::digest& digest)
        : namespace_(std::move(namespace_name)), set_(std::move(set)), digest_(digest) {}

    request& info1(std::uint8_t bits) {
        header_.info1 |= bits;
        return *this;
    }
    request& info2(std::uint8_t bits) {
        header_.info2 |= bits;
        return *this;
    }
    request& info3(std::uint8_t bits) {
        header_.info3 |= bits;
        return *this;
    }
    request& generation(std::uint32_t g) {
        header_.generation = g;
        return *this;
    }
    request& ttl(std::uint32_t t) {
        header_.record_ttl = t;
        return *this;
    }
    request& without_set() {
        has_set_ = false;
        return *this;
    }
    // One more field, of any type.
    request& field(std::uint8_t type, std::string bytes) {
        fields_.emplace_back(type, std::move(bytes));
        return *this;
    }
    request& key_field(std::string bytes) {
        key_ = std::move(bytes);
        return *this;
    }

    request& operation(wire::operation_type type, std::string bin,
                       wire::particle_type particle = {}, std::string value = {}) {
        operations_.push_back({type, particle, std::move(bin), std::move(value)});
        return *this;
    }
    request& read(std::string bin = {}) {
        info1(wire::info1::read);
        return operation(wire::operation_type::read, std::move(bin));
    }
    request& read_all() { return info1(wire::info1::read | wire::info1::get_all); }
    request& write(std::string bin, std::int64_t v) {
        info2(wire::info2::write);
        return operation(wire::operation_type::write, std::move(bin), wire::particle_type::integer,
                         be(v));
    }
    request& write(std::string bin, std::string_view v) {
        info2(wire::info2::write);
        return operation(wire::operation_type::write, std::move(bin), wire::particle_type::string,
                         std::string(v));
    }
    request& remove_bin(std::string bin) {
        info2(wire::info2::write);
        return operation(wire::operation_type::write, std::move(bin));
    }
    request& increment(std::string bin, std::int64_t v) {
        info2(wire::info2::write);
        return operation(wire::operation_type::increment, std::move(bin),
                         wire::particle_type::integer, be(v));
    }
    request& touch() {
        info2(wire::info2::write);
        return operation(wire::operation_type::touch, {});
    }
    request& remove() { return info2(wire::info2::write | wire::info2::delete_record); }

    void encode(wire::buffer& out) const;
    std::string bytes() const;

    static std::string be(std::int64_t v) {
        std::string out(8, '\0');
        wire::store_be(reinterpret_cast<std::uint8_t*>(out.data()), v);
        return out;
    }

private:
    std::string namespace_;
    std::string set_;
    bool has_set_ = true;
    wire::digest digest_;
    std::string key_;
    std::vector<std::pair<std::uint8_t, std::string>> fields_;
    wire::message_header header_;
    std::vector<reply_operation> operations_;
};

// Sends one request over a direct connection and takes the reply apart; a missing reply fails the
// test.
reply send(direct_connection& connection, const request& r);

// One info command; the answer without the echo.
std::string info(direct_connection& connection, std::string_view command);

}  // namespace spikelet::mock::testing
