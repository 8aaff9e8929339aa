// Calls on one record: check, decide the policy, encode, run, decode.
#include "api/client_impl.hpp"
#include "command/checks.hpp"

#include <array>

namespace spikelet {
namespace {

using command::effective_policy;

// The checks that every call begins with.
template <class Policy>
error check(const key& k, const Policy& policy) {
    if (error e = command::check_key(k)) return e;
    return command::check_policy(policy);
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

}  // namespace

command::decoding client::impl::decoding_for(const effective_policy& p,
                                             const command::deserializer_choice& d) const {
    return {.now_s = driver->now_s(), .unpack = p.deserialize, .deserializer = &d};
}

result<record> client::get(const key& k, const read_policy& policy) {
    if (error e = check(k, policy)) return e;
    const effective_policy p = command::resolve(policy, impl_->groups.read);
    wire::buffer request;
    command::write_get(k, p, request);

    record r{.key = k, .metadata = {}, .bins = {}};
    const command::deserializer_choice deserializer(impl_->config.serialization);
    command::bins_reader reader(impl_->decoding_for(p, deserializer), r.metadata, r.bins, false);
    if (error e = impl_->run(k, request.view(), p, false, reader)) return e;
    return r;
}

result<record> client::select(const key& k, std::span<const std::string> bin_names,
                              const read_policy& policy) {
    if (error e = check(k, policy)) return e;
    if (error e = command::check_bin_names(bin_names, impl_->config.strict_types)) return e;
    const effective_policy p = command::resolve(policy, impl_->groups.read);
    wire::buffer request;
    command::write_select(k, bin_names, p, request);

    record r{.key = k, .metadata = {}, .bins = {}};
    const command::deserializer_choice deserializer(impl_->config.serialization);
    // A name that is asked for twice is answered twice.
    command::bins_reader reader(impl_->decoding_for(p, deserializer), r.metadata, r.bins, true);
    if (error e = impl_->run(k, request.view(), p, false, reader)) return e;
    return r;
}

result<std::optional<record_metadata>> client::exists(const key& k, const read_policy& policy) {
    if (error e = check(k, policy)) return e;
    const effective_policy p = command::resolve(policy, impl_->groups.read);
    wire::buffer request;
    command::write_exists(k, p, request);
    command::metadata_reader reader(impl_->driver->now_s());
    if (error e = impl_->run(k, request.view(), p, false, reader)) {
        if (e == result_code::record_not_found) return std::optional<record_metadata>();
        return e;
    }
    return std::optional(reader.metadata);
}

result<record_metadata> client::put(const key& k, const bins& b, const write_policy& policy) {
    if (error e = check(k, policy)) return e;
    if (error e = command::check_bins(b, impl_->config.strict_types)) return e;
    const effective_policy p = command::resolve(policy, impl_->groups.write);
    const command::serializer_choice serializer(impl_->config.serialization, p.serializer);
    small_list<command::bin_to_write> sent(b.size());
    command::serializer_choice::copies memory;
    error why;
    std::size_t i = 0;
    for (const bin& each : b) {
        sent[i++] = {.name = each.name, .content = serializer.prepare(each.value, memory, why)};
        if (why) return command::blame(why, "bins[\"" + each.name + "\"]");
    }
    wire::buffer request;
    command::write_put(k, sent.view(), p, request);
    command::metadata_reader reader(impl_->driver->now_s());
    if (error e = impl_->run(k, request.view(), p, true, reader)) return e;
    return reader.metadata;
}

result<void> client::remove(const key& k, const remove_policy& policy) {
    if (error e = check(k, policy)) return e;
    const effective_policy p = command::resolve(policy, impl_->groups.remove);
    wire::buffer request;
    command::write_remove(k, p, request);
    command::metadata_reader reader(impl_->driver->now_s());
    if (error e = impl_->run(k, request.view(), p, true, reader)) return e;
    return {};
}

result<void> client::remove_bin(const key& k, std::span<const std::string> bin_names,
                                const write_policy& policy) {
    if (error e = check(k, policy)) return e;
    if (error e = command::check_bin_names(bin_names, impl_->config.strict_types)) return e;
    const effective_policy p = command::resolve(policy, impl_->groups.write);
    const value nil;
    small_list<command::bin_to_write> sent(bin_names.size());
    for (std::size_t i = 0; i < bin_names.size(); ++i)
        sent[i] = {.name = bin_names[i], .content = &nil};
    wire::buffer request;
    command::write_put(k, sent.view(), p, request);
    command::metadata_reader reader(impl_->driver->now_s());
    if (error e = impl_->run(k, request.view(), p, true, reader)) return e;
    return {};
}

// ---- operations

error client::impl::operate(const key& k, std::span<const operation> operations,
                            const effective_policy& p, conversation::reply_reader& reader) {
    if (error e = command::check_operations(operations, config.strict_types)) return e;
    const command::serializer_choice serializer(config.serialization, std::nullopt);
    small_list<command::operation_to_write> sent(operations.size());
    command::serializer_choice::copies memory;
    std::vector<std::unique_ptr<operation::call>> calls;
    bool is_write = false;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const operation& o = operations[i];
        is_write = is_write || o.is_write();
        sent[i].what = &o;
        error why;
        if (const auto& call = o.collection_call()) {
            sent[i].call = &*call;
            if (serializer.needs_work(*call)) {
                calls.push_back(std::make_unique<operation::call>(*call));
                why = serializer.prepare(*calls.back());
                sent[i].call = calls.back().get();
            }
        } else if (o.type() == wire::operation_type::write || !o.argument().is_nil()) {
            sent[i].argument = serializer.prepare(o.argument(), memory, why);
        }
        if (why) return command::blame(why, "operations[" + std::to_string(i) + "]");
    }
    wire::buffer request;
    command::write_operate(k, sent.view(), p, request);
    return run(k, request.view(), p, is_write, reader);
}

result<record> client::operate(const key& k, std::span<const operation> operations,
                               const operate_policy& policy) {
    if (error e = check(k, policy)) return e;
    const effective_policy p = command::resolve(policy, impl_->groups.operate);
    record r{.key = k, .metadata = {}, .bins = {}};
    const command::deserializer_choice deserializer(impl_->config.serialization);
    command::bins_reader reader(impl_->decoding_for(p, deserializer), r.metadata, r.bins, true);
    if (error e = impl_->operate(k, operations, p, reader)) return e;
    return r;
}

result<ordered_record> client::operate_ordered(const key& k, std::span<const operation> operations,
                                               const operate_policy& policy) {
    if (error e = check(k, policy)) return e;
    const effective_policy p = command::resolve(policy, impl_->groups.operate);
    ordered_record r{.key = k, .metadata = {}, .results = {}};
    const command::deserializer_choice deserializer(impl_->config.serialization);
    command::bins_reader reader(impl_->decoding_for(p, deserializer), r.metadata, r.results);
    if (error e = impl_->operate(k, operations, p, reader)) return e;
    return r;
}

// A command of one operation that answers the record's metadata.
result<record_metadata> client::impl::operate_one(const key& k, const operation& o,
                                                  const operate_policy& policy) {
    if (error e = check(k, policy)) return e;
    const effective_policy p = command::resolve(policy, groups.operate);
    command::metadata_reader reader(driver->now_s());
    if (error e = operate(k, {&o, 1}, p, reader)) return e;
    return reader.metadata;
}

result<record_metadata> client::touch(const key& k, std::uint32_t ttl_s,
                                      const operate_policy& policy) {
    return impl_->operate_one(k, operation::touch(ttl_s), policy);
}

namespace {

// What operation's constructors throw at, as an error.
template <class Make>
result<operation> made(std::string_view argument, Make make) {
    try {
        return make();
    } catch (const std::invalid_argument& e) {
        return command::wrong(std::string(argument), e.what());
    }
}

}  // namespace

result<record_metadata> client::append(const key& k, std::string_view bin, value suffix,
                                       const operate_policy& policy) {
    const auto o =
        made("suffix", [&] { return operation::append(std::string(bin), std::move(suffix)); });
    if (!o) return o.error();
    return impl_->operate_one(k, *o, policy);
}

result<record_metadata> client::prepend(const key& k, std::string_view bin, value prefix,
                                        const operate_policy& policy) {
    const auto o =
        made("prefix", [&] { return operation::prepend(std::string(bin), std::move(prefix)); });
    if (!o) return o.error();
    return impl_->operate_one(k, *o, policy);
}

result<record_metadata> client::increment(const key& k, std::string_view bin, value by,
                                          const operate_policy& policy) {
    const auto o =
        made("by", [&] { return operation::increment(std::string(bin), std::move(by)); });
    if (!o) return o.error();
    return impl_->operate_one(k, *o, policy);
}

}  // namespace spikelet
