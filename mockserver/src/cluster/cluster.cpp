#include "cluster/cluster_state.hpp"
#include "cluster/transport.hpp"
#include "engine/direct_session.hpp"
#include "engine/session.hpp"
#include "engine/ttl.hpp"
#include "lua/registry.hpp"
#include "net/tcp_server.hpp"
#include "operations/incoming_value.hpp"
#include "storage/collection_value.hpp"
#include "storage/record_size.hpp"

#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/particle.hpp>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <utility>

namespace spikelet::mock {
namespace {

cluster_config validated(cluster_config config) {
    validate(config);
    return config;
}

std::string text(const service_address& a) {
    const bool v6 = a.host.find(':') != std::string::npos;
    return (v6 ? "[" + a.host + "]" : a.host) + ":" + std::to_string(a.port);
}

}  // namespace

class cluster::impl {
public:
    explicit impl(cluster_config config) : state(validated(std::move(config))) {}

    namespace_store& store(std::string_view name) {
        if (const auto index = state.find_namespace(name)) return state.namespace_at(*index);
        std::string known;
        for (std::size_t i = 0; i < state.namespace_count(); ++i) {
            known += (i == 0 ? "" : ", ") + state.namespace_at(i).name();
        }
        throw std::invalid_argument("no namespace '" + std::string(name) +
                                    "' in this cluster; it has " + known);
    }

    // Expired or truncated.
    bool is_gone(const namespace_store& s, const record& r) const {
        const std::uint64_t lut = r.last_update_time();
        return r.is_expired(state.time().now_s()) || lut < s.truncate_lut_ms.load() ||
               (r.set() != 0 && lut < s.sets()[r.set()].truncate_lut_ms.load());
    }
    bool is_live(const namespace_store& s, const record& r) const {
        return !r.is_tombstone() && !is_gone(s, r);
    }

    // The record if it is there; the partition stays locked as long as the answer lives.
    struct found {
        std::unique_lock<std::mutex> lock;
        partition* cell = nullptr;
        const mock::record* record = nullptr;
    };
    found find(namespace_store& s, const digest& d) const {
        found f;
        f.cell = s.find_partition(wire::partition_id(d));
        if (f.cell == nullptr) return f;
        f.lock = std::unique_lock(f.cell->mutex());
        f.record = f.cell->find(d);
        if (f.record != nullptr && !is_live(s, *f.record)) f.record = nullptr;
        return f;
    }

    record_state describe(const namespace_store& s, const record& r) const;
    template <class Visit>
    void visit(std::string_view namespace_name, std::string_view set, Visit&& visit);

    cluster_state state;
    std::unique_ptr<net::tcp_server> server;
};

record_state cluster::impl::describe(const namespace_store& s, const record& r) const {
    const std::string set(s.sets().name(r.set()));
    record_state out{.key = spikelet::key::of_record(s.name(), set, r.key_digest(), r.key()),
                     .bins = {},
                     .generation = r.generation(),
                     .ttl_s = std::nullopt,
                     .last_update_time = r.last_update_time(),
                     .stored_size = static_cast<std::uint32_t>(
                         stored_record_size(raw_record_size(r, set.size())))};
    wire::buffer memory;
    for (const bin_view& bin : r.bins()) {
        out.bins.emplace(bin.name,
                         wire::decode_particle(bin.value.type, packed_bytes(bin.value, memory)));
    }
    if (r.void_time_s() != 0) out.ttl_s = r.void_time_s() - state.time().now_s();
    return out;
}

template <class Visit>
void cluster::impl::visit(std::string_view namespace_name, std::string_view set, Visit&& visit) {
    namespace_store& s = store(namespace_name);
    const auto wanted = s.sets().find(set);
    if (!wanted) return;  // a set that nothing was ever written to
    for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
        partition* cell = s.find_partition(pid);
        if (cell == nullptr) continue;
        const std::lock_guard lock(cell->mutex());
        cell->scan(nullptr, [&](const record& r) {
            if ((set.empty() || r.set() == *wanted) && is_live(s, r)) visit(s, r);
            return true;
        });
    }
}

// ---- direct connections

class direct_connection::impl {
public:
    impl(std::shared_ptr<cluster::impl> cluster, std::size_t node)
        : cluster_(std::move(cluster)), session_(cluster_->state, cluster_->state.node_at(node)) {}

    bool exchange(bytes_view request, wire::buffer& out) {
        return !cluster_->state.is_closed() && session_.exchange(request, out);
    }

private:
    const std::shared_ptr<cluster::impl> cluster_;
    direct_session session_;
};

direct_connection::direct_connection(std::unique_ptr<impl> i) : impl_(std::move(i)) {}
direct_connection::direct_connection(direct_connection&&) noexcept = default;
direct_connection& direct_connection::operator=(direct_connection&&) noexcept = default;
direct_connection::~direct_connection() = default;

bool direct_connection::exchange(wire::bytes_view request, wire::buffer& out) {
    return impl_->exchange(request, out);
}

// ---- the cluster

cluster::cluster(cluster_config config) : impl_(std::make_shared<impl>(std::move(config))) {}
cluster::cluster(cluster&&) noexcept = default;
cluster& cluster::operator=(cluster&& other) noexcept {
    if (this != &other) {
        close();
        impl_ = std::move(other.impl_);
    }
    return *this;
}
cluster::~cluster() {
    close();
}

void cluster::close() {
    if (!impl_) return;  // moved from
    // Clients in this process may still hold the state; they find nobody there.
    impl_->state.close();
    impl_->server.reset();
}

const cluster_config& cluster::config() const {
    return impl_->state.config();
}
mock::clock& cluster::clock() {
    return impl_->state.time();
}

void cluster::listen(listen_options options) {
    if (impl_->server) throw std::logic_error("the cluster listens already, on " + hosts());
    net::tcp_options tcp{.address = std::move(options.address),
                         .port = options.port,
                         .advertise = std::move(options.advertise),
                         .threads = options.threads,
                         .idle_limit = options.idle_limit,
                         .connections_max = options.connections_max,
                         .observer = {}};
    if (options.observer) {
        tcp.observer = [observe = std::move(options.observer)](const session& s, bytes_view request,
                                                               bytes_view reply) {
            observe(s.server().name(), s.peer(), request, reply);
        };
    }
    impl_->server = std::make_unique<net::tcp_server>(impl_->state, std::move(tcp));
}

std::vector<std::string> cluster::addresses() {
    if (!impl_->server) listen();
    std::vector<std::string> all;
    for (const service_address& a : impl_->server->addresses()) {
        all.push_back(text(a));
    }
    return all;
}

std::string cluster::hosts() {
    std::string joined;
    for (const std::string& a : addresses()) {
        joined += (joined.empty() ? "" : ",") + a;
    }
    return joined;
}

void cluster::stop_listening() {
    impl_->server.reset();
}

void cluster::on_log(std::function<void(const log_line&)> receive) {
    impl_->state.functions().log().set(std::move(receive));
}

void cluster::start_journal() {
    impl_->state.requests().start();
}

void cluster::stop_journal() {
    impl_->state.requests().stop();
}

std::vector<journal_entry> cluster::journal() const {
    return impl_->state.requests().entries();
}

direct_connection cluster::connect(std::size_t node) {
    if (node >= impl_->state.node_count()) {
        throw std::out_of_range("node " + std::to_string(node) + " of a cluster of " +
                                std::to_string(impl_->state.node_count()) +
                                "; nodes are counted from 0");
    }
    return direct_connection(std::make_unique<direct_connection::impl>(impl_, node));
}

namespace {

// Stored forms of the bins of a put(), in `memory` and `particles`.
void accept_bins(const mock::bins& bins, command_memory& memory,
                 std::vector<wire::buffer>& particles, working_bins& out) {
    if (bins.empty()) throw std::invalid_argument("put: a record needs at least one bin");
    for (const auto& [name, v] : bins) {
        if (!wire::is_bin_name(name)) {
            throw std::invalid_argument("put: bin name " + to_string(value(name)) + " has " +
                                        std::to_string(name.size()) +
                                        " bytes; it has at most 15 and no zero byte");
        }
        value_view stored;
        if (v.kind() != value_kind::wildcard && v.kind() != value_kind::infinity &&
            v.kind() != value_kind::extension) {
            wire::buffer& particle = particles.emplace_back();
            wire::encode_particle(v, particle);
            if (accept_value(wire::particle_type_of(v), particle.view(), memory, stored) ==
                wire::result_code::ok) {
                out.set(name, stored);
                continue;
            }
        }
        throw std::invalid_argument("put: bin '" + name +
                                    "' holds a value that no server stores: " + to_string(v));
    }
}

// Seconds from now; 0: never.
std::uint32_t checked_ttl(const namespace_settings& settings, std::optional<std::uint32_t> asked) {
    if (!asked) return 0;
    if (*asked == 0) return settings.default_ttl_s.load();
    const std::uint32_t configured_max = settings.max_ttl_s.load();
    const std::uint32_t max = configured_max == 0 ? ttl::max_s : configured_max;
    if (*asked > max) {
        throw std::invalid_argument("put: a ttl of " + std::to_string(*asked) +
                                    " seconds is not allowed; at most " + std::to_string(max));
    }
    return *asked;
}

}  // namespace

std::shared_ptr<direct_transport> cluster::transport() {
    return make_transport(std::shared_ptr<cluster_state>(impl_, &impl_->state));
}

void cluster::put(const spikelet::key& key, const mock::bins& bins, const put_options& options) {
    namespace_store& s = impl_->store(key.namespace_name());
    command_memory memory;
    std::vector<wire::buffer> particles;
    working_bins values(nullptr);
    accept_bins(bins, memory, particles, values);
    const std::uint32_t ttl = checked_ttl(s.settings(), options.ttl_s);
    const std::string key_bytes = options.store_key ? key.wire_form() : std::string{};
    if (options.store_key && key_bytes.empty()) {
        throw std::invalid_argument("put: store_key, but only the digest of " + key.to_string() +
                                    " is known");
    }
    const auto set = s.sets().find_or_make(key.set());
    if (!set) {
        throw std::invalid_argument("put: set '" + key.set() +
                                    "' cannot be made: a name has at most 63 bytes, a namespace at "
                                    "most 4095 sets");
    }
    const time_ms now = impl_->state.time().now();

    partition& cell = s.partition_at(wire::partition_id(key.digest()));
    const std::lock_guard lock(cell.mutex());
    const record* old = cell.find(key.digest());
    if (old != nullptr && impl_->is_gone(s, *old)) old = nullptr;
    record_metadata meta{
        .generation = record::next_generation(old),
        .void_time_s = ttl == 0 ? 0 : static_cast<std::uint32_t>(now / 1000 + ttl),
        .last_update_time = now,
        .set = *set,
        .key = options.store_key ? wire::as_bytes(key_bytes) : (old ? old->key() : bytes_view{})};
    const auto raw =
        raw_record_size(key.set().size(), meta.key, meta.void_time_s != 0, values.view());
    if (raw + 4 > s.settings().max_record_size.load()) {
        throw std::invalid_argument("put: the record would take " + std::to_string(raw + 4) +
                                    " bytes, max-record-size is " +
                                    std::to_string(s.settings().max_record_size.load()));
    }
    s.put(cell, record::make(key.digest(), meta, values.view()));
}

std::optional<record_state> cluster::get(const spikelet::key& key) const {
    namespace_store& s = impl_->store(key.namespace_name());
    const auto found = impl_->find(s, key.digest());
    if (found.record == nullptr) return std::nullopt;
    return impl_->describe(s, *found.record);
}

bool cluster::remove(const spikelet::key& key) {
    namespace_store& s = impl_->store(key.namespace_name());
    const auto found = impl_->find(s, key.digest());
    return found.record != nullptr && s.erase(*found.cell, key.digest());
}

bool cluster::expire(const spikelet::key& key) {
    namespace_store& s = impl_->store(key.namespace_name());
    const auto found = impl_->find(s, key.digest());
    if (found.record == nullptr) return false;
    record_metadata meta = found.record->metadata();
    meta.void_time_s = impl_->state.time().now_s();
    const working_bins bins(found.record);
    s.put(*found.cell, record::make(key.digest(), meta, bins.view()));
    return true;
}

std::uint64_t cluster::count(std::string_view namespace_name, std::string_view set) const {
    std::uint64_t n = 0;
    impl_->visit(namespace_name, set, [&](const namespace_store&, const record&) { ++n; });
    return n;
}

std::vector<record_state> cluster::list(std::string_view namespace_name,
                                        std::string_view set) const {
    std::vector<record_state> all;
    impl_->visit(namespace_name, set, [&](const namespace_store& s, const record& r) {
        all.push_back(impl_->describe(s, r));
    });
    return all;
}

std::uint64_t cluster::run_nsup(std::string_view namespace_name) {
    impl_->store(namespace_name);  // reports an unknown one
    return impl_->state.run_nsup(*impl_->state.find_namespace(namespace_name));
}

void cluster::clear() {
    for (std::size_t i = 0; i < impl_->state.namespace_count(); ++i) {
        impl_->state.namespace_at(i).clear();
    }
}

}  // namespace spikelet::mock
