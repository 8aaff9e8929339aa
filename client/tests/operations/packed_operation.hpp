// The value of an operation as chapters 07 to 10 describe it, packed for these tests alone: the
// judge of builders is what the official client sent, not our own packer.
#pragma once

#include <spikelet/operation.hpp>
#include <spikelet/value.hpp>

#include <string>

namespace spikelet {

// Every map in it ordered by key and sorted, as official clients send them.
value sorted(const value& v);

// In hexadecimal. Maps are sent key-ordered and sorted at every level, as official clients do.
std::string packed_call(const operation& o);

}  // namespace spikelet
