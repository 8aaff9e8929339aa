// An info request of any bytes to a node of two: an answer to every line, in order, behind its
// echo.
#include "cluster/cluster_state.hpp"
#include "info/info.hpp"
#include "info/request.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace spikelet;

void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const wire::bytes_view request(data, size);
    mock::cluster_state cluster({.nodes = 2,
                                 .namespaces = {{.name = "test", .replication_factor = 2}},
                                 .clock = mock::clock_mode::manual});
    mock::info::session_facts session;
    wire::buffer out;
    mock::info::execute(cluster, cluster.node_at(1), session, request, out);
    if (size == 0) return 0;

    std::string_view reply = wire::as_text(out.view());
    std::string_view rest = wire::as_text(request);
    while (const auto line = mock::info::take_line(rest)) {
        if (reply.empty()) {  // a request that earned too much
            check(out.size() > (16u << 20));
            return 0;
        }
        check(reply.starts_with(line->text));
        reply.remove_prefix(line->text.size());
        check(reply.starts_with('\t'));
        const std::size_t end = reply.find('\n');
        check(end != reply.npos);
        reply.remove_prefix(end + 1);
    }
    check(reply.empty());
    return 0;
}
