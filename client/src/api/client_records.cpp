// Calls on one record: prepare, run, decode.
#include "api/client_impl.hpp"

namespace spikelet {

command::decoding client::impl::decoding_for(const command::prepared& p,
                                             const command::deserializer_choice& d) const {
    return {.now_s = driver->now_s(), .unpack = p.policy.deserialize, .deserializer = &d};
}

result<record_metadata> client::impl::run_for_metadata(const key& k, wire::bytes_view request,
                                                       const command::prepared& p) {
    command::metadata_reader reader(driver->now_s());
    if (error e = run(k, request, p, reader)) return e;
    return reader.metadata;
}

result<record> client::impl::run_for_bins(const key& k, wire::bytes_view request,
                                          const command::prepared& p, bool names_repeat) {
    record r{.key = k, .metadata = {}, .bins = {}};
    const command::deserializer_choice deserializer(config.serialization);
    command::bins_reader reader(decoding_for(p, deserializer), r.metadata, r.bins, names_repeat);
    if (error e = run(k, request, p, reader)) return e;
    return r;
}

result<record> client::get(const key& k, const read_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.get(k, policy, request, p)) return e;
    return impl_->run_for_bins(k, request.view(), p, false);
}

result<record> client::select(const key& k, std::span<const std::string> bin_names,
                              const read_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.select(k, bin_names, policy, request, p)) return e;
    // A name that is asked for twice is answered twice.
    return impl_->run_for_bins(k, request.view(), p, true);
}

result<std::optional<record_metadata>> client::exists(const key& k, const read_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.exists(k, policy, request, p)) return e;
    const auto found = impl_->run_for_metadata(k, request.view(), p);
    if (found) return std::optional(*found);
    if (found.error() == result_code::record_not_found) return std::optional<record_metadata>();
    return found.error();
}

result<record_metadata> client::put(const key& k, const bins& b, const write_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.put(k, b, policy, request, p)) return e;
    return impl_->run_for_metadata(k, request.view(), p);
}

result<void> client::remove(const key& k, const remove_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.remove(k, policy, request, p)) return e;
    const auto done = impl_->run_for_metadata(k, request.view(), p);
    return done ? result<void>() : done.error();
}

result<void> client::remove_bin(const key& k, std::span<const std::string> bin_names,
                                const write_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.remove_bin(k, bin_names, policy, request, p)) return e;
    const auto done = impl_->run_for_metadata(k, request.view(), p);
    return done ? result<void>() : done.error();
}

// ---- operations

result<record> client::operate(const key& k, std::span<const operation> operations,
                               const operate_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.operate(k, operations, policy, request, p)) return e;
    return impl_->run_for_bins(k, request.view(), p, true);
}

result<ordered_record> client::operate_ordered(const key& k, std::span<const operation> operations,
                                               const operate_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.operate(k, operations, policy, request, p)) return e;
    ordered_record r{.key = k, .metadata = {}, .results = {}};
    const command::deserializer_choice deserializer(impl_->config.serialization);
    command::bins_reader reader(impl_->decoding_for(p, deserializer), r.metadata, r.results);
    if (error e = impl_->run(k, request.view(), p, reader)) return e;
    return r;
}

result<record_metadata> client::touch(const key& k, std::uint32_t ttl_s,
                                      const operate_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.touch(k, ttl_s, policy, request, p)) return e;
    return impl_->run_for_metadata(k, request.view(), p);
}

result<record_metadata> client::append(const key& k, std::string_view bin, value suffix,
                                       const operate_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.append(k, bin, std::move(suffix), policy, request, p)) return e;
    return impl_->run_for_metadata(k, request.view(), p);
}

result<record_metadata> client::prepend(const key& k, std::string_view bin, value prefix,
                                        const operate_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.prepend(k, bin, std::move(prefix), policy, request, p)) return e;
    return impl_->run_for_metadata(k, request.view(), p);
}

result<record_metadata> client::increment(const key& k, std::string_view bin, value by,
                                          const operate_policy& policy) {
    wire::buffer request;
    command::prepared p;
    if (error e = impl_->prepare.increment(k, bin, std::move(by), policy, request, p)) return e;
    return impl_->run_for_metadata(k, request.view(), p);
}

}  // namespace spikelet
