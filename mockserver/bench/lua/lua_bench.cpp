// Calls of Lua functions, direct on one thread, and what registering a large module costs others.
#include "info/base64.hpp"

#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace spikelet::mock {
namespace {

using steady = std::chrono::steady_clock;

const key one("test", "demo", "k");

std::string frame_of_info(std::string_view command) {
    wire::buffer frame;
    wire::frame_writer writer(frame, wire::frame_type::info);
    frame.append(command);
    frame.append(std::string_view("\n"));
    writer.finish();
    return std::string(wire::as_text(frame.view()));
}

std::string put_of(std::string_view file, std::string_view text) {
    const std::string content = info::encode_base64(wire::as_bytes(text));
    return frame_of_info(std::string("udf-put:filename=")
                             .append(file)
                             .append(";content=")
                             .append(content)
                             .append(";content-len=")
                             .append(std::to_string(content.size()))
                             .append(";udf-type=LUA;"));
}

std::string call_of(std::string_view function) {
    wire::buffer arguments;
    wire::encode_value(value(value::list{}), arguments);
    wire::buffer request;
    wire::message_writer m(request);
    m.field(wire::field_type::namespace_name, wire::as_bytes(one.namespace_name()));
    m.field(wire::field_type::set_name, wire::as_bytes(one.set()));
    m.field(wire::field_type::digest, one.digest());
    m.field(wire::field_type::udf_package, wire::as_bytes("m"));
    m.field(wire::field_type::udf_function, wire::as_bytes(function));
    m.field(wire::field_type::udf_arglist, arguments.view());
    m.finish({.info2 = wire::info2::write});
    return std::string(wire::as_text(request.view()));
}

std::string get_of_one() {
    wire::buffer request;
    wire::message_writer m(request);
    m.field(wire::field_type::namespace_name, wire::as_bytes(one.namespace_name()));
    m.field(wire::field_type::set_name, wire::as_bytes(one.set()));
    m.field(wire::field_type::digest, one.digest());
    m.finish({.info1 = wire::info1::read | wire::info1::get_all});
    return std::string(wire::as_text(request.view()));
}

// A module of a megabyte: many functions of a few lines.
std::string large_module() {
    std::string text;
    for (int i = 0; text.size() < (1u << 20) - 300; ++i) {
        const std::string n = std::to_string(i);
        text.append("function f").append(n).append("(rec, a)\n  local x = rec.a or 0\n");
        text.append("  if a then x = x + a * ").append(n).append(" end\n  rec['b'] = x\n");
        text.append("  aerospike:update(rec)\n  return x, \"").append(n).append("\"\nend\n");
    }
    return text;
}

// One call of `function` after another.
void call(benchmark::State& state, std::string_view function) {
    cluster c;
    direct_connection connection = c.connect();
    wire::buffer answer;
    connection.exchange(
        wire::as_bytes(put_of("m.lua",
                              "function nothing(rec) end\n"
                              "function copy(rec) rec.b = rec.a aerospike:update(rec) end\n"
                              "function list_length(rec) return #rec.l end\n")),
        answer);
    c.put(one, {{"a", 7}, {"l", value::list{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}});
    const std::string request = call_of(function);
    for (auto _ : state) {
        answer.clear();
        connection.exchange(wire::as_bytes(request), answer);
        if (answer.data()[13] != 0) {
            state.SkipWithError("a call has failed");
            break;
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK_CAPTURE(call, nothing, "nothing");
BENCHMARK_CAPTURE(call, read_a_bin_and_write_another, "copy");
BENCHMARK_CAPTURE(call, read_a_list, "list_length");

void register_large_module(benchmark::State& state) {
    cluster c;
    direct_connection connection = c.connect();
    const std::string request = put_of("large.lua", large_module());
    wire::buffer answer;
    for (auto _ : state) {
        answer.clear();
        connection.exchange(wire::as_bytes(request), answer);
    }
}
BENCHMARK(register_large_module)->Unit(benchmark::kMillisecond);

// ---- others meanwhile

class socket_client {
public:
    explicit socket_client(const std::string& address)
        : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        const auto colon = address.rfind(':');
        to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
        inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
        const int yes = 1;
        setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    socket_client(const socket_client&) = delete;
    socket_client& operator=(const socket_client&) = delete;
    ~socket_client() { ::close(socket_); }

    bool exchange(std::string_view request) {
        if (!connected_) return false;
        while (!request.empty()) {
            const ssize_t n = ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            request.remove_prefix(static_cast<std::size_t>(n));
        }
        std::uint8_t header[wire::frame_header_size];
        if (!receive(header, sizeof header)) return false;
        body_.resize(wire::load_frame_header(header).body_size);
        return receive(reinterpret_cast<std::uint8_t*>(body_.data()), body_.size());
    }

private:
    bool receive(std::uint8_t* to, std::size_t size) {
        while (size != 0) {
            const ssize_t n = ::recv(socket_, to, size, 0);
            if (n <= 0) return false;
            to += n;
            size -= static_cast<std::size_t>(n);
        }
        return true;
    }

    int socket_;
    bool connected_ = false;
    std::string body_;
};

// How long each get took, while another client registers modules of a megabyte (or does nothing,
// for comparison: a machine has delays of its own).
template <class Exchange>
void measure_gets(benchmark::State& state, Exchange exchange) {
    const std::string request = get_of_one();
    std::vector<double> ms;
    for (auto _ : state) {
        const auto start = steady::now();
        if (!exchange(request)) {
            state.SkipWithError("the connection has failed");
            break;
        }
        ms.push_back(std::chrono::duration<double, std::milli>(steady::now() - start).count());
    }
    if (ms.empty()) return;
    std::ranges::sort(ms);
    state.counters["p99.9_ms"] = ms[ms.size() - 1 - ms.size() / 1000];
    state.counters["over_5_ms"] =
        static_cast<double>(std::ranges::count_if(ms, [](double each) { return each > 5; }));
    state.counters["longest_ms"] = ms.back();
}

// Over TCP, on the only event loop of the server.
void get_over_tcp(benchmark::State& state, bool modules_are_registered) {
    cluster c;
    c.listen({.threads = 1});
    c.put(one, {{"a", 7}});
    const std::string address = c.addresses()[0];
    std::atomic<bool> done = !modules_are_registered;
    std::thread writer([&] {
        socket_client client(address);
        const std::string request = put_of("large.lua", large_module());
        while (!done && client.exchange(request)) {
        }
    });
    socket_client client(address);
    measure_gets(state, [&](std::string_view request) { return client.exchange(request); });
    done = true;
    writer.join();
}
BENCHMARK_CAPTURE(get_over_tcp, alone, false)->MinTime(2);
BENCHMARK_CAPTURE(get_over_tcp, while_modules_are_registered, true)->MinTime(2);

// In the process, the modules on another thread.
void get_direct(benchmark::State& state, bool modules_are_registered) {
    cluster c;
    c.put(one, {{"a", 7}});
    std::atomic<bool> done = !modules_are_registered;
    std::thread writer([&] {
        direct_connection connection = c.connect();
        const std::string request = put_of("large.lua", large_module());
        wire::buffer answer;
        while (!done) {
            answer.clear();
            connection.exchange(wire::as_bytes(request), answer);
        }
    });
    direct_connection connection = c.connect();
    wire::buffer answer;
    measure_gets(state, [&](std::string_view request) {
        answer.clear();
        return connection.exchange(wire::as_bytes(request), answer);
    });
    done = true;
    writer.join();
}
BENCHMARK_CAPTURE(get_direct, alone, false);
BENCHMARK_CAPTURE(get_direct, while_modules_are_registered, true);

}  // namespace
}  // namespace spikelet::mock

BENCHMARK_MAIN();
