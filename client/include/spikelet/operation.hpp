// One step of operate(): what to read or change in one bin (chapter 13; collections: 08 to 11).
//
//     client.operate(key, {operation::increment("visits", 1), operation::read("visits"),
//                          list::append("log", "seen")});
//
// An operation keeps its arguments as values; the client serializes objects among them and packs
// them when it builds the request.
#pragma once

#include <spikelet/value.hpp>
#include <spikelet/wire/message.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spikelet {

// One step from a collection into a collection inside it (chapter 10). Made by cdt_context.hpp.
struct context_step {
    std::uint32_t type = 0;  // of chapter 10 §1, create flags included
    spikelet::value value;
};

class operation {
public:
    // ---- scalars
    // The value of a bin; empty: all bins.
    static operation read(std::string bin);
    static operation read_all() { return read({}); }
    // Nil removes the bin.
    static operation write(std::string bin, value v);
    // By an integer or a double: std::invalid_argument for anything else. Creates the bin.
    static operation increment(std::string bin, value by);
    // Text or bytes: std::invalid_argument for anything else. Creates the bin.
    static operation append(std::string bin, value suffix);
    static operation prepend(std::string bin, value prefix);
    // A new void-time and generation. `ttl_s` is a deprecated way to say the policy's ttl_s.
    static operation touch(std::optional<std::uint32_t> ttl_s = {});
    // Removes all bins, and with them the record unless a later operation writes.
    static operation delete_record();

    // ---- families
    // A call of a list, map, bit or HLL operation: its number and arguments, as chapters 08 to 11
    // list them. `always_answers` sets RESPOND_ALL_OPS, as clients do for maps, bits, HLL and
    // expressions.
    struct call {
        std::uint16_t code = 0;
        value::list arguments;
        std::vector<context_step> context;
        bool always_answers = false;
    };
    operation(wire::operation_type type, std::string bin, call c)
        : type_(type), bin_(std::move(bin)), call_(std::move(c)) {}

    // The same on the list or map that `path` leads to from the bin's value (cdt_context.hpp).
    // std::invalid_argument for anything but operations on lists and maps.
    operation within(std::vector<context_step> path) const&;
    operation within(std::vector<context_step> path) &&;

    wire::operation_type type() const { return type_; }
    const std::string& bin() const { return bin_; }
    const value& argument() const { return argument_; }  // of scalars; nil: none
    const std::optional<call>& collection_call() const { return call_; }
    std::optional<std::uint32_t> ttl_s() const { return ttl_s_; }
    bool is_write() const;

private:
    operation(wire::operation_type type, std::string bin, value argument)
        : type_(type), bin_(std::move(bin)), argument_(std::move(argument)) {}

    wire::operation_type type_;
    std::string bin_;
    value argument_;
    std::optional<call> call_;
    std::optional<std::uint32_t> ttl_s_;
};

}  // namespace spikelet
