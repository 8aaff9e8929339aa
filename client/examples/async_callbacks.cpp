// The asynchronous client with callbacks, on a cluster in this process: write, then read what was
// written.
#include <spikelet/async_client.hpp>
#include <spikelet/mock/cluster.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace {

class program {
public:
    explicit program(spikelet::async_client& db) : db_(db) {}

    void start() {
        db_.async_connect([this](const spikelet::error& failed) {
            if (!is_well(failed)) return;
            db_.async_put(ann_, {{"name", "Ann"}, {"visits", 7}}, {.ttl_s = 3600},
                          [this](const spikelet::error& e, const spikelet::record_metadata&) {
                              if (is_well(e)) read();
                          });
        });
    }
    bool is_done() const { return is_done_; }

private:
    void read() {
        db_.async_get(ann_, {}, [this](const spikelet::error& e, const spikelet::record& r) {
            if (is_well(e))
                std::cout << r.bins.at("name").as_string() << " came " << r.bins.at("visits")
                          << '\n';
            is_done_ = !e;
            db_.close();
        });
    }
    static bool is_well(const spikelet::error& e) {
        if (e) std::cerr << e << '\n';
        return !e;
    }

    spikelet::async_client& db_;
    const spikelet::key ann_{"test", "users", "ann"};
    bool is_done_ = false;
};

}  // namespace

int main() {
    spikelet::mock::cluster cluster;
    boost::asio::io_context context;
    spikelet::async_client db(context.get_executor(), {}, cluster.transport());
    program p(db);
    p.start();
    context.run();
    return p.is_done() ? 0 : 1;
}
