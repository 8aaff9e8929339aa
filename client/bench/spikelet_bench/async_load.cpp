#include "spikelet_bench/load.hpp"
#include "spikelet_bench/workload.hpp"

#include <spikelet/async_client.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <thread>

namespace spikelet::bench {
namespace {

class async_load final : public load {
public:
    explicit async_load(const options& o)
        : options_(o),
          record_(make_record(o)),
          db_(context_.get_executor(), config_of(o), connections_of(o)),
          steps_(o, 1) {
        error outcome;
        db_.async_connect([&](const error& e) { outcome = e; });
        while (!db_.is_connected() && !outcome)
            context_.run_one();
        if (outcome) throw failure(outcome);
    }
    ~async_load() override {
        db_.close();
        context_.run();
    }

    outcome run() override {
        insertions left(options_.keys);
        left_ = &left;
        is_inserted_ = false;
        now_ = clock::now();
        end_ = now_ + seconds(options_.seconds);
        result_ = {};
        if (options_.rate == 0) {
            for (std::uint32_t i = 0; i < options_.in_flight; ++i)
                issue();
        } else {
            issue_evenly();
        }
        while (under_way_ != 0)
            context_.run_one();
        return result_;
    }

private:
    static config config_of(const options& o) {
        return {.hosts = o.hosts,
                .max_conns_per_node =
                    o.mode == mode::async ? std::max(100u, o.in_flight) : pipelined_connections};
    }
    static async_options connections_of(const options& o) {
        if (o.mode == mode::async) return {.commands_per_connection_max = 1};
        return {.commands_per_connection_max =
                    std::max(1u, o.in_flight / pipelined_connections + 1)};
    }

    struct handler {
        async_load* self;
        clock::time_point begun;
        void operator()(const error& failed, const auto&) const {
            const auto now = clock::now();
            self->now_ = now;
            self->result_.times.add(now - begun);
            if (failed && failed != result_code::record_not_found) self->result_.add_error(failed);
            --self->under_way_;
            if (self->options_.rate == 0) self->issue();
        }
    };

    // The distances are shorter than what a timer can wait for: when there is nothing to do, the
    // thread offers its core to the server, which may have no other one.
    void issue_evenly() {
        const auto distance = seconds(1 / options_.rate);
        auto now = now_;
        for (auto due = now_; !is_over(std::max(due, now)); now = clock::now()) {
            while (due <= now && under_way_ < options_.in_flight && !is_over(due)) {
                now_ = due;  // what a command waits for its place counts
                issue();
                due += distance;
            }
            if (context_.poll() == 0) std::this_thread::yield();
        }
    }
    bool is_over(clock::time_point due) const {
        return options_.inserts ? is_inserted_ : due >= end_;
    }

    void issue() {
        step s;
        if (options_.inserts) {
            const auto next = left_->take();
            is_inserted_ = !next;
            if (is_inserted_) return;
            s.key = *next;
        } else {
            if (now_ >= end_) return;
            s = steps_.next();
        }
        ++under_way_;
        const key k = key_of(options_, s.key);
        if (s.is_read) {
            db_.async_get(k, {}, handler{this, now_});
        } else {
            db_.async_put(k, record_, {}, handler{this, now_});
        }
    }

    // Enough to keep several event loops of the server busy.
    static constexpr std::uint32_t pipelined_connections = 4;

    const options& options_;
    const bins record_;
    boost::asio::io_context context_{1};
    async_client db_;
    workload steps_;
    insertions* left_ = nullptr;
    clock::time_point end_;
    clock::time_point now_;  // when the next command begins
    bool is_inserted_ = false;
    outcome result_;
    std::uint64_t under_way_ = 0;
};

}  // namespace

std::unique_ptr<load> make_async_load(const options& o) {
    return std::make_unique<async_load>(o);
}

}  // namespace spikelet::bench
