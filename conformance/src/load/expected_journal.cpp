#include "load/expected_journal.hpp"

#include <algorithm>

namespace spikelet::conformance {
namespace {

constexpr mock::request_kind kinds[] = {
    mock::request_kind::read,  mock::request_kind::write, mock::request_kind::remove,
    mock::request_kind::apply, mock::request_kind::batch,
};
constexpr std::string_view replicas[] = {"master", "prole", "none"};

mock::request_kind kind_from_json(const node& n) {
    std::vector<std::string_view> accepted;
    for (const mock::request_kind kind : kinds) {
        if (n.json() == name(kind)) return kind;
        accepted.push_back(name(kind));
    }
    n.refuse(alternatives(accepted));
}

std::string replica_text(const mock::journal_entry& e) {
    if (!e.replica) return "none";
    return *e.replica == 0 ? "master" : "prole";
}

// The same in one line, of either side.
std::string line(mock::request_kind kind, const std::string& key,
                 const std::optional<std::string>& replica,
                 const std::optional<std::string>& result) {
    std::string out(name(kind));
    if (!key.empty()) out += " of " + key;
    if (replica) out += *replica == "none" ? ", at no replica" : ", at the " + *replica;
    if (result) out += ": " + *result;
    return out;
}

std::string text_of(const std::vector<expected_request>& requests) {
    std::string out;
    for (const expected_request& r : requests)
        out += (out.empty() ? "" : "; ") + line(r.kind, r.key_text, r.replica, r.result);
    return out.empty() ? "no request" : out;
}

std::string text_of(const std::vector<mock::journal_entry>& requests,
                    const std::vector<expected_request>& named, const place& where) {
    std::string out;
    for (const mock::journal_entry& e : requests) {
        std::string key = e.key ? e.key->to_string() : "";
        // By the case's own word for it, where it has one.
        const auto same = std::find_if(named.begin(), named.end(), [&](const auto& r) {
            return r.key && e.key && r.key->resolve(where) == *e.key;
        });
        if (same != named.end()) key = same->key_text;
        out +=
            (out.empty() ? "" : "; ") + line(e.kind, key, replica_text(e), result_name(e.result));
    }
    return out.empty() ? "no request" : out;
}

bool fits(const expected_request& r, const mock::journal_entry& e, const place& where) {
    return r.kind == e.kind && (!r.key || r.key->resolve(where) == e.key) &&
           (!r.replica || *r.replica == replica_text(e)) &&
           (!r.result || *r.result == result_name(e.result));
}

}  // namespace

expected_request expected_request::from_json(const node& n) {
    n.expect_keys({"request", "key", "replica", "result"});
    expected_request out;
    out.kind = kind_from_json(n.at("request"));
    if (const auto k = n.find("key")) {
        out.key = record_name::from_json(*k);
        out.key_text = k->json().dump();
    }
    if (const auto r = n.find("replica")) {
        if (!r->json().is_string() ||
            std::find(std::begin(replicas), std::end(replicas), r->text()) == std::end(replicas))
            r->refuse(alternatives({std::begin(replicas), std::end(replicas)}));
        out.replica = r->text();
    }
    if (const auto r = n.find("result")) {
        if (!r->json().is_string() || (r->text() != "OK" && !is_error_name(r->text())))
            r->refuse("\"OK\", or the name of a result code (chapter 02)");
        out.result = r->text();
    }
    return out;
}

std::optional<mismatch> compare(const std::vector<expected_request>& expected,
                                const std::vector<mock::journal_entry>& got, const place& where) {
    const bool same = std::equal(expected.begin(), expected.end(), got.begin(), got.end(),
                                 [&](const auto& r, const auto& e) { return fits(r, e, where); });
    if (same) return std::nullopt;
    return mismatch{text_of(expected), text_of(got, expected, where)};
}

}  // namespace spikelet::conformance
