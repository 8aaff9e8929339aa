#include "load/calls.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

namespace spikelet::conformance {
namespace {

using call_function = std::function<answer(client&, const place&)>;

// ---- what the client answers, as one type

answer to_answer(const error& e) {
    return {.failure = e};
}
answer to_answer(const result<void>& r) {
    return r ? answer{} : to_answer(r.error());
}
answer to_answer(result<record_metadata> r) {
    return r ? answer{.metadata = *r} : to_answer(r.error());
}
answer to_answer(result<std::optional<record_metadata>> r) {
    if (!r) return to_answer(r.error());
    return *r ? answer{.metadata = **r} : answer{.absent = true};
}
answer to_answer(result<record> r) {
    if (!r) return to_answer(r.error());
    return {.metadata = r->metadata, .bins = std::move(r->bins)};
}
answer to_answer(result<ordered_record> r) {
    if (!r) return to_answer(r.error());
    return {.metadata = r->metadata, .results = std::move(r->results)};
}
answer to_answer(result<value> r) {
    return r ? answer{.result = std::move(*r)} : to_answer(r.error());
}
answer to_answer(result<std::string> r) {
    return r ? answer{.info = std::move(*r)} : to_answer(r.error());
}

// ---- arguments

record_name key_of(const node& n) {
    return record_name::from_json(n.at("key"));
}

std::string bin_of(const node& n) {
    return n.at("bin").text();
}

value value_of(const node& n, std::string_view key) {
    const node v = n.at(key);
    return value_from_json(v.json(), v.path());
}

std::vector<std::string> bin_names_of(const node& n) {
    std::vector<std::string> out;
    for (const node& item : n.at("bins").items())
        out.push_back(item.text());
    return out;
}

template <class Policy>
Policy policy_of(const node& n) {
    Policy policy;
    if (const auto p = n.find("policy")) policy = policy_from_json<Policy>(p->json(), p->path());
    if constexpr (!std::is_same_v<Policy, read_policy> && !std::is_same_v<Policy, info_policy> &&
                  !std::is_same_v<Policy, apply_policy>) {
        if (const auto m = n.find("meta")) set_metadata_from_json(policy, m->json(), m->path());
    }
    return policy;
}

std::vector<operation> operations_of(const node& n) {
    const node ops = n.at("ops");
    return operations_from_json(ops.json(), ops.path());
}

// ---- one function a call

call_function make_get(const node& n) {
    return [key = key_of(n), policy = policy_of<read_policy>(n)](client& db, const place& where) {
        return to_answer(db.get(key.resolve(where), policy));
    };
}

call_function make_select(const node& n) {
    return [key = key_of(n), names = bin_names_of(n), policy = policy_of<read_policy>(n)](
               client& db, const place& where) {
        return to_answer(db.select(key.resolve(where), names, policy));
    };
}

call_function make_exists(const node& n) {
    return [key = key_of(n), policy = policy_of<read_policy>(n)](client& db, const place& where) {
        return to_answer(db.exists(key.resolve(where), policy));
    };
}

call_function make_put(const node& n) {
    const node b = n.at("bins");
    return [key = key_of(n), bins = bins_from_json(b.json(), b.path()),
            policy = policy_of<write_policy>(n)](client& db, const place& where) {
        return to_answer(db.put(key.resolve(where), bins, policy));
    };
}

call_function make_remove(const node& n) {
    return [key = key_of(n), policy = policy_of<remove_policy>(n)](client& db, const place& where) {
        return to_answer(db.remove(key.resolve(where), policy));
    };
}

call_function make_remove_bin(const node& n) {
    return [key = key_of(n), names = bin_names_of(n), policy = policy_of<write_policy>(n)](
               client& db, const place& where) {
        return to_answer(db.remove_bin(key.resolve(where), names, policy));
    };
}

call_function make_touch(const node& n) {
    auto policy = policy_of<operate_policy>(n);
    std::uint32_t ttl_s = policy.ttl_s.value_or(ttl_namespace_default);
    if (const auto ttl = n.find("ttl"))
        ttl_s = static_cast<std::uint32_t>(ttl->integer(0, UINT32_MAX));
    return [key = key_of(n), ttl_s, policy](client& db, const place& where) {
        return to_answer(db.touch(key.resolve(where), ttl_s, policy));
    };
}

using one_bin_call = result<record_metadata> (client::*)(const key&, std::string_view, value,
                                                         const operate_policy&);

call_function make_one_bin_call(const node& n, std::string_view argument, one_bin_call call) {
    return [key = key_of(n), bin = bin_of(n), v = value_of(n, argument),
            policy = policy_of<operate_policy>(n), call](client& db, const place& where) {
        return to_answer((db.*call)(key.resolve(where), bin, v, policy));
    };
}
call_function make_append(const node& n) {
    return make_one_bin_call(n, "val", &client::append);
}
call_function make_prepend(const node& n) {
    return make_one_bin_call(n, "val", &client::prepend);
}
call_function make_increment(const node& n) {
    return make_one_bin_call(n, "offset", &client::increment);
}

call_function make_operate(const node& n) {
    return [key = key_of(n), ops = operations_of(n), policy = policy_of<operate_policy>(n)](
               client& db, const place& where) {
        return to_answer(db.operate(key.resolve(where), ops, policy));
    };
}

call_function make_operate_ordered(const node& n) {
    return [key = key_of(n), ops = operations_of(n), policy = policy_of<operate_policy>(n)](
               client& db, const place& where) {
        return to_answer(db.operate_ordered(key.resolve(where), ops, policy));
    };
}

call_function make_info(const node& n) {
    return [command = n.at("command").text(), policy = policy_of<info_policy>(n)](
               client& db, const place& where) {
        return to_answer(db.info_any(fill_in(command, where), policy));
    };
}

call_function make_apply(const node& n) {
    std::vector<value> arguments;
    if (const auto args = n.find("args")) {
        for (const node& item : args->items())
            arguments.push_back(value_from_json(item.json(), item.path()));
    }
    return [key = key_of(n), module = n.at("module").text(), function = n.at("function").text(),
            arguments = std::move(arguments),
            policy = policy_of<apply_policy>(n)](client& db, const place& where) {
        return to_answer(
            db.apply(key.resolve(where), name_in_case(where, module), function, arguments, policy));
    };
}

using names = std::vector<std::string_view>;

struct call_kind {
    std::string_view name;
    names arguments;  // besides call, times, expect
    names results;    // besides error
    call_function (*make)(const node&);
};

const std::vector<call_kind>& call_kinds() {
    static const names write{"gen", "ttl"};
    static const std::vector<call_kind> table{
        {"append", {"key", "bin", "val", "meta", "policy"}, write, make_append},
        {"apply", {"key", "module", "function", "args", "policy"}, {"result"}, make_apply},
        {"exists", {"key", "policy"}, {"absent", "gen", "ttl"}, make_exists},
        {"get", {"key", "policy"}, {"bins", "gen", "ttl"}, make_get},
        {"increment", {"key", "bin", "offset", "meta", "policy"}, write, make_increment},
        {"info", {"command", "policy"}, {"info"}, make_info},
        {"operate", {"key", "ops", "meta", "policy"}, {"bins", "gen", "ttl"}, make_operate},
        {"operate_ordered",
         {"key", "ops", "meta", "policy"},
         {"results", "gen", "ttl"},
         make_operate_ordered},
        {"prepend", {"key", "bin", "val", "meta", "policy"}, write, make_prepend},
        {"put", {"key", "bins", "meta", "policy"}, write, make_put},
        {"remove", {"key", "meta", "policy"}, {}, make_remove},
        {"remove_bin", {"key", "bins", "meta", "policy"}, {}, make_remove_bin},
        {"select", {"key", "bins", "policy"}, {"bins", "gen", "ttl"}, make_select},
        {"touch", {"key", "ttl", "meta", "policy"}, write, make_touch},
    };
    return table;
}

constexpr std::string_view advance_clock = "advance_clock";

names with(const names& more, std::initializer_list<std::string_view> base) {
    names out(base);
    out.insert(out.end(), more.begin(), more.end());
    return out;
}

// What is shown of the call when it fails.
std::string shown_call(const nlohmann::json& written) {
    nlohmann::ordered_json shown;
    shown["call"] = written.at("call");
    for (const auto& [key, v] : written.items()) {
        if (key != "call" && key != "expect" && key != "times") shown[key] = v;
    }
    return shown.dump();
}

}  // namespace

std::vector<std::string_view> call_names() {
    std::vector<std::string_view> out{advance_clock};
    for (const call_kind& kind : call_kinds())
        out.push_back(kind.name);
    std::sort(out.begin(), out.end());
    return out;
}

std::chrono::seconds duration_from_json(const node& n) {
    constexpr std::string_view accepted = "a time such as \"90s\", \"10m\", \"24h\" or \"30d\"";
    const std::string& text = n.json().is_string() ? n.text() : (n.refuse(accepted), n.text());
    std::uint32_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop + 1 != end) n.refuse(accepted);
    switch (*stop) {
        case 's':
            return std::chrono::seconds(number);
        case 'm':
            return std::chrono::minutes(number);
        case 'h':
            return std::chrono::hours(number);
        case 'd':
            return std::chrono::hours(24) * number;
        default:
            n.refuse(accepted);
    }
}

step step_from_json(const node& n, const nlohmann::json& written) {
    step out;
    if (!n.json().is_object()) n.refuse("an object with \"call\" and what the call takes");
    const node call = n.at("call");
    out.call = call.json().is_string() ? call.text() : "";
    if (out.call == advance_clock) {
        n.expect_keys({"call", "by"});
        out.text = shown_call(written);
        out.advance = duration_from_json(n.at("by"));
        return out;
    }
    const auto& kinds = call_kinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [&](const call_kind& k) { return k.name == out.call; });
    if (kind == kinds.end()) call.refuse("one of " + alternatives(call_names()));

    n.expect_keys(with(kind->arguments, {"call", "times", "expect"}));
    out.text = shown_call(written);
    if (const auto times = n.find("times"))
        out.times = static_cast<std::uint32_t>(times->integer(1, 100000));
    if (const auto key = n.find("key")) out.keys.push_back(record_name::from_json(*key));
    const auto policy = n.find("policy");
    const auto durable = policy ? policy->find("durable_delete") : std::nullopt;
    out.deletes_durably = durable && durable->json() == true;
    out.run = kind->make(n);
    if (const auto expect = n.find("expect"))
        out.expect = expectation::from_json(*expect, with(kind->results, {"error"}));
    return out;
}

}  // namespace spikelet::conformance
