// Single-record commands as bytes (chapter 04 §1). Each appends one whole frame, compressed when
// the policy says so.
//
// Arguments have been checked, and values prepared: none of them holds an object.
#pragma once

#include "command/effective.hpp"

#include <spikelet/key.hpp>
#include <spikelet/operation.hpp>
#include <spikelet/record.hpp>
#include <spikelet/wire/buffer.hpp>

#include <span>
#include <string>

namespace spikelet::command {

void write_get(const key& k, const effective_policy& p, wire::buffer& out);
void write_select(const key& k, std::span<const std::string> bin_names, const effective_policy& p,
                  wire::buffer& out);
void write_exists(const key& k, const effective_policy& p, wire::buffer& out);
void write_remove(const key& k, const effective_policy& p, wire::buffer& out);

// A bin and the value to be sent for it.
struct bin_to_write {
    std::string_view name;
    const value* content;
};
void write_put(const key& k, std::span<const bin_to_write> bins, const effective_policy& p,
               wire::buffer& out);

// An operation with its value or its call, prepared; null when it has none.
struct operation_to_write {
    const operation* what = nullptr;
    const value* argument = nullptr;
    const operation::call* call = nullptr;
};
void write_operate(const key& k, std::span<const operation_to_write> operations,
                   const effective_policy& p, wire::buffer& out);

// `arguments` is a packed list.
void write_apply(const key& k, std::string_view module, std::string_view function,
                 wire::bytes_view arguments, const effective_policy& p, wire::buffer& out);

}  // namespace spikelet::command
