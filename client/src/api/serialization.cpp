#include "command/serializers.hpp"

#include <spikelet/serialization.hpp>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace spikelet {
namespace {

// Process-wide by its documented interface.
struct process_serializers {
    std::atomic<bool> is_set{false};  // spares calls the lock while there is nothing to find
    std::mutex mutex;
    std::shared_ptr<const serializer_pair> pair = std::make_shared<serializer_pair>();
};

process_serializers& state() {
    static process_serializers s;
    return s;
}

template <class Change>
void change(Change change) {
    process_serializers& s = state();
    const std::lock_guard lock(s.mutex);
    auto next = std::make_shared<serializer_pair>(*s.pair);
    change(*next);
    s.is_set = next->serialize || next->deserialize;
    s.pair = std::move(next);
}

}  // namespace

void set_serializer(serializer_function f) {
    if (!f) {
        throw std::invalid_argument(
            "set_serializer: an empty function; unset_serializers() takes both back");
    }
    change([&](serializer_pair& pair) { pair.serialize = std::move(f); });
}

void set_deserializer(deserializer_function f) {
    if (!f) {
        throw std::invalid_argument(
            "set_deserializer: an empty function; unset_serializers() takes both back");
    }
    change([&](serializer_pair& pair) { pair.deserialize = std::move(f); });
}

void unset_serializers() {
    change([](serializer_pair& pair) { pair = {}; });
}

namespace command {

std::shared_ptr<const serializer_pair> process_wide_serializers() {
    process_serializers& s = state();
    if (!s.is_set.load(std::memory_order_acquire)) return nullptr;
    const std::lock_guard lock(s.mutex);
    return s.pair;
}

}  // namespace command
}  // namespace spikelet
