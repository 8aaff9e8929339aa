// The record that a function works on: as it was, and as it shall be. Nothing here is seen by
// others until the engine commits it.
#pragma once

#include "operations/working_bins.hpp"
#include "storage/record.hpp"

#include <spikelet/wire/result_code.hpp>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace spikelet::mock::lua {

using wire::result_code;

// What the command knows about its record before the function runs.
struct record_facts {
    const record* stored = nullptr;  // null: there is none
    wire::digest digest{};
    std::string_view set;    // of the stored record, or of the message; empty: none
    bytes_view message_key;  // type byte and value; empty: none was sent
    std::uint64_t stored_size = 0;
    std::uint32_t now_s = 0;
    std::uint32_t ttl = 0;  // of the message
    // The reason why nothing may be written now; ok: it may.
    result_code write_refusal = result_code::ok;
    bool can_be_created = true;  // its set can be made
};

class record_target {
public:
    // A record with more bins is neither read nor changed by functions.
    static constexpr std::size_t bin_count_max = 512;

    explicit record_target(const record_facts& facts)
        : facts_(facts), open_(facts.stored != nullptr), ttl_(facts.ttl) {
        bins_.emplace(facts.stored);
    }
    record_target(const record_target&) = delete;
    record_target& operator=(const record_target&) = delete;

    const record_facts& facts() const { return facts_; }
    // It is stored, or the function has created it.
    bool is_open() const { return open_; }
    bool is_loadable() const {
        return facts_.stored == nullptr || facts_.stored->bin_count() <= bin_count_max;
    }
    const working_bins& bins() const { return *bins_; }

    // ---- what the function asks for
    void open() { open_ = true; }
    void set_ttl(std::uint32_t ttl) { ttl_ = ttl; }
    void drop_key() { key_dropped_ = true; }

    // Names and values that are set here lie in memory that copy() made.
    working_bins& bins_to_change() { return *bins_; }
    std::uint8_t* allocate(std::size_t size) {
        allocated_ += size;
        return memory_.allocate(size);
    }
    bytes_view copy(bytes_view bytes) {
        std::uint8_t* const p = allocate(bytes.size());
        if (!bytes.empty()) std::memcpy(p, bytes.data(), bytes.size());
        return {p, bytes.size()};
    }
    // Bytes that all updates have taken so far.
    std::size_t allocated() const { return allocated_; }
    void changed() {
        has_updates_ = true;
        code_ = result_code::ok;
    }
    // The update was refused: nothing of what the function wrote so far remains.
    void fail(result_code code) {
        bins_.emplace(facts_.stored);
        has_updates_ = false;
        code_ = code;
    }

    // ---- what the engine commits
    bool has_updates() const { return has_updates_; }
    // Of the last update; anything but ok is the result of the command.
    result_code code() const { return code_; }
    std::uint32_t ttl() const { return ttl_; }
    bool is_key_dropped() const { return key_dropped_; }

private:
    record_facts facts_;
    command_memory memory_;
    std::optional<working_bins> bins_;  // always there; made anew by fail()
    std::size_t allocated_ = 0;
    bool open_;
    bool has_updates_ = false;
    bool key_dropped_ = false;
    std::uint32_t ttl_;
    result_code code_ = result_code::ok;
};

}  // namespace spikelet::mock::lua
