#include "spikelet_bench/load.hpp"
#include "spikelet_bench/workload.hpp"

#include <spikelet/client.hpp>

#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace spikelet::bench {
namespace {

class blocking_load final : public load {
public:
    blocking_load(const options& o, std::shared_ptr<direct_transport> transport)
        : options_(o), record_(make_record(o)), db_(config_of(o), std::move(transport)) {
        db_.connect().value();
    }

    outcome run() override {
        insertions left(options_.keys);
        const auto end = clock::now() + seconds(options_.seconds);
        std::vector<outcome> each(options_.in_flight);
        std::vector<std::jthread> threads;
        threads.reserve(options_.in_flight);
        try {
            for (std::uint32_t i = 0; i < options_.in_flight; ++i)
                threads.emplace_back([&, i](const std::stop_token& stopped) {
                    work(i, left, end, stopped, each[i]);
                });
        } catch (const std::system_error& e) {
            throw std::runtime_error("only " + std::to_string(threads.size()) +
                                     " threads are to be had: " + e.what());
        }
        outcome all;
        for (std::uint32_t i = 0; i < options_.in_flight; ++i) {
            threads[i].join();
            all.add(each[i]);
        }
        return all;
    }

private:
    static config config_of(const options& o) {
        return {.hosts = o.hosts, .max_conns_per_node = std::max(100u, o.in_flight)};
    }

    void work(std::uint32_t seed, insertions& left, clock::time_point end,
              const std::stop_token& stopped, outcome& out) {
        workload steps(options_, seed);
        auto now = clock::now();
        while (!stopped.stop_requested()) {
            step s;
            if (options_.inserts) {
                const auto next = left.take();
                if (!next) return;
                s.key = *next;
            } else {
                if (now >= end) return;
                s = steps.next();
            }
            const key k = key_of(options_, s.key);
            const error failed = s.is_read ? error_of(db_.get(k)) : error_of(db_.put(k, record_));
            const auto after = clock::now();
            out.times.add(after - now);
            if (failed && failed != result_code::record_not_found) out.add_error(failed);
            now = after;
        }
    }
    template <class T>
    static error error_of(const result<T>& r) {
        return r ? error() : r.error();
    }

    const options& options_;
    const bins record_;
    client db_;
};

}  // namespace

std::unique_ptr<load> make_blocking_load(const options& o,
                                         std::shared_ptr<direct_transport> transport) {
    return std::make_unique<blocking_load>(o, std::move(transport));
}

}  // namespace spikelet::bench
