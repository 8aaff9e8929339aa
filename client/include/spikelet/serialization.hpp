// Values that have no native form in the database: how they become bytes, and what bytes become.
//
// A `value` may hold an object: any copyable C++ value. When a call sends it, the serializer that
// the policy names turns it into a blob (names.md §6.4); on the way back a deserializer sees every
// blob.
#pragma once

#include <spikelet/value.hpp>

#include <functional>
#include <string>

namespace spikelet {

// Given the value (an object, or bytes), answers the bytes to store as a plain blob. May throw: the
// call then fails with client_errc::serialization before anything is sent.
using serializer_function = std::function<std::string(const value&)>;
// Given a blob's bytes, answers what the caller gets. When it throws, the caller gets the blob.
using deserializer_function = std::function<value(wire::bytes_view)>;

struct serializer_pair {
    serializer_function serialize = {};
    deserializer_function deserialize = {};
};

// Process-wide, for clients without a pair of their own. Any thread; calls under way keep what they
// began with. An empty function is std::invalid_argument: see unset_serializers().
void set_serializer(serializer_function f);
void set_deserializer(deserializer_function f);
void unset_serializers();

}  // namespace spikelet
