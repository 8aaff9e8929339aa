#include "scripted_cluster.hpp"

#include "topology/info_text.hpp"

#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace spikelet::tests {
namespace {

constexpr std::uint8_t info_frame = 1;

// A reply without anything but its code.
void append_refusal(result_code code, wire::buffer& reply) {
    wire::frame_writer frame(reply, wire::frame_type::message);
    std::array<std::uint8_t, wire::message_header_size> header{};
    header[0] = wire::message_header_size;
    header[5] = static_cast<std::uint8_t>(code);
    reply.append(header);
    frame.finish();
}

std::uint32_t partition_of(wire::bytes_view frame) {
    wire::message_view message;
    EXPECT_EQ(wire::parse_message(frame.subspan(wire::frame_header_size), message),
              wire::message_errc::ok);
    const auto digest = message.field(wire::field_type::digest).value_or(wire::bytes_view());
    wire::digest d{};
    std::copy_n(digest.begin(), std::min(digest.size(), d.size()), d.begin());
    return wire::partition_id(d);
}

}  // namespace

// ---- clients in this process

class scripted_cluster::channel final : public direct_channel {
public:
    channel(scripted_cluster& owner, std::size_t node, std::uint64_t life)
        : owner_(owner), node_(node), life_(life), records_(owner.connect_records(node)) {}

    bool exchange(wire::bytes_view request, wire::buffer& reply) override {
        {
            const std::lock_guard lock(owner_.mutex_);
            const member& m = owner_.members_[node_];
            if (!m.up || m.life != life_) return false;
        }
        const verdict v = owner_.handle(node_, request, *records_, reply);
        if (v == verdict::hangs) owner_.wait_for_the_end(node_, life_);
        return v == verdict::answered;
    }

private:
    scripted_cluster& owner_;
    const std::size_t node_;
    const std::uint64_t life_;
    const std::unique_ptr<direct_channel> records_;
};

class scripted_cluster::transport final : public direct_transport {
public:
    explicit transport(scripted_cluster& owner) : owner_(owner) {}

    std::unique_ptr<direct_channel> connect(const host_address& address) override {
        const std::lock_guard lock(owner_.mutex_);
        for (std::size_t i = 0; i < owner_.members_.size(); ++i) {
            const member& m = owner_.members_[i];
            if (m.up && m.address == address) return std::make_unique<channel>(owner_, i, m.life);
        }
        return nullptr;
    }
    std::vector<host_address> seeds() const override {
        std::vector<host_address> all;
        for (const member& m : owner_.members_)
            all.push_back(m.address);
        return all;
    }
    std::chrono::milliseconds now() const override {
        const std::lock_guard lock(owner_.mutex_);
        return owner_.records_transport_->now() + owner_.advanced_;
    }
    void sleep_until(std::chrono::milliseconds when) override {
        const auto left = when - now();
        if (left.count() > 0) owner_.advance(left);
    }

private:
    scripted_cluster& owner_;
};

// ---- its life

scripted_cluster::scripted_cluster(way w, std::size_t nodes)
    : records({.nodes = static_cast<std::uint32_t>(nodes)}),
      way_(w),
      members_(nodes),
      records_transport_(records.transport()),
      transport_(std::make_shared<transport>(*this)) {
    const auto addresses = records_transport_->seeds();
    for (std::size_t i = 0; i < nodes; ++i) {
        members_[i].address = addresses[i];
        if (w == way::tcp) members_[i].front = make_front(i);
    }
    rebalance();
}

scripted_cluster::~scripted_cluster() {
    for (std::size_t i = 0; i < members_.size(); ++i)
        stop(i);
}

std::unique_ptr<tcp_front> scripted_cluster::make_front(std::size_t node) {
    return std::make_unique<tcp_front>([this, node] {
        return [this, node,
                inner = std::shared_ptr(connect_records(node))](wire::bytes_view frame) {
            wire::buffer reply;
            const verdict v = handle(node, frame, *inner, reply);
            const auto bytes = reply.view();
            return tcp_front::answer{.bytes = {bytes.begin(), bytes.end()},
                                     .how = v == verdict::answered ? tcp_front::manner::whole
                                            : v == verdict::hangs  ? tcp_front::manner::falls_silent
                                                                   : tcp_front::manner::closes};
        };
    });
}

std::unique_ptr<direct_channel> scripted_cluster::connect_records(std::size_t node) const {
    return records_transport_->connect(records_transport_->seeds().at(node));
}

client scripted_cluster::connected_client(config c) {
    c.tend_interval = std::chrono::milliseconds(250);
    if (way_ == way::tcp) {
        for (std::size_t i = 0; i < members_.size(); ++i)
            c.hosts.push_back(address(i));
    }
    client db = way_ == way::tcp ? client(std::move(c)) : client(std::move(c), transport_);
    db.connect().value();
    return db;
}

// ---- who is who

std::string scripted_cluster::name(std::size_t node) const {
    return "N" + std::to_string(node) + members_.at(node).renamed;
}

std::size_t scripted_cluster::node_named(std::string_view name) const {
    for (std::size_t i = 0; i < members_.size(); ++i) {
        if (this->name(i) == name) return i;
    }
    ADD_FAILURE() << "no node " << name;
    return 0;
}

host_address scripted_cluster::address(std::size_t node) const {
    const member& m = members_.at(node);
    return m.front ? m.front->address() : m.address;
}

std::size_t scripted_cluster::owner(const key& k, std::size_t replica) const {
    const std::lock_guard lock(mutex_);
    return owners_[wire::partition_id(k.digest())].at(replica);
}

key scripted_cluster::key_of(std::size_t node) const {
    for (int i = 0;; ++i) {
        key k("test", "users", i);
        if (owner(k) == node) return k;
    }
}

// ---- what happens to nodes

void scripted_cluster::stop(std::size_t node) {
    member& m = members_.at(node);
    {
        const std::lock_guard lock(mutex_);
        m.up = false;
        m.hangs = false;
        ++m.life;
    }
    changed_.notify_all();
    if (m.front) m.front->stop();
    const std::lock_guard lock(mutex_);
    m.hanging = 0;
}

void scripted_cluster::start(std::size_t node) {
    member& m = members_.at(node);
    if (m.front) m.front->start();
    const std::lock_guard lock(mutex_);
    m.up = true;
    // A server that has been started anew counts from the beginning.
    m.peers_generation = 0;
    m.partition_generation = 0;
}

void scripted_cluster::start_elsewhere(std::size_t node) {
    stop(node);
    member& m = members_.at(node);
    std::unique_ptr<tcp_front> elsewhere;
    std::unique_ptr<tcp_front> former;  // ends outside the lock
    if (m.front) elsewhere = make_front(node);
    {
        const std::lock_guard lock(mutex_);
        if (elsewhere) {
            former = std::move(m.front);
            m.front = std::move(elsewhere);
        } else {
            m.address.port = static_cast<std::uint16_t>(m.address.port + 100);
        }
    }
    start(node);
}

void scripted_cluster::rebalance() {
    const std::lock_guard lock(mutex_);
    std::vector<std::size_t> up;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        members_[i].is_known = members_[i].up;
        if (members_[i].up) up.push_back(i);
        ++members_[i].peers_generation;
        ++members_[i].partition_generation;
    }
    if (up.empty()) return;
    for (std::size_t p = 0; p < owners_.size(); ++p) {
        for (std::size_t r = 0; r < replica_count; ++r)
            owners_[p][r] = up[(p + r) % up.size()];
    }
}

void scripted_cluster::move(const key& k, std::size_t master, std::size_t prole) {
    const std::lock_guard lock(mutex_);
    const std::uint32_t partition = wire::partition_id(k.digest());
    owners_[partition] = {master, prole};
    not_forwarded_.insert(partition);
}

void scripted_cluster::tell() {
    const std::lock_guard lock(mutex_);
    for (member& m : members_)
        ++m.partition_generation;
}

void scripted_cluster::hang(std::size_t node) {
    const std::lock_guard lock(mutex_);
    members_.at(node).hangs = true;
}

std::size_t scripted_cluster::hanging(std::size_t node) const {
    const std::lock_guard lock(mutex_);
    return members_.at(node).hanging;
}

void scripted_cluster::rename(std::size_t node) {
    const std::lock_guard lock(mutex_);
    members_.at(node).renamed += "b";
    ++members_[node].peers_generation;
    ++members_[node].partition_generation;
}

void scripted_cluster::set_rack(std::size_t node, int rack) {
    const std::lock_guard lock(mutex_);
    members_.at(node).rack = rack;
}

std::string scripted_cluster::agent(std::size_t node) const {
    const std::lock_guard lock(mutex_);
    return members_.at(node).agent;
}

void scripted_cluster::forget_modules(std::size_t node, std::size_t questions) {
    const std::lock_guard lock(mutex_);
    members_.at(node).forgotten_lists = questions;
}

std::size_t scripted_cluster::asked(std::size_t node) const {
    const std::lock_guard lock(mutex_);
    return members_.at(node).asked;
}

void scripted_cluster::advance(std::chrono::milliseconds by) {
    const std::lock_guard lock(mutex_);
    advanced_ += by;
}

void scripted_cluster::wait_for_the_end(std::size_t node, std::uint64_t life) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return members_[node].life != life; });
}

// ---- what nodes answer

scripted_cluster::verdict scripted_cluster::handle(std::size_t node, wire::bytes_view frame,
                                                   direct_channel& records_of_it,
                                                   wire::buffer& reply) {
    if (frame[1] == info_frame) {
        std::string_view commands = wire::as_text(frame.subspan(wire::frame_header_size));
        std::string answers;
        {
            const std::lock_guard lock(mutex_);
            while (const auto command = topology::take_part(commands, '\n')) {
                constexpr std::string_view agent_is = "user-agent-set:value=";
                if (command->starts_with(agent_is)) {
                    members_[node].agent = command->substr(agent_is.size());
                }
                std::size_t& forgotten = members_[node].forgotten_lists;
                if (*command == "udf-list" && forgotten > 0) {
                    --forgotten;
                    answers += "udf-list\t\n";
                }
                const std::string told = tell_of(node, *command);
                if (!told.empty()) answers += std::string(*command) + '\t' + told + '\n';
            }
        }
        if (answers.empty()) {
            return records_of_it.exchange(frame, reply) ? verdict::answered : verdict::ended;
        }
        wire::frame_writer out(reply, wire::frame_type::info);
        reply.append(answers);
        out.finish();
        return verdict::answered;
    }
    {
        const std::lock_guard lock(mutex_);
        member& m = members_[node];
        ++m.asked;
        if (m.hangs) {
            ++m.hanging;
            return verdict::hangs;
        }
        const std::uint32_t partition = partition_of(frame);
        const auto& owners = owners_[partition];
        if (not_forwarded_.contains(partition) &&
            std::find(owners.begin(), owners.end(), node) == owners.end()) {
            append_refusal(result_code::unavailable, reply);
            return verdict::answered;
        }
    }
    return records_of_it.exchange(frame, reply) ? verdict::answered : verdict::ended;
}

// Empty: the mock's own answer will do.
std::string scripted_cluster::tell_of(std::size_t node, std::string_view command) const {
    const member& m = members_[node];
    if (command == "node") return name(node);
    if (command == "build") return "8.1.2.0";
    if (command == "peers-generation") return std::to_string(m.peers_generation);
    if (command == "partition-generation") return std::to_string(m.partition_generation);
    if (command == "peers-clear-std") return peers_of(node);
    if (command == "replicas") return replicas_of(node);
    if (command == "rebalance-generation") return "1";
    if (command == "rack-ids") return "test:" + std::to_string(m.rack);
    return {};
}

std::string scripted_cluster::peers_of(std::size_t node) const {
    std::string list;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        if (i == node || !members_[i].is_known) continue;
        const host_address a = address(i);
        list += (list.empty() ? "" : ",") + std::string("[") + name(i) + ",,[" + a.host + ":" +
                std::to_string(a.port) + "]]";
    }
    return std::to_string(members_[node].peers_generation) + ",3000,[" + list + "]";
}

std::string scripted_cluster::replicas_of(std::size_t node) const {
    std::string all = "test:0," + std::to_string(replica_count);
    for (std::size_t r = 0; r < replica_count; ++r) {
        std::string bitmap(wire::partition_count / 8, '\0');
        for (std::size_t p = 0; p < owners_.size(); ++p) {
            if (owners_[p][r] == node) {
                bitmap[p / 8] = static_cast<char>(static_cast<unsigned char>(bitmap[p / 8]) |
                                                  (0x80u >> (p % 8)));
            }
        }
        all += "," + topology::encode_base64(bitmap);
    }
    return all;
}

}  // namespace spikelet::tests
