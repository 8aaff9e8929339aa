// Objects on their way to the server, blobs on their way back (serialization.hpp).
#pragma once

#include <spikelet/error.hpp>
#include <spikelet/operation.hpp>
#include <spikelet/policy.hpp>
#include <spikelet/serialization.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace spikelet::command {

// Null while neither half is set.
std::shared_ptr<const serializer_pair> process_wide_serializers();

// What becomes of the objects of one call. Made anew for each call, so that a change of the
// process-wide pair never splits one.
class serializer_choice {
public:
    // `wanted` is the policy's; nullopt, as in every call but put, means the client's own
    // serializer if it has one, else the built-in one.
    serializer_choice(const serializer_pair& own, std::optional<serializer> wanted);

    // Values that took the place of others; nothing as a rule.
    using copies = std::vector<std::unique_ptr<value>>;
    // `v` itself when it can be sent as it is: nothing in it needs a serializer. Else what is to be
    // sent, kept in `memory`. Null, with `why` set, when that fails.
    const value* prepare(const value& v, copies& memory, error& why) const;
    // What has to be done to a whole call; `impossible`: see too_deep().
    enum class work : std::uint8_t { none, some, impossible };
    work find_work(const operation::call& call) const;
    error prepare(operation::call& call) const;
    // Of a value that nobody could read back.
    static error too_deep();

private:
    work find_work(const value& v, std::size_t levels_left = value_depth_max) const;
    void serialize(value& v) const;
    template <class Work>
    static error guarded(Work work);

    const serializer_pair& own_;
    serializer kind_;
    std::shared_ptr<const serializer_pair> shared_;  // of kind user, when the client has none
    const serializer_function* user_ = nullptr;
};

// What a call makes of the blobs that it reads.
class deserializer_choice {
public:
    explicit deserializer_choice(const serializer_pair& own);
    // Whether values have to be shown to apply() at all.
    explicit operator bool() const { return function_ != nullptr; }
    // Replaces every plain blob in `v`, however deep, by what the deserializer makes of it. Blobs
    // of a language stay what they are.
    void apply(value& v) const;

private:
    std::shared_ptr<const serializer_pair> shared_;
    const deserializer_function* function_ = nullptr;
};

}  // namespace spikelet::command
