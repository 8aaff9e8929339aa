#include "official_calls.hpp"

#include "../operations/official_dictionary.hpp"
#include "../wire/hex.hpp"

#include <spikelet/json.hpp>
#include <spikelet/wire/compression.hpp>

#include <algorithm>
#include <stdexcept>

namespace spikelet::testing {
namespace {

using nlohmann::json;

template <class T>
void take(const json& policy, const char* name, std::optional<T>& field) {
    const auto found = policy.find(name);
    if (found == policy.end()) return;
    if constexpr (std::is_same_v<T, milliseconds>) {
        field = milliseconds(found->get<std::int64_t>());
    } else if constexpr (std::is_enum_v<T>) {
        field = static_cast<T>(found->get<int>());
    } else {
        field = static_cast<T>(found->get<std::int64_t>());
    }
}
void take(const json& policy, const char* name, std::optional<bool>& field) {
    if (const auto found = policy.find(name); found != policy.end()) field = found->get<bool>();
}

// The names of that client, and the generation and ttl that it takes as metadata.
template <class Policy>
Policy policy_of(const json& options, wire::bytes_view filter) {
    const json policy = options.value("policy", json::object());
    Policy p;
    if (!policy.is_null()) {
        take(policy, "totalTimeout", p.total_timeout);
        take(policy, "timeout", p.total_timeout);
        take(policy, "socketTimeout", p.socket_timeout);
        take(policy, "connectTimeout", p.connect_timeout);
        take(policy, "timeoutDelay", p.timeout_delay);
        take(policy, "maxRetries", p.max_retries);
        take(policy, "compress", p.compress);
        take(policy, "key", p.key);
        take(policy, "replica", p.replica);
        if constexpr (requires { p.exists; }) take(policy, "exists", p.exists);
        if constexpr (requires { p.gen; }) take(policy, "gen", p.gen);
        if constexpr (requires { p.generation; }) take(policy, "generation", p.generation);
        if constexpr (requires { p.commit_level; }) take(policy, "commitLevel", p.commit_level);
        if constexpr (requires { p.durable_delete; }) {
            take(policy, "durableDelete", p.durable_delete);
        }
        if constexpr (requires { p.read_mode_ap; }) take(policy, "readModeAP", p.read_mode_ap);
        if constexpr (requires { p.read_mode_sc; }) take(policy, "readModeSC", p.read_mode_sc);
        if constexpr (requires { p.deserialize; }) take(policy, "deserialize", p.deserialize);
        if constexpr (requires { p.read_touch_ttl_percent; }) {
            take(policy, "readTouchTtlPercent", p.read_touch_ttl_percent);
        }
        if constexpr (requires { p.compression_threshold; }) {
            take(policy, "compressionThreshold", p.compression_threshold);
        }
        if constexpr (requires { p.ttl_s; }) take(policy, "ttl", p.ttl_s);
    }
    if (!filter.empty()) p.filter = expression_view{filter};
    if (const auto meta = options.find("meta"); meta != options.end() && meta->is_object()) {
        if constexpr (requires { p.generation; }) take(*meta, "gen", p.generation);
        if constexpr (requires { p.ttl_s; }) take(*meta, "ttl", p.ttl_s);
    }
    return p;
}

// That client sends every map ordered by key.
value as_sent(const json& v) {
    return sorted(recorded_value(v));
}

// {"i": 1}, {"$bin": "i", "value": 1}
json bins_by_name(const json& recorded) {
    if (!recorded.contains("$bin")) return recorded;
    return {{recorded["$bin"].get<std::string>(), recorded["value"]}};
}

operation operation_of(const json& recorded) {
    const std::string fn = recorded.at("fn");
    const json& args = recorded.at("args");
    const auto bin = [&] { return args.at(0).get<std::string>(); };
    if (fn == "operations.read") return operation::read(bin());
    if (fn == "operations.write") return operation::write(bin(), as_sent(args.at(1)));
    if (fn == "operations.incr" || fn == "operations.add") {
        return operation::increment(bin(), as_sent(args.at(1)));
    }
    if (fn == "operations.append") return operation::append(bin(), as_sent(args.at(1)));
    if (fn == "operations.prepend") return operation::prepend(bin(), as_sent(args.at(1)));
    if (fn == "operations.delete") return operation::delete_record();
    if (fn == "operations.touch") {
        if (args.empty() || args[0].is_null()) return operation::touch();
        return operation::touch(static_cast<std::uint32_t>(args[0].get<std::int64_t>()));
    }
    return operation_from_json(official_dictionary(recorded));
}

}  // namespace

key recorded_key(const json& k) {
    const std::string set = k.at("set").is_null() ? std::string() : k.at("set").get<std::string>();
    if (!k.at("key").is_null()) return {k.at("ns"), set, recorded_value(k.at("key"))};
    wire::digest digest{};
    const auto bytes = wire::from_hex(k.at("digest").get<std::string>());
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return {k.at("ns"), set, digest};
}

official_calls::official_calls()
    : transport(std::make_shared<recording_transport>(cluster.transport())), db({}, transport) {
    db.connect().value();
    transport->take();
}

std::vector<std::string> official_calls::sent() {
    std::vector<std::string> frames;
    for (const auto& bytes : transport->take()) {
        wire::buffer inflated;
        const wire::bytes_view frame(bytes);
        if (frame[1] == 4 && wire::inflate_frame(frame.subspan(wire::frame_header_size),
                                                 inflated) == wire::inflate_errc::ok) {
            frames.push_back(to_hex(inflated.view()));
        } else {
            frames.push_back(to_hex(frame));
        }
    }
    return frames;
}

void official_calls::expect_same(const json& line) {
    SCOPED_TRACE(line["id"].get<std::string>() + " " + line["call"].get<std::string>());
    const std::string expected = line.contains("inflated") ? line["inflated"] : line["req"];
    const auto frame = wire::from_hex(expected);
    wire::message_view message;
    ASSERT_EQ(
        wire::parse_message(wire::bytes_view(frame).subspan(wire::frame_header_size), message),
        wire::message_errc::ok);
    // Expressions are recorded as they were built: their bytes come from the request itself.
    const wire::bytes_view filter =
        message.field(wire::field_type::filter_expression).value_or(wire::bytes_view());
    std::vector<std::string> bin_order;
    for (const wire::operation_view op : message.operations())
        bin_order.emplace_back(op.bin);

    make(line["options"], filter, bin_order);
    const auto frames = sent();
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(frames[0], expected) << line["text"];
}

void official_calls::make(const json& options, wire::bytes_view filter,
                          const std::vector<std::string>& bin_order) {
    const std::string api = options.at("api");
    const key k = recorded_key(options.at("key"));
    const auto operate = [&](const std::vector<operation>& operations) {
        (void)db.operate_ordered(k, operations, policy_of<operate_policy>(options, filter));
    };
    const auto each_bin = [&](operation (*make_one)(std::string, value)) {
        std::vector<operation> operations;
        operations.reserve(bin_order.size());
        const json bins = bins_by_name(options.at("bins"));
        for (const std::string& name : bin_order)
            operations.push_back(make_one(name, as_sent(bins.at(name))));
        operate(operations);
    };
    if (api == "get") {
        (void)db.get(k, policy_of<read_policy>(options, filter));
    } else if (api == "exists" || api == "existsWithMetadata") {
        (void)db.exists(k, policy_of<read_policy>(options, filter));
    } else if (api == "select") {
        (void)db.select(k, options.at("bins").get<std::vector<std::string>>(),
                        policy_of<read_policy>(options, filter));
    } else if (api == "remove") {
        (void)db.remove(k, policy_of<remove_policy>(options, filter));
    } else if (api == "put") {
        bins b;
        const json recorded = bins_by_name(options.at("bins"));
        for (const std::string& name : bin_order)
            b.set(name, as_sent(recorded.at(name)));
        (void)db.put(k, b, policy_of<write_policy>(options, filter));
    } else if (api == "append") {
        each_bin(&operation::append);
    } else if (api == "prepend") {
        each_bin(&operation::prepend);
    } else if (api == "add") {
        each_bin(&operation::increment);
    } else if (api == "operate") {
        std::vector<operation> operations;
        for (const json& op : options.at("ops"))
            operations.push_back(operation_of(op));
        operate(operations);
    } else if (api == "apply") {
        const json& udf = options.at("udf");
        std::vector<value> arguments;
        for (const json& argument : udf.value("args", json::array()))
            arguments.push_back(as_sent(argument));
        (void)db.apply(k, udf.at("module").get<std::string>(),
                       udf.at("funcname").get<std::string>(), arguments,
                       policy_of<apply_policy>(options, filter));
    } else {
        throw std::runtime_error("a recorded call of " + api);
    }
}

}  // namespace spikelet::testing
