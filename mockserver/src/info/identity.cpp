// Who the node is and what it was built from (chapter 03 §2).
#include "info/build.hpp"
#include "info/families.hpp"
#include "info/features.hpp"

#include <spikelet/wire/digest.hpp>

namespace spikelet::mock::info {
namespace {

std::string_view edition(const request& r) {
    return r.cluster.is_enterprise() ? "Aerospike Enterprise Edition"
                                     : "Aerospike Community Edition";
}

}  // namespace

void node_name(const request& r) {
    put(r.out, r.self.name());
}

void build(const request& r) {
    put(r.out, server_version);
}
void build_os(const request& r) {
    put(r.out, server_os);
}
void build_arch(const request& r) {
    put(r.out, server_arch);
}
void build_time(const request& r) {
    put(r.out, server_build_time);
}
void build_sha(const request& r) {
    put(r.out, server_sha);
}
void build_ee_sha(const request& r) {
    if (r.cluster.is_enterprise()) put(r.out, server_sha);
}

void edition_name(const request& r) {
    put(r.out, edition(r));
}
void version(const request& r) {
    put(r.out, edition(r), " build ", server_version);
}
void release(const request& r) {
    put(r.out, "edition=", edition(r), ";version=", server_version, ";os=", server_os,
        ";arch=", server_arch, ";sha=", server_sha);
    // Clients tell an enterprise server by the presence of this item (chapter 16 §0).
    if (r.cluster.is_enterprise()) put(r.out, ";ee-sha=", server_sha);
}
void compatibility(const request& r) {
    put(r.out, compatibility_id);
}

void features(const request& r) {
    list_writer list(r.out, ';');
    for (const feature& f : all_features()) {
        if (f.is_built) list.item(f.name);
    }
}

void status(const request& r) {
    put(r.out, "ok");
}
void connection(const request& r) {
    put(r.out, "admin=false");  // there is no admin port
}
void digests(const request& r) {
    put(r.out, "RIPEMD160");
}
void partition_count(const request& r) {
    put(r.out, wire::partition_count);
}

}  // namespace spikelet::mock::info
