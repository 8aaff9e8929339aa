// Counts and times of a run.
#pragma once

#include <spikelet/error.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace spikelet::bench {

using clock = std::chrono::steady_clock;

inline clock::duration seconds(double s) {
    return std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(s));
}

// Durations by magnitude, with 32 steps between powers of two: 3 percent.
class histogram {
public:
    void add(clock::duration d);
    void add(const histogram& other);
    std::uint64_t count() const { return count_; }
    // In microseconds; `part` of 1 is all of them.
    double quantile_us(double part) const;

private:
    static constexpr unsigned steps_log2 = 5;
    std::array<std::uint64_t, std::size_t{64} << steps_log2> counts_{};
    std::uint64_t count_ = 0;
};

// CPU time that a process has used; nullopt when there is none with that id.
std::optional<std::chrono::nanoseconds> cpu_time(std::int64_t pid);

struct outcome {
    histogram times;
    std::uint64_t errors = 0;
    std::string first_error = {};  // in words
    void add_error(const error& e) {
        if (errors++ == 0) first_error = e.to_string();
    }
    void add(const outcome& other) {
        times.add(other.times);
        errors += other.errors;
        if (first_error.empty()) first_error = other.first_error;
    }
};

struct figures {
    double ops_per_s = 0;
    double client_cpu_us_per_op = 0;
    double server_cpu_us_per_op = 0;
    double p50_us = 0;
    double p99_us = 0;
    double p999_us = 0;
    std::uint64_t errors = 0;
};
void print_json(std::ostream& out, const figures& f);
void print_text(std::ostream& out, const figures& f);

}  // namespace spikelet::bench
