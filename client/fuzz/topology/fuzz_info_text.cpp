// Single values of the text protocol as a client reads them: peers, endpoints, partition maps,
// racks, modules, errors. The first byte chooses the reader.
#include "topology/info_text.hpp"
#include "topology/peers.hpp"
#include "topology/replicas.hpp"
#include "topology/udf_text.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace spikelet;

void require(bool condition) {
    if (!condition) std::abort();
}

bool inside(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

void check_peers(std::string_view text) {
    const auto list = topology::parse_peers(text);
    if (!list) return;
    for (const topology::peer& p : list->peers) {
        require(!p.name.empty());
        for (const host_address& a : p.endpoints)
            require(!a.host.empty());
    }
    // As many as the text can name.
    require(list->peers.size() <= text.size());
}

void check_endpoint(std::string_view text) {
    const auto address = parse_host_address(text);
    require(!address || !address->host.empty());
}

void check_map(std::string_view text, bool racks) {
    topology::cluster c{{}};
    topology::node* n = c.add_node("N1", {.host = "127.0.0.1", .port = 3000});
    if (racks) {
        static_cast<void>(topology::apply_rack_ids(text, *n, c));
    } else {
        static_cast<void>(topology::apply_replicas(text, *n, c));
    }
    static_cast<void>(c.namespace_names());
    static_cast<void>(c.holds_any_partition(*n));
}

void check_modules(std::string_view text) {
    const auto modules = topology::parse_udf_list(text);
    if (!modules) return;
    for (const udf_module& m : *modules)
        require(text.find(m.name) != std::string_view::npos);
}

void check_errors(std::string_view text) {
    if (const auto e = topology::parse_error(text)) {
        require(e->code != 0);
        require(inside(e->text, text));
    }
    static_cast<void>(topology::parse_udf_error(text));
}

void check_value(std::string_view text) {
    const auto found = topology::find_value(text, "node");
    require(!found || (inside(*found, text) && found->find('\n') == std::string_view::npos));
}

// What is decoded is encoded to the same text.
void check_content(std::string_view text) {
    const auto content = topology::parse_udf_text(text);
    if (!content) return;
    require(text.find(topology::encode_base64(*content)) != std::string_view::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    switch (data[0] % 8) {
        case 0:
            check_peers(text);
            break;
        case 1:
            check_endpoint(text);
            break;
        case 2:
            check_map(text, false);
            break;
        case 3:
            check_map(text, true);
            break;
        case 4:
            check_modules(text);
            break;
        case 5:
            check_content(text);
            break;
        case 6:
            check_errors(text);
            break;
        default:
            check_value(text);
            break;
    }
    return 0;
}
