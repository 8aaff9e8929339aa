#include "command/reply.hpp"

#include <spikelet/wire/particle.hpp>

#include <iterator>
#include <string_view>
#include <unordered_map>

namespace spikelet::command {
namespace {

constexpr std::size_t searched_results_max = 32;

}  // namespace

record_metadata metadata_of(const wire::message_header& h, std::uint32_t now_s) {
    record_metadata m{.generation = h.generation, .ttl_s = std::nullopt};
    // A record that is due and not yet removed has a second left (chapter 01 §12).
    if (h.record_ttl != 0) m.ttl_s = h.record_ttl > now_s ? h.record_ttl - now_s : 1;
    return m;
}

bool metadata_reader::read(const wire::message_view& reply, std::string&) {
    metadata = metadata_of(reply.header, now_s_);
    return true;
}

bool decode(const decoding& d, const wire::operation_view& op, value& out, std::string& why) {
    const bool is_collection =
        op.particle == wire::particle_type::list || op.particle == wire::particle_type::map;
    if (is_collection && !d.unpack) {
        out = value::blob(op.value, op.particle);
        return true;
    }
    const auto bad = wire::decode_particle(op.particle, op.value, out);
    if (bad != wire::particle_errc::ok) {
        why = "bin '" + std::string(op.bin) + "': " + std::string(wire::explain(bad));
        return false;
    }
    if (d.deserializer != nullptr && *d.deserializer) {
        d.deserializer->apply(out);
    }
    return true;
}

bool bins_reader::read(const wire::message_view& reply, std::string& why) {
    metadata_ = metadata_of(reply.header, decoding_.now_s);
    const auto operations = reply.operations();
    if (results_ != nullptr) {
        results_->clear();
        results_->reserve(operations.size());
        for (const wire::operation_view op : operations) {
            bin& result = results_->emplace_back();
            result.name = op.bin;
            if (!decode(decoding_, op, result.value, why)) return false;
        }
        return true;
    }
    bins_->clear();
    bins_->reserve(operations.size());
    // Where each name is, for replies with so many results that looking for each would take long.
    std::unordered_map<std::string_view, value*> places;
    const bool uses_places = names_repeat_ && operations.size() > searched_results_max;
    for (const wire::operation_view op : operations) {
        value v;
        if (!decode(decoding_, op, v, why)) return false;
        if (uses_places) {
            value*& place = places[op.bin];
            if (place != nullptr) {
                *place = std::move(v);
                continue;
            }
            bins_->append(op.bin, std::move(v));
            place = &std::prev(bins_->end())->value;  // stays: there is room for all
        } else if (names_repeat_) {
            bins_->set(op.bin, std::move(v));
        } else {
            bins_->append(op.bin, std::move(v));
        }
    }
    return true;
}

}  // namespace spikelet::command
