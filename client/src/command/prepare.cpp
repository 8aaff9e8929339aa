#include "command/prepare.hpp"

#include "command/checks.hpp"
#include "command/modules.hpp"
#include "command/request.hpp"
#include "command/serializers.hpp"

#include <spikelet/wire/frame.hpp>

#include <array>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace spikelet::command {
namespace {

// The checks that every call begins with.
template <class Policy>
error check(const key& k, const Policy& policy) {
    if (error e = check_key(k)) return e;
    return check_policy(policy);
}

// A list whose first items need no memory of their own.
template <class T>
class small_list {
public:
    explicit small_list(std::size_t size) : size_(size) {
        if (size > few_.size()) many_.resize(size);
    }
    T& operator[](std::size_t i) { return many_.empty() ? few_[i] : many_[i]; }
    std::span<const T> view() const {
        return many_.empty() ? std::span(few_.data(), size_) : std::span(many_.data(), size_);
    }

private:
    std::size_t size_;
    std::array<T, 8> few_{};
    std::vector<T> many_;
};

// What operation's constructors throw at, as an error.
template <class Make>
result<operation> made(std::string_view argument, Make make) {
    try {
        return make();
    } catch (const std::invalid_argument& e) {
        return wrong(std::string(argument), e.what());
    }
}

}  // namespace

error preparer::get(const key& k, const read_policy& policy, wire::buffer& out, prepared& p) const {
    if (error e = check(k, policy)) return e;
    p = {.policy = resolve(policy, groups_.read), .is_write = false};
    write_get(k, p.policy, out);
    return {};
}

error preparer::select(const key& k, std::span<const std::string> bin_names,
                       const read_policy& policy, wire::buffer& out, prepared& p) const {
    if (error e = check(k, policy)) return e;
    if (error e = check_bin_names(bin_names, config_.strict_types)) return e;
    p = {.policy = resolve(policy, groups_.read), .is_write = false};
    write_select(k, bin_names, p.policy, out);
    return {};
}

error preparer::exists(const key& k, const read_policy& policy, wire::buffer& out,
                       prepared& p) const {
    if (error e = check(k, policy)) return e;
    p = {.policy = resolve(policy, groups_.read), .is_write = false};
    write_exists(k, p.policy, out);
    return {};
}

error preparer::put(const key& k, const bins& b, const write_policy& policy, wire::buffer& out,
                    prepared& p) const {
    if (error e = check(k, policy)) return e;
    if (error e = check_bins(b, config_.strict_types)) return e;
    p = {.policy = resolve(policy, groups_.write), .is_write = true};
    const serializer_choice serializer(config_.serialization, p.policy.serializer);
    small_list<bin_to_write> sent(b.size());
    serializer_choice::copies memory;
    error why;
    std::size_t i = 0;
    for (const bin& each : b) {
        sent[i++] = {.name = each.name, .content = serializer.prepare(each.value, memory, why)};
        if (why) return blame(why, "bins[\"" + each.name + "\"]");
    }
    write_put(k, sent.view(), p.policy, out);
    return {};
}

error preparer::remove(const key& k, const remove_policy& policy, wire::buffer& out,
                       prepared& p) const {
    if (error e = check(k, policy)) return e;
    p = {.policy = resolve(policy, groups_.remove), .is_write = true};
    write_remove(k, p.policy, out);
    return {};
}

error preparer::remove_bin(const key& k, std::span<const std::string> bin_names,
                           const write_policy& policy, wire::buffer& out, prepared& p) const {
    if (error e = check(k, policy)) return e;
    if (error e = check_bin_names(bin_names, config_.strict_types)) return e;
    p = {.policy = resolve(policy, groups_.write), .is_write = true};
    const value nil;
    small_list<bin_to_write> sent(bin_names.size());
    for (std::size_t i = 0; i < bin_names.size(); ++i)
        sent[i] = {.name = bin_names[i], .content = &nil};
    write_put(k, sent.view(), p.policy, out);
    return {};
}

error preparer::operate(const key& k, std::span<const operation> operations,
                        const operate_policy& policy, wire::buffer& out, prepared& p) const {
    if (error e = check(k, policy)) return e;
    if (error e = check_operations(operations, config_.strict_types)) return e;
    p = {.policy = resolve(policy, groups_.operate), .is_write = false};
    const serializer_choice serializer(config_.serialization, std::nullopt);
    small_list<operation_to_write> sent(operations.size());
    serializer_choice::copies memory;
    std::vector<std::unique_ptr<operation::call>> calls;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const operation& o = operations[i];
        p.is_write = p.is_write || o.is_write();
        sent[i].what = &o;
        error why;
        if (const auto& call = o.collection_call()) {
            sent[i].call = &*call;
            const auto work = serializer.find_work(*call);
            if (work == serializer_choice::work::impossible) {
                why = serializer_choice::too_deep();
            } else if (work == serializer_choice::work::some) {
                calls.push_back(std::make_unique<operation::call>(*call));
                why = serializer.prepare(*calls.back());
                sent[i].call = calls.back().get();
            }
        } else if (o.type() == wire::operation_type::write || !o.argument().is_nil()) {
            sent[i].argument = serializer.prepare(o.argument(), memory, why);
        }
        if (why) return blame(why, "operations[" + std::to_string(i) + "]");
    }
    write_operate(k, sent.view(), p.policy, out);
    return {};
}

error preparer::touch(const key& k, std::uint32_t ttl_s, const operate_policy& policy,
                      wire::buffer& out, prepared& p) const {
    const operation o = operation::touch(ttl_s);
    return operate(k, {&o, 1}, policy, out, p);
}

error preparer::append(const key& k, std::string_view bin, value suffix,
                       const operate_policy& policy, wire::buffer& out, prepared& p) const {
    const auto o =
        made("suffix", [&] { return operation::append(std::string(bin), std::move(suffix)); });
    return o ? operate(k, {&*o, 1}, policy, out, p) : o.error();
}

error preparer::prepend(const key& k, std::string_view bin, value prefix,
                        const operate_policy& policy, wire::buffer& out, prepared& p) const {
    const auto o =
        made("prefix", [&] { return operation::prepend(std::string(bin), std::move(prefix)); });
    return o ? operate(k, {&*o, 1}, policy, out, p) : o.error();
}

error preparer::increment(const key& k, std::string_view bin, value by,
                          const operate_policy& policy, wire::buffer& out, prepared& p) const {
    const auto o =
        made("by", [&] { return operation::increment(std::string(bin), std::move(by)); });
    return o ? operate(k, {&*o, 1}, policy, out, p) : o.error();
}

error preparer::apply(const key& k, const function_call& f, const apply_policy& policy,
                      wire::buffer& out, prepared& p) const {
    if (error e = check(k, policy)) return e;
    if (error e = check_function_name(f.module, "module")) return e;
    if (error e = check_function_name(f.function, "function")) return e;
    p = {.policy = resolve(policy, groups_.apply), .is_write = true};
    const serializer_choice serializer(config_.serialization, std::nullopt);
    small_list<const value*> sent(f.arguments.size());
    serializer_choice::copies memory;
    error why;
    for (std::size_t i = 0; i < f.arguments.size(); ++i) {
        sent[i] = serializer.prepare(f.arguments[i], memory, why);
        if (why) return blame(why, "arguments[" + std::to_string(i) + "]");
    }
    write_apply(k, {.module = f.module, .function = f.function, .arguments = sent.view()}, p.policy,
                out);
    return {};
}

// ---- the way to the node

conversation::limits limits_of(const effective_policy& p) {
    return {.total_timeout = p.total_timeout,
            .attempt_timeout = p.attempt_timeout(),
            .sleep_between_retries = p.sleep_between_retries,
            .max_retries = p.max_retries,
            .connect_timeout = p.connect_timeout,
            .timeout_delay = p.timeout_delay};
}

topology::route::wish wish_of(const prepared& p) {
    return {
        .replica = p.policy.replica, .read_mode = p.policy.read_mode_sc, .is_write = p.is_write};
}

error find_table(const topology::cluster& cluster, std::string_view namespace_name,
                 wire::bytes_view request, const topology::partition_table*& table) {
    if (request.size() > wire::frame_header_size + wire::frame_body_size_max) {
        return wrong({}, "the command has " + std::to_string(request.size()) +
                             " bytes, at most 128 MiB can be sent");
    }
    table = cluster.find_namespace(namespace_name);
    if (table != nullptr) return {};
    if (cluster.namespace_names().empty()) {
        return {client_errc::invalid_node,
                {.message = "no node of the cluster has been reached yet"}};
    }
    return {result_code::invalid_namespace,
            {.message = "no namespace '" + std::string(namespace_name) + "'; the cluster has " +
                        cluster.namespace_names(),
             .argument = "key"}};
}

}  // namespace spikelet::command
