// Cost of operations on lists and maps against the size of the collection, called directly and over
// TCP. A real server rewrites the whole collection on each write; here a change copies a chunk and
// the path to it, so that the curves stay flat.
//
//     cdt_bench --benchmark_filter=direct
#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <benchmark/benchmark.h>

#include <arpa/inet.h>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace spikelet::mock {
namespace {

const key where{"test", "bench", "k"};

enum class transport { direct, tcp };

// One connection to a cluster with one record.
class client {
public:
    client(transport how, value bin) {
        cluster_config config;
        config.namespaces = {{.name = "test", .max_record_size = 8u << 20}};
        cluster_ = std::make_unique<cluster>(std::move(config));
        cluster_->put(where, {{"b", std::move(bin)}});
        if (how == transport::direct) {
            direct_ = std::make_unique<direct_connection>(cluster_->connect());
            return;
        }
        const std::string address = cluster_->addresses().front();
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port =
            htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
            std::abort();
        }
    }
    ~client() {
        if (socket_ >= 0) ::close(socket_);
    }
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    // Sends a request and answers the result code of the reply.
    std::uint8_t exchange(wire::bytes_view request) {
        reply_.clear();
        if (direct_) {
            direct_->exchange(request, reply_);
        } else {
            if (::send(socket_, request.data(), request.size(), 0) < 0) std::abort();
            while (reply_.size() < wire::frame_header_size ||
                   reply_.size() <
                       wire::frame_header_size + wire::load_frame_header(reply_.data()).body_size) {
                std::uint8_t* room = reply_.grow(4096);
                const ssize_t n = ::recv(socket_, room, 4096, 0);
                if (n <= 0) std::abort();
                reply_.truncate(reply_.size() - 4096 + static_cast<std::size_t>(n));
            }
        }
        return reply_.data()[wire::frame_header_size + 5];
    }

private:
    std::unique_ptr<cluster> cluster_;
    std::unique_ptr<direct_connection> direct_;
    int socket_ = -1;
    wire::buffer reply_;
};

// A request of one operation on the record's bin.
std::string request_of(bool modifies, int code, const value::list& args) {
    wire::buffer call;
    wire::msgpack::writer(call).list(args.size() + 1).integer(code);
    for (const value& a : args)
        wire::encode_value(a, call);
    wire::buffer out;
    wire::message_writer m(out);
    m.field(wire::field_type::namespace_name, wire::as_bytes("test"));
    m.field(wire::field_type::set_name, wire::as_bytes("bench"));
    m.field(wire::field_type::digest, where.digest());
    m.operation(modifies ? wire::operation_type::cdt_modify : wire::operation_type::cdt_read, "b",
                wire::particle_type::blob, call.view());
    wire::message_header header;
    header.info1 = modifies ? 0 : wire::info1::read;
    header.info2 = modifies ? wire::info2::write : 0;
    m.finish(header);
    return std::string(wire::as_text(out.view()));
}

value list_of(std::int64_t count, list_order order) {
    value::list items;
    for (std::int64_t i = 0; i < count; ++i)
        items.emplace_back(1'000'000 + i * 3);
    return {std::move(items), order};
}

value map_of(std::int64_t count, map_order order) {
    value::map entries;
    for (std::int64_t i = 0; i < count; ++i)
        entries.emplace_back(i * 2, (i * 7919) % 1'000'003);
    return {std::move(entries), order};
}

void run(benchmark::State& state, transport how, value bin, const std::string& request,
         const std::string& undo = {}) {
    client c(how, std::move(bin));
    for (auto _ : state) {
        std::uint8_t code = c.exchange(wire::as_bytes(request));
        if (!undo.empty()) code |= c.exchange(wire::as_bytes(undo));
        if (code != 0) {
            state.SkipWithError("the server refuses the request");
            break;
        }
    }
    state.counters["elements"] = static_cast<double>(state.range(0));
}

// ---- lists

// With the pop that keeps the list as long as it is.
void list_append(benchmark::State& state, transport how) {
    run(state, how, list_of(state.range(0), list_order::unordered), request_of(true, 1, {7}),
        request_of(true, 5, {-1}));
}
void list_set(benchmark::State& state, transport how) {
    run(state, how, list_of(state.range(0), list_order::unordered),
        request_of(true, 9, {state.range(0) / 2, 1'000'001}));
}
void list_get_by_index(benchmark::State& state, transport how) {
    run(state, how, list_of(state.range(0), list_order::unordered),
        request_of(false, 19, {7, state.range(0) / 2}));
}
void ordered_list_get_by_index(benchmark::State& state, transport how) {
    run(state, how, list_of(state.range(0), list_order::ordered),
        request_of(false, 19, {7, state.range(0) / 2}));
}
void ordered_list_add(benchmark::State& state, transport how) {
    const std::int64_t middle = 1'000'001 + state.range(0) / 2 * 3;
    run(state, how, list_of(state.range(0), list_order::ordered), request_of(true, 1, {middle, 1}),
        request_of(true, 35, {5, middle}));
}
void ordered_list_get_by_rank(benchmark::State& state, transport how) {
    run(state, how, list_of(state.range(0), list_order::ordered),
        request_of(false, 21, {7, state.range(0) / 2}));
}
void ordered_list_get_by_value(benchmark::State& state, transport how) {
    run(state, how, list_of(state.range(0), list_order::ordered),
        request_of(false, 22, {3, 1'000'000 + state.range(0) / 2 * 3}));
}

// ---- maps

void map_put(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_ordered),
        request_of(true, 67, {state.range(0) + 1, 5, 1}),
        request_of(true, 76, {0, state.range(0) + 1}));
}
void map_overwrite(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_ordered),
        request_of(true, 67, {state.range(0), 5, 1}));
}
void map_increment(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_ordered),
        request_of(true, 73, {state.range(0), 1}));
}
void map_get_by_key(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_ordered),
        request_of(false, 97, {7, state.range(0)}));
}
void map_get_by_index(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_ordered),
        request_of(false, 98, {7, state.range(0) / 2}));
}
void unordered_map_put(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::unordered),
        request_of(true, 67, {state.range(0) + 1, 5, 0}),
        request_of(true, 76, {0, state.range(0) + 1}));
}
void unordered_map_get_by_index(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::unordered),
        request_of(false, 98, {7, state.range(0) / 2}));
}
// Linear: a map that is not ordered by value keeps no ranks.
void map_get_by_rank(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_ordered),
        request_of(false, 100, {7, state.range(0) / 2}));
}
void value_ordered_map_get_by_key(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_value_ordered),
        request_of(false, 97, {7, state.range(0)}));
}
void value_ordered_map_rank_of_key(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_value_ordered),
        request_of(false, 97, {3, state.range(0)}));
}
void value_ordered_map_put(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_value_ordered),
        request_of(true, 67, {state.range(0) + 1, 5, 3}),
        request_of(true, 76, {0, state.range(0) + 1}));
}
void value_ordered_map_get_by_rank(benchmark::State& state, transport how) {
    run(state, how, map_of(state.range(0), map_order::key_value_ordered),
        request_of(false, 100, {7, state.range(0) / 2}));
}

#define SPIKELET_CDT_BENCHMARK(name)                   \
    BENCHMARK_CAPTURE(name, direct, transport::direct) \
        ->Arg(100)                                     \
        ->Arg(1000)                                    \
        ->Arg(10000)                                   \
        ->Arg(100000);                                 \
    BENCHMARK_CAPTURE(name, tcp, transport::tcp)->Arg(100)->Arg(1000)->Arg(10000)->Arg(100000)

SPIKELET_CDT_BENCHMARK(list_append);
SPIKELET_CDT_BENCHMARK(list_set);
SPIKELET_CDT_BENCHMARK(list_get_by_index);
SPIKELET_CDT_BENCHMARK(ordered_list_get_by_index);
SPIKELET_CDT_BENCHMARK(ordered_list_add);
SPIKELET_CDT_BENCHMARK(ordered_list_get_by_rank);
SPIKELET_CDT_BENCHMARK(ordered_list_get_by_value);
SPIKELET_CDT_BENCHMARK(map_put);
SPIKELET_CDT_BENCHMARK(map_overwrite);
SPIKELET_CDT_BENCHMARK(map_increment);
SPIKELET_CDT_BENCHMARK(map_get_by_key);
SPIKELET_CDT_BENCHMARK(map_get_by_index);
SPIKELET_CDT_BENCHMARK(map_get_by_rank);
SPIKELET_CDT_BENCHMARK(unordered_map_put);
SPIKELET_CDT_BENCHMARK(unordered_map_get_by_index);
SPIKELET_CDT_BENCHMARK(value_ordered_map_put);
SPIKELET_CDT_BENCHMARK(value_ordered_map_get_by_key);
SPIKELET_CDT_BENCHMARK(value_ordered_map_rank_of_key);
SPIKELET_CDT_BENCHMARK(value_ordered_map_get_by_rank);

}  // namespace
}  // namespace spikelet::mock

BENCHMARK_MAIN();
