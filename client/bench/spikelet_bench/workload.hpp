// Which command comes next, and what it writes.
#pragma once

#include "spikelet_bench/options.hpp"

#include <spikelet/key.hpp>
#include <spikelet/record.hpp>

#include <atomic>
#include <cstdint>
#include <optional>

namespace spikelet::bench {

// The record that is written for every key.
bins make_record(const options& o);

// Of all loaders together: the next key of an insertion, each once.
class insertions {
public:
    explicit insertions(std::uint64_t keys) : keys_(keys) {}
    std::optional<std::uint64_t> take() {
        const std::uint64_t next = next_.fetch_add(1, std::memory_order_relaxed);
        return next < keys_ ? std::optional(next) : std::nullopt;
    }

private:
    const std::uint64_t keys_;
    std::atomic<std::uint64_t> next_{0};
};

struct step {
    std::uint64_t key = 0;
    bool is_read = false;
};

// Steps of one loader; a seed gives the same ones each time.
class workload {
public:
    workload(const options& o, std::uint64_t seed) : options_(o), state_(seed * 2 + 1) {}
    step next() {
        const std::uint64_t r = random();
        return {.key = (r >> 8) % options_.keys, .is_read = r % 100 < options_.read_percent};
    }

private:
    // SplitMix64: a few cycles, so that it does not show in the figures.
    std::uint64_t random() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    const options& options_;
    std::uint64_t state_;
};

inline key key_of(const options& o, std::uint64_t n) {
    return {o.namespace_name, o.set, static_cast<std::int64_t>(n)};
}

}  // namespace spikelet::bench
