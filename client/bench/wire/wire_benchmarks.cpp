// What every command costs in the wire library alone.
#include <spikelet/wire/digest.hpp>
#include <spikelet/wire/message.hpp>

#include <benchmark/benchmark.h>

#include <string>

namespace spikelet::wire {
namespace {

// Namespace, set and digest; an integer and a string.
buffer write_request() {
    buffer out;
    message_writer m(out);
    m.field(field_type::namespace_name, as_bytes("test"));
    m.field(field_type::set_name, as_bytes("demo"));
    m.field(field_type::digest, ripemd160(as_bytes("key")));
    store_be<std::uint64_t>(m.operation(operation_type::write, "count", particle_type::integer, 8),
                            7);
    m.operation(operation_type::write, "name", particle_type::string, as_bytes("spikelet"));
    m.finish({.info2 = info2::write});
    return out;
}

void parse_request(benchmark::State& state) {
    const buffer frame = write_request();
    const bytes_view body = frame.view().subspan(frame_header_size);
    for (auto _ : state) {
        message_view m;
        benchmark::DoNotOptimize(parse_message(body, m));
        benchmark::DoNotOptimize(m);
    }
}
BENCHMARK(parse_request);

void parse_and_walk_request(benchmark::State& state) {
    const buffer frame = write_request();
    const bytes_view body = frame.view().subspan(frame_header_size);
    for (auto _ : state) {
        message_view m;
        if (parse_message(body, m) != message_errc::ok) state.SkipWithError("malformed");
        std::size_t size = m.field(field_type::namespace_name)->size();
        for (const operation_view o : m.operations())
            size += o.value.size();
        benchmark::DoNotOptimize(size);
    }
}
BENCHMARK(parse_and_walk_request);

void write_reply(benchmark::State& state) {
    buffer out;
    const std::uint8_t value[8] = {};
    for (auto _ : state) {
        out.clear();
        message_writer m(out);
        m.operation(operation_type::read, "count", particle_type::integer, value);
        m.operation(operation_type::read, "name", particle_type::string, as_bytes("spikelet"));
        m.finish({.generation = 1});
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(write_reply);

void digest_of_integer_key(benchmark::State& state) {
    std::uint8_t key[8] = {};
    std::uint64_t n = 0;
    for (auto _ : state) {
        store_be(key, ++n);
        benchmark::DoNotOptimize(compute_digest("demo", particle_type::integer, key));
    }
}
BENCHMARK(digest_of_integer_key);

void digest_of_long_key(benchmark::State& state) {
    const std::string key(200, 'k');
    for (auto _ : state) {
        benchmark::DoNotOptimize(compute_digest("demo", particle_type::string, as_bytes(key)));
    }
}
BENCHMARK(digest_of_long_key);

}  // namespace
}  // namespace spikelet::wire

BENCHMARK_MAIN();
