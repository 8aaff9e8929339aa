#include "spikelet_bench/measurement.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <ostream>

namespace spikelet::bench {

void histogram::add(clock::duration d) {
    const auto ns = static_cast<std::uint64_t>(
        std::max<std::int64_t>(std::chrono::nanoseconds(d).count(), 0) + 1);
    const unsigned magnitude = static_cast<unsigned>(std::bit_width(ns)) - 1;
    const std::uint64_t step =
        magnitude < steps_log2 ? 0 : (ns >> (magnitude - steps_log2)) - (1u << steps_log2);
    ++counts_[(std::size_t{magnitude} << steps_log2) + step];
    ++count_;
}

void histogram::add(const histogram& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i)
        counts_[i] += other.counts_[i];
    count_ += other.count_;
}

double histogram::quantile_us(double part) const {
    const auto wanted = static_cast<std::uint64_t>(part * static_cast<double>(count_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        seen += counts_[i];
        if (seen <= wanted && seen != count_) continue;
        const double magnitude = static_cast<double>(std::uint64_t{1} << (i >> steps_log2));
        const double step = static_cast<double>(i % (1u << steps_log2)) + 0.5;
        return magnitude * (1 + step / (1u << steps_log2)) / 1000;
    }
    return 0;
}

std::optional<std::chrono::nanoseconds> cpu_time(std::int64_t pid) {
    // Not every kernel minds a clock of no process.
    if (kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH) return std::nullopt;
    clockid_t id{};
    timespec t{};
    if (clock_getcpuclockid(static_cast<pid_t>(pid), &id) != 0 || clock_gettime(id, &t) != 0) {
        return std::nullopt;
    }
    return std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec);
}

void print_json(std::ostream& out, const figures& f) {
    const nlohmann::ordered_json all{{"ops_per_s", f.ops_per_s},
                                     {"client_cpu_us_per_op", f.client_cpu_us_per_op},
                                     {"server_cpu_us_per_op", f.server_cpu_us_per_op},
                                     {"p50_us", f.p50_us},
                                     {"p99_us", f.p99_us},
                                     {"p999_us", f.p999_us},
                                     {"errors", f.errors}};
    out << all.dump() << '\n';
}

void print_text(std::ostream& out, const figures& f) {
    char text[256];
    std::snprintf(text, sizeof text,
                  "%.0f operations/s, %llu errors\n"
                  "CPU per operation: client %.2f us, server %.2f us\n"
                  "latency: p50 %.1f us, p99 %.1f us, p99.9 %.1f us\n",
                  f.ops_per_s, static_cast<unsigned long long>(f.errors), f.client_cpu_us_per_op,
                  f.server_cpu_us_per_op, f.p50_us, f.p99_us, f.p999_us);
    out << text;
}

}  // namespace spikelet::bench
