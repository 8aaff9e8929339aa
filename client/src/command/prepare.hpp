// The first half of every call on one record: check the arguments, decide the policy, encode.
#pragma once

#include "command/effective.hpp"
#include "conversation/command.hpp"
#include "topology/routing.hpp"

#include <spikelet/key.hpp>
#include <spikelet/operation.hpp>
#include <spikelet/record.hpp>
#include <spikelet/wire/buffer.hpp>

#include <span>
#include <string>
#include <string_view>

namespace spikelet::command {

// A request and what it goes by.
struct prepared {
    effective_policy policy = {};
    bool is_write = false;
};

// A function of a module, and what it is called with.
struct function_call {
    std::string_view module;
    std::string_view function;
    std::span<const value> arguments;
};

// Each call appends a whole frame to `out`, or answers what is wrong with its arguments. Any
// thread. Both arguments of the constructor outlive it.
class preparer {
public:
    preparer(const config& c, const effective_groups& groups) : config_(c), groups_(groups) {}

    error get(const key& k, const read_policy& policy, wire::buffer& out, prepared& p) const;
    error select(const key& k, std::span<const std::string> bin_names, const read_policy& policy,
                 wire::buffer& out, prepared& p) const;
    error exists(const key& k, const read_policy& policy, wire::buffer& out, prepared& p) const;
    error put(const key& k, const bins& b, const write_policy& policy, wire::buffer& out,
              prepared& p) const;
    error remove(const key& k, const remove_policy& policy, wire::buffer& out, prepared& p) const;
    error remove_bin(const key& k, std::span<const std::string> bin_names,
                     const write_policy& policy, wire::buffer& out, prepared& p) const;
    error operate(const key& k, std::span<const operation> operations, const operate_policy& policy,
                  wire::buffer& out, prepared& p) const;
    error touch(const key& k, std::uint32_t ttl_s, const operate_policy& policy, wire::buffer& out,
                prepared& p) const;
    error append(const key& k, std::string_view bin, value suffix, const operate_policy& policy,
                 wire::buffer& out, prepared& p) const;
    error prepend(const key& k, std::string_view bin, value prefix, const operate_policy& policy,
                  wire::buffer& out, prepared& p) const;
    error increment(const key& k, std::string_view bin, value by, const operate_policy& policy,
                    wire::buffer& out, prepared& p) const;
    error apply(const key& k, const function_call& f, const apply_policy& policy, wire::buffer& out,
                prepared& p) const;

private:
    const config& config_;
    const effective_groups& groups_;
};

// ---- the way to the node

conversation::limits limits_of(const effective_policy& p);
topology::route::wish wish_of(const prepared& p);
// The table of a namespace; the error when there is none, or when the request is too large to be
// sent.
error find_table(const topology::cluster& cluster, std::string_view namespace_name,
                 wire::bytes_view request, const topology::partition_table*& table);

}  // namespace spikelet::command
