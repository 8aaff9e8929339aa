// Cost of the mock server's storage alone: time of the steps that a command takes, and resident
// memory per record.
#include "storage/namespace_store.hpp"
#include "storage/record_size.hpp"

#include <spikelet/wire/digest.hpp>

#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace spikelet::mock {
namespace {

digest digest_of(std::uint64_t i) {
    std::uint8_t key[8];
    wire::store_be(key, i);
    return wire::compute_digest("demo", particle_type::integer, key);
}

// A record with one bin "a": an integer, or text of `text_size` bytes when that is not 0.
record_ptr make_record(const digest& d, std::size_t text_size, set_id set) {
    static const std::string text(4096, 'x');
    static constexpr std::uint8_t seven[8] = {0, 0, 0, 0, 0, 0, 0, 7};
    bin_view bin{"a", {particle_type::integer, seven}};
    if (text_size != 0) {
        bin.value = {particle_type::string,
                     wire::as_bytes(std::string_view(text).substr(0, text_size))};
    }
    return record::make(d, {.generation = 1, .last_update_time = 1, .set = set}, {&bin, 1});
}

void put(namespace_store& store, const digest& d, std::size_t text_size, set_id set) {
    partition& cell = store.partition_at(wire::partition_id(d));
    const std::lock_guard lock(cell.mutex());
    store.put(cell, make_record(d, text_size, set));
}

std::size_t resident_bytes() {
    unsigned long total = 0;
    unsigned long resident = 0;
    std::FILE* f = std::fopen("/proc/self/statm", "r");
    const bool read = f != nullptr && std::fscanf(f, "%lu %lu", &total, &resident) == 2;
    if (f != nullptr) std::fclose(f);
    return read ? resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) : 0;
}

// Growth of resident memory by `count` records, divided among them. In a child process, where no
// memory that was freed before is reused.
double resident_bytes_per_record(std::size_t count, std::size_t text_size) {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    const pid_t child = fork();
    if (child == 0) {
        const std::size_t before = resident_bytes();
        namespace_store store({.name = "test"});
        const set_id set = *store.sets().find_or_make("demo");
        for (std::size_t i = 0; i < count; ++i) {
            put(store, digest_of(i), text_size, set);
        }
        const double each =
            static_cast<double>(resident_bytes() - before) / static_cast<double>(count);
        _exit(write(ends[1], &each, sizeof each) == sizeof each ? 0 : 1);
    }
    close(ends[1]);
    double each = -1;
    if (read(ends[0], &each, sizeof each) != sizeof each) each = -1;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return each;
}

// Arguments: records, bytes of text (0: an integer). The first of the benchmarks: a child inherits
// the heap, and memory that others freed would not count.
void memory_per_record(benchmark::State& state) {
    double each = 0;
    for (auto _ : state) {
        each = resident_bytes_per_record(static_cast<std::size_t>(state.range(0)),
                                         static_cast<std::size_t>(state.range(1)));
    }
    state.counters["bytes/record"] = each;
}
BENCHMARK(memory_per_record)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond)
    ->Args({1000000, 0})
    ->Args({1000000, 100})
    ->Args({4096, 0});

// A store of integer records, and their digests in the order of their making.
struct filled_store {
    explicit filled_store(std::size_t count) : store({.name = "test"}) {
        const set_id set = *store.sets().find_or_make("demo");
        digests.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            digests.push_back(digest_of(i));
            put(store, digests.back(), 0, set);
        }
    }
    namespace_store store;
    std::vector<digest> digests;
};

// Passes through the digests in an order that no cache foresees.
class shuffled_index {
public:
    explicit shuffled_index(std::size_t count) : count_(count) {}
    std::size_t next() {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>((state_ >> 33) % count_);
    }

private:
    std::size_t count_;
    std::uint64_t state_ = 1;
};

void find_record(benchmark::State& state) {
    filled_store filled(static_cast<std::size_t>(state.range(0)));
    shuffled_index index(filled.digests.size());
    for (auto _ : state) {
        const digest& d = filled.digests[index.next()];
        partition& cell = *filled.store.find_partition(wire::partition_id(d));
        const std::lock_guard lock(cell.mutex());
        benchmark::DoNotOptimize(cell.find(d)->generation());
    }
}
BENCHMARK(find_record)->Arg(1000)->Arg(1000000);

void find_absent_record(benchmark::State& state) {
    filled_store filled(static_cast<std::size_t>(state.range(0)));
    shuffled_index index(filled.digests.size());
    for (auto _ : state) {
        digest d = filled.digests[index.next()];
        d[19] ^= 1;
        partition& cell = *filled.store.find_partition(wire::partition_id(d));
        const std::lock_guard lock(cell.mutex());
        benchmark::DoNotOptimize(cell.find(d));
    }
}
BENCHMARK(find_absent_record)->Arg(1000000);

void replace_record(benchmark::State& state) {
    filled_store filled(static_cast<std::size_t>(state.range(0)));
    shuffled_index index(filled.digests.size());
    for (auto _ : state) {
        put(filled.store, filled.digests[index.next()], 0, 1);
    }
}
BENCHMARK(replace_record)->Arg(1000)->Arg(1000000);

// From nothing to a million records; the figure is for all of them.
void insert_records(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    std::vector<digest> digests;
    for (std::size_t i = 0; i < count; ++i) {
        digests.push_back(digest_of(i));
    }
    for (auto _ : state) {
        auto store = std::make_unique<namespace_store>(namespace_config{.name = "test"});
        const set_id set = *store->sets().find_or_make("demo");
        for (const digest& d : digests) {
            put(*store, d, 0, set);
        }
        state.PauseTiming();
        store.reset();
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(insert_records)->Arg(1000000)->Unit(benchmark::kMillisecond);

void scan_records(benchmark::State& state) {
    filled_store filled(1000000);
    for (auto _ : state) {
        std::uint64_t visited = 0;
        for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
            partition& cell = *filled.store.find_partition(pid);
            const std::lock_guard lock(cell.mutex());
            cell.scan(nullptr, [&](const record&) {
                ++visited;
                return true;
            });
        }
        benchmark::DoNotOptimize(visited);
    }
    state.SetItemsProcessed(state.iterations() * 1000000);
}
BENCHMARK(scan_records)->Unit(benchmark::kMillisecond);

// nsup over a million records of which none has expired.
void expire_nothing(benchmark::State& state) {
    filled_store filled(1000000);
    for (auto _ : state) {
        benchmark::DoNotOptimize(filled.store.expire(1000));
    }
}
BENCHMARK(expire_nothing)->Unit(benchmark::kMicrosecond);

void make_and_drop_record(benchmark::State& state) {
    const digest d = digest_of(1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(make_record(d, static_cast<std::size_t>(state.range(0)), 1));
    }
}
BENCHMARK(make_and_drop_record)->Arg(0)->Arg(100);

void size_of_record(benchmark::State& state) {
    const record_ptr r = make_record(digest_of(1), 0, 1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(stored_record_size(raw_record_size(*r, 4)));
    }
}
BENCHMARK(size_of_record);

void find_set(benchmark::State& state) {
    set_table sets;
    for (int i = 0; i < 100; ++i) {
        sets.find_or_make("set" + std::to_string(i));
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(sets.find("set42"));
    }
}
BENCHMARK(find_set);

void make_namespace(benchmark::State& state) {
    for (auto _ : state) {
        namespace_store store({.name = "test"});
        benchmark::DoNotOptimize(store.data_used_bytes());
    }
}
BENCHMARK(make_namespace);

}  // namespace
}  // namespace spikelet::mock

BENCHMARK_MAIN();
