// Keys, bins and records of the document, and back.
#include "field_reader.hpp"
#include "hex.hpp"
#include "value_reader.hpp"

#include <spikelet/json.hpp>

#include <algorithm>

namespace spikelet {
namespace json_form {
namespace {

constexpr std::string_view key_form =
    "a key: [namespace, set, key], [namespace, set, null, digest] or an object with ns, set, key "
    "and digest";

wire::digest read_digest(const json& found, const place& where) {
    wire::digest digest{};
    const auto bytes = found.is_string() ? read_hex(found, where) : std::vector<std::uint8_t>();
    if (bytes.size() != digest.size()) {
        refuse(where, found, "a digest: 40 hexadecimal digits");
    }
    std::ranges::copy(bytes, digest.begin());
    return digest;
}

// Elements that are left out are null.
struct key_parts {
    const json* ns;
    const json* set;
    const json* user_key;
    const json* digest;
};

bool is_given(const json* part) {
    return part != nullptr && !part->is_null();
}

spikelet::key make_key(const key_parts& parts, const place& where, const place& ns_at,
                       const place& set_at, const place& key_at, const place& digest_at) {
    if (!is_given(parts.ns)) refuse(ns_at, "missing; a key needs a namespace");
    std::string ns = read_text(*parts.ns, ns_at);
    std::string set = is_given(parts.set) ? read_text(*parts.set, set_at) : std::string();
    if (!is_given(parts.user_key)) {
        if (!is_given(parts.digest)) refuse(key_at, "missing; without a digest a key needs it");
        return {std::move(ns), std::move(set), read_digest(*parts.digest, digest_at)};
    }
    value user_key = read_value(*parts.user_key, key_at);
    try {
        spikelet::key k(std::move(ns), std::move(set), std::move(user_key));
        if (is_given(parts.digest) && read_digest(*parts.digest, digest_at) != k.digest()) {
            refuse(digest_at, *parts.digest,
                   "the digest of the key, " + to_hex(k.digest()) + "; it may be left out");
        }
        return k;
    } catch (const json_error&) {
        throw;
    } catch (const std::invalid_argument& e) {
        refuse(where, e.what());
    }
}

spikelet::key read_key(const json& found, const place& where) {
    if (found.is_object()) {
        dictionary d(found, where, "a key");
        const key_parts parts{d.find("ns"), d.find("set"), d.find("key"), d.find("digest")};
        d.finish();
        return make_key(parts, where, d / "ns", d / "set", d / "key", d / "digest");
    }
    if (!found.is_array() || found.size() < 3 || found.size() > 4) refuse(where, found, key_form);
    const key_parts parts{&found[0], &found[1], &found[2], found.size() > 3 ? &found[3] : nullptr};
    return make_key(parts, where, place(where, std::size_t{0}), place(where, std::size_t{1}),
                    place(where, std::size_t{2}), place(where, std::size_t{3}));
}

bins read_bins(const json& found, const place& where) {
    if (!found.is_object()) refuse(where, found, "bins: an object of names and values");
    bins out;
    out.reserve(found.size());
    for (const auto& entry : found.items())
        out.append(entry.key(), read_value(entry.value(), place(where, entry.key())));
    return out;
}

record_metadata read_metadata(const json& found, const place& where) {
    dictionary d(found, where, "a record's meta");
    record_metadata metadata;
    read(d, "gen", metadata.generation);
    if (const json* ttl = d.find("ttl"); is_given(ttl)) {
        metadata.ttl_s = read_count(*ttl, d / "ttl", "seconds");
    }
    d.finish();
    return metadata;
}

json metadata_to_json(const record_metadata& metadata) {
    return {{"gen", metadata.generation},
            {"ttl", metadata.ttl_s ? json(*metadata.ttl_s) : json(nullptr)}};
}

}  // namespace
}  // namespace json_form

key key_from_json(const nlohmann::json& document, std::string_view path) {
    return json_form::read_key(document, json_form::place(path));
}

nlohmann::json key_to_json(const key& k) {
    using json_form::json;
    json parts = json::array({k.namespace_name(), k.set().empty() ? json(nullptr) : json(k.set()),
                              value_to_json(k.user_key())});
    if (k.user_key().is_nil()) parts.push_back(json_form::to_hex(k.digest()));
    return parts;
}

bins bins_from_json(const nlohmann::json& document, std::string_view path) {
    return json_form::read_bins(document, json_form::place(path));
}

nlohmann::json bins_to_json(const bins& b) {
    auto object = nlohmann::json::object();
    for (const bin& each : b)
        object[each.name] = value_to_json(each.value);
    return object;
}

record record_from_json(const nlohmann::json& document, std::string_view path) {
    using namespace json_form;
    const place where(path);
    dictionary d(document, where, "a record");
    spikelet::key k = read_key(d.at("key", "a key"), d / "key");
    record_metadata metadata;
    if (const json* meta = d.find("meta")) metadata = read_metadata(*meta, d / "meta");
    bins b = read_bins(d.at("bins", "bins"), d / "bins");
    d.finish();
    return {std::move(k), metadata, std::move(b)};
}

nlohmann::json record_to_json(const record& r) {
    return {{"key", key_to_json(r.key)},
            {"meta", json_form::metadata_to_json(r.metadata)},
            {"bins", bins_to_json(r.bins)}};
}

nlohmann::json record_to_json(const ordered_record& r) {
    auto results = nlohmann::json::array();
    for (const bin& each : r.results)
        results.push_back(nlohmann::json::array({each.name, value_to_json(each.value)}));
    return {{"key", key_to_json(r.key)},
            {"meta", json_form::metadata_to_json(r.metadata)},
            {"bins", std::move(results)}};
}

}  // namespace spikelet
