// The asynchronous client of a cluster in this process: a thread of the executor takes up some of
// the calls that wait, and runs them one after the other, each to its end.
#include "net/ask_nodes.hpp"
#include "net/async_driver.hpp"

#include <algorithm>
#include <exception>

namespace spikelet::net {
namespace {

using kind = async_call::kind;

// Calls that one thread runs before others may take the next ones.
constexpr std::size_t calls_at_once = 16;

class async_direct_driver final : public async_driver {
public:
    async_direct_driver(boost::asio::any_io_executor executor, const config& c,
                        std::shared_ptr<direct_transport> transport)
        : async_driver(std::move(executor), c),
          direct_(make_direct_driver(configuration(), std::move(transport))) {}

    topology::cluster& cluster() override { return direct_->cluster(); }
    void close_now() override {
        {
            const std::lock_guard lock(mutex_);
            if (is_closed_) return;
            is_closed_ = true;
            set_connected(false);
        }
        direct_->close();
    }

private:
    std::uint32_t now_s() const override { return direct_->now_s(); }

    void serve() override {
        inbox taken = take_inbox(calls_at_once);
        if (taken.has_more) wake();
        call_queue done;
        {
            const std::lock_guard lock(mutex_);
            ++running_;
            // Of calls that others have taken, or that still wait, too. One that this thread or
            // another runs already ends as if it had not been cancelled.
            cancelled_.insert(cancelled_.end(), taken.cancelled.begin(), taken.cancelled.end());
        }
        while (async_call* c = taken.started.pop()) {
            if (c->what != kind::close && is_cancelled(*c)) {
                c->outcome = cancelled_error();
                c->what = kind::failed;
            }
            // The transport, or a receiver of log lines, is the application's and may throw.
            try {
                run(*c, done);
            } catch (const std::exception& e) {
                c->outcome = error(client_errc::client, {.message = e.what()});
                done.push(*c);
            }
        }
        leave(done);
        finish(std::move(done));
    }

    bool is_cancelled(const async_call& c) {
        const std::lock_guard lock(mutex_);
        return std::ranges::any_of(cancelled_, [&](const cancellation& each) {
            return each.call == &c && each.serial == c.serial;
        });
    }

    void run(async_call& c, call_queue& done) {
        if (c.what == kind::close) {
            const std::lock_guard lock(mutex_);
            set_connected(false);
            closing_.push(c);
            return;
        }
        bool is_closed = false;
        {
            const std::lock_guard lock(mutex_);
            is_closed = is_closed_ || !closing_.empty();
        }
        if (is_closed && c.what != kind::failed) {
            c.outcome = closed_error();
        } else if (c.what == kind::connect) {
            connect(c);
        } else if (c.what == kind::record) {
            direct_->tend_if_due();
            direct_->run(c.command->conversation());
            c.settle();
        } else if (c.what != kind::failed) {
            ask(c);
        }
        done.push(c);
    }

    void connect(async_call& c) {
        const std::lock_guard lock(connect_mutex_);
        if (is_connected()) return;
        c.outcome = direct_->connect();
        if (!c.outcome) set_connected(true);
    }

    void ask(async_call& c) {
        driver& d = *direct_;
        d.tend_if_due();
        const auto until = end_of(d, c.question.timeout);
        if (c.what == kind::ask_all) {
            std::get<async_client::info_map>(c.value) = net::ask_all(d, c.question);
        } else if (c.what == kind::ask_any) {
            c.settle(net::ask_any(d, c.question, until));
        } else {
            c.settle(net::ask_host(d, c.question, c.host));
        }
        if (!c.outcome && c.change) c.outcome = await_module(d, *c.change, until);
    }

    // The last one out closes, when somebody has asked for it.
    void leave(call_queue& done) {
        call_queue closing;
        bool closes = false;
        {
            const std::lock_guard lock(mutex_);
            // Those of calls that have ended.
            std::erase_if(cancelled_, [](const cancellation& each) {
                return each.call->serial != each.serial;
            });
            if (--running_ != 0) return;
            if (closing_.empty()) return;
            closing = std::move(closing_);
            closes = !std::exchange(is_closed_, true);
        }
        if (closes) direct_->close();
        done.append(std::move(closing));
    }

    const std::unique_ptr<driver> direct_;
    std::mutex connect_mutex_;
    std::mutex mutex_;  // of what follows
    std::vector<cancellation> cancelled_;
    std::size_t running_ = 0;
    call_queue closing_;
    bool is_closed_ = false;
};

}  // namespace

std::shared_ptr<async_driver> make_async_direct_driver(
    boost::asio::any_io_executor executor, const config& c,
    std::shared_ptr<direct_transport> transport) {
    return std::make_shared<async_direct_driver>(std::move(executor), c, std::move(transport));
}

}  // namespace spikelet::net
