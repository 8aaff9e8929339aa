// Names of the numbers that only people need names for.
#pragma once

#include "text_writer.hpp"

#include <array>
#include <string_view>

namespace spikelet::wire {

// One name for each bit, lowest first.
using bit_names = std::array<std::string_view, 8>;

inline constexpr bit_names info1_names = {
    "read", "get_all",     "short_query",           "batch",
    "xdr",  "get_no_bins", "consistency_level_all", "compress_response"};
inline constexpr bit_names info2_names = {
    "write",          "delete_record", "generation",          "generation_gt",
    "durable_delete", "create_only",   "relax_ap_long_query", "respond_all_ops"};
inline constexpr bit_names info3_names = {"last",         "commit_level_master", "partition_done",
                                          "update_only",  "create_or_replace",   "replace_only",
                                          "sc_read_type", "sc_read_relax"};
inline constexpr bit_names info4_names = {
    "mrt_verify_read",     "mrt_roll_forward", "mrt_roll_back", "mrt_monitor_driven",
    "mrt_on_locking_only", "error_subcode",    "error_message", "0x80"};
inline constexpr bit_names batch_flag_names = {
    "inline", "inline_ssd", "respond_all_rows", "row_errors", "0x10", "0x20", "0x40", "0x80"};
inline constexpr bit_names batch_row_flag_names = {"repeat", "info", "generation", "ttl",
                                                   "info4",  "0x20", "0x40",       "0x80"};

// "read|get_all"; "0" when no bit is set.
void write_bits(text_writer& text, std::uint8_t bits, const bit_names& names);

// Commands and fields of security messages (chapter 05 §1); empty when unknown.
std::string_view admin_command_name(std::uint8_t command);
std::string_view admin_field_name(std::uint8_t field);

}  // namespace spikelet::wire
