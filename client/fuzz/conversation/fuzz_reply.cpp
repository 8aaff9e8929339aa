// What a server sends in reply to a record command, whole and in pieces: a record or an error, the
// same one however the bytes are cut. The first byte chooses what is made of the reply, the second
// one the size of the pieces.
#include "command/reply.hpp"
#include "conversation/command.hpp"
#include "topology/routing.hpp"

#include <spikelet/wire/digest.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

namespace {

using namespace spikelet;
using conversation::next;

void require(bool condition) {
    if (!condition) std::abort();
}

// A cluster of one node, which holds everything, and is never left alone for its errors.
struct world {
    topology::cluster cluster{{.max_error_rate = 0}};
    const topology::partition_table* table = nullptr;

    world() {
        topology::node* n = cluster.add_node("N1", {.host = "127.0.0.1", .port = 3000});
        topology::partition_table* all = cluster.namespace_for("test");
        topology::partition_bitmap owned;
        owned.fill(0xff);
        all->claim(*n, 0, 0, owned);
        table = all;
    }
};

struct answer {
    record_metadata metadata = {};
    bins named = {};
    std::vector<bin> results = {};
    value returned = {};
    error outcome = {};
    bool is_connection_usable = false;
};

std::unique_ptr<conversation::reply_reader> reader_for(std::uint8_t choice,
                                                       const command::decoding& d, answer& a) {
    switch (choice % 5) {
        case 0:
            return std::make_unique<command::bins_reader>(d, a.metadata, a.named, false);
        case 1:
            return std::make_unique<command::bins_reader>(d, a.metadata, a.named, true);
        case 2:
            return std::make_unique<command::bins_reader>(d, a.metadata, a.results);
        case 3:
            return std::make_unique<command::metadata_reader>(d.now_s);
        default:
            return std::make_unique<command::function_reader>(d);
    }
}

// The bytes in pieces of `step`; then the connection ends.
answer run(std::uint8_t choice, wire::bytes_view bytes, std::size_t step) {
    static world w;
    static const serializer_pair pair{.deserialize = [](wire::bytes_view blob) -> value {
        return static_cast<std::int64_t>(blob.size());
    }};
    const command::deserializer_choice deserializer(pair);
    const command::decoding d{.now_s = 500000000,
                              .unpack = (choice & 0x40) == 0,
                              .deserializer = (choice & 0x80) != 0 ? &deserializer : nullptr};
    answer a;
    const auto reader = reader_for(choice, d, a);
    topology::route route(w.cluster, *w.table, 7, {.is_write = (choice & 0x20) != 0});
    const std::uint8_t request[1] = {};
    conversation::command c({.route = route, .request = request, .limits = {}, .reader = *reader});

    auto action = c.begin(conversation::instant(0));
    require(action.what == next::write && action.node != nullptr);
    action = c.written();
    std::size_t received = 0;
    while (action.what == next::read) {
        require(action.needed > received);
        require(action.needed <= wire::frame_header_size + wire::frame_body_size_max);
        if (received == bytes.size()) {
            action = c.failed(conversation::fault::lost, conversation::instant(0));
            break;
        }
        received = std::min(bytes.size(), received + step);
        action = c.resume(bytes.first(received), conversation::instant(0));
    }
    require(action.what == next::done);
    a.outcome = c.outcome();
    a.is_connection_usable = c.is_connection_usable();
    // Of no use after anything but a whole reply.
    require(a.is_connection_usable || a.outcome);
    require(a.outcome != client_errc::malformed_reply || !a.outcome.message().empty());
    static_cast<void>(a.outcome.to_string());
    return a;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const wire::bytes_view bytes(data + 2, size - 2);
    const std::size_t step = data[1] == 0 ? bytes.size() + 1 : data[1];
    const answer pieces = run(data[0], bytes, step);
    const answer whole = run(data[0], bytes, bytes.size() + 1);
    if (pieces.outcome.number() != whole.outcome.number()) {
        // More than a whole reply is noticed only if it comes with the rest of it.
        require(whole.outcome == client_errc::malformed_reply);
        return 0;
    }
    if (whole.outcome) return 0;  // nobody looks at what was read by then
    require(pieces.metadata.generation == whole.metadata.generation);
    // One by one: names that come twice, as from no server, are not looked for.
    require(std::equal(
        pieces.named.begin(), pieces.named.end(), whole.named.begin(), whole.named.end(),
        [](const bin& a, const bin& b) { return a.name == b.name && a.value == b.value; }));
    require(pieces.returned == whole.returned);
    require(pieces.results.size() == whole.results.size());
    for (std::size_t i = 0; i < whole.results.size(); ++i) {
        require(pieces.results[i].name == whole.results[i].name);
        require(pieces.results[i].value == whole.results[i].value);
    }
    return 0;
}
