// Whole tends of a cluster that says whatever the input says: its parts, which zero bytes separate,
// answer one question after the other; a part that begins with '!' is no answer. Afterwards nobody
// answers.
#include "topology/info_text.hpp"
#include "topology/tend.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

namespace {

using namespace spikelet;
using topology::tend;

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view rest(reinterpret_cast<const char*>(data + 1), size - 1);
    topology::cluster cluster{{}};
    tend t(cluster,
           {.seeds = {{.host = "10.0.0.1", .port = 3000}, {.host = "10.0.0.2", .port = 3000}},
            .cluster_name = (data[0] & 1) != 0 ? "fuzz" : "",
            .rack_aware = (data[0] & 2) != 0,
            .use_services_alternate = (data[0] & 4) != 0,
            .single_node = (data[0] & 8) != 0});
    std::set<topology::link_id> open;
    // A node that does not answer is given up after five tends.
    for (int round = 0; round < 7; ++round) {
        std::size_t asked = 0;
        auto action = t.begin();
        while (action.what != tend::next::done) {
            // Each question is about an address that a seed or the input has named.
            require(++asked <= 64 + 4 * size);
            if (action.what == tend::next::resolve) {
                action = t.resolved({action.address});
            } else {
                require(!action.request.empty() && action.request.ends_with('\n'));
                open.insert(action.link);
                const auto part = topology::take_part(rest, '\0');
                if (part && !part->starts_with('!')) {
                    action = t.answered(*part);
                } else {
                    open.erase(action.link);
                    action = t.failed("nobody answers");
                }
            }
            for (const topology::link_id link : t.take_closed())
                open.erase(link);
        }
        for (const topology::link_id link : t.take_closed())
            open.erase(link);
        // A link is kept for a node, or closed.
        require(open.size() <= cluster.nodes()->size());
        static_cast<void>(t.outcome().to_string());
    }
    return 0;
}
