#include "command/serializers.hpp"

#include <boost/core/demangle.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace spikelet::command {
namespace {

bool is_plain_blob(const value& v) {
    return v.kind() == value_kind::blob && v.blob_type() == wire::particle_type::blob;
}

// Entries of a map that says it is ordered by key go out in that order; a server refuses others.
bool is_unsorted(const value& v) {
    if (v.kind() != value_kind::map || (v.flags() & 1) == 0) return false;
    const value::map& entries = v.as_map();
    return !std::is_sorted(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return compare(a.first, b.first) < 0;
    });
}

void sort_by_key(value::map& entries) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) { return compare(a.first, b.first) < 0; });
}

value blob_of(std::string_view bytes) {
    return value::blob(wire::as_bytes(bytes));
}

std::string object_name(const value& v) {
    return "an object of type " + boost::core::demangle(v.as_object().type().name());
}

}  // namespace

serializer_choice::serializer_choice(const serializer_pair& own, std::optional<serializer> wanted)
    : own_(own), kind_(wanted.value_or(own.serialize ? serializer::user : serializer::built_in)) {
    if (kind_ != serializer::user) return;
    if (own_.serialize) {
        user_ = &own_.serialize;
    } else if ((shared_ = process_wide_serializers()) && shared_->serialize) {
        user_ = &shared_->serialize;
    }
}

serializer_choice::work serializer_choice::find_work(const value& v,
                                                     std::size_t levels_left) const {
    switch (v.kind()) {
        case value_kind::object:
            return work::some;
        case value_kind::blob:
            return kind_ == serializer::user && is_plain_blob(v) ? work::some : work::none;
        case value_kind::list: {
            if (levels_left == 0) return work::impossible;
            work found = work::none;
            for (const value& item : v.as_list())
                found = std::max(found, find_work(item, levels_left - 1));
            return found;
        }
        case value_kind::map: {
            if (levels_left == 0) return work::impossible;
            work found = work::none;
            for (const auto& [key, mapped] : v.as_map()) {
                found = std::max(found, find_work(key, levels_left - 1));
                found = std::max(found, find_work(mapped, levels_left - 1));
            }
            return found == work::none && is_unsorted(v) ? work::some : found;
        }
        default:
            return work::none;
    }
}

error serializer_choice::too_deep() {
    return {client_errc::serialization,
            {.message = "lists and maps are nested more than " + std::to_string(value_depth_max) +
                        " levels deep"}};
}

void serializer_choice::serialize(value& v) const {
    if (auto* items = v.get_if<value::list>()) {
        for (value& item : *items)
            serialize(item);
    } else if (auto* entries = v.get_if<value::map>()) {
        for (auto& [key, mapped] : *entries) {
            serialize(key);
            serialize(mapped);
        }
        if (is_unsorted(v)) sort_by_key(*entries);
    } else if (v.kind() == value_kind::object || (kind_ == serializer::user && is_plain_blob(v))) {
        switch (kind_) {
            case serializer::none:
                throw std::invalid_argument("serializer none is chosen, which refuses " +
                                            object_name(v));
            case serializer::json:
                throw std::invalid_argument("serializer json was never implemented by any client");
            case serializer::built_in:
                if (!v.as_object().has_codec()) {
                    throw std::invalid_argument("no codec<T> is specialised for " + object_name(v));
                }
                v = blob_of(v.as_object().encode());
                return;
            case serializer::user:
                if (user_ == nullptr) {
                    throw std::invalid_argument(
                        "serializer user is chosen, and no serializer is set");
                }
                v = blob_of((*user_)(v));
                return;
        }
    }
}

// What serializers throw becomes an error.
template <class Work>
error serializer_choice::guarded(Work work) {
    std::string message;
    try {
        work();
        return {};
    } catch (const std::exception& e) {
        message = e.what();
    } catch (...) {
        message = "the serializer threw something that is no std::exception";
    }
    return {client_errc::serialization, {.message = std::move(message)}};
}

const value* serializer_choice::prepare(const value& v, copies& memory, error& why) const {
    switch (find_work(v)) {
        case work::none:
            return &v;
        case work::impossible:
            why = too_deep();
            return nullptr;
        case work::some:
            break;
    }
    why = guarded([&] {
        memory.push_back(std::make_unique<value>(v));
        serialize(*memory.back());
    });
    return why ? nullptr : memory.back().get();
}

serializer_choice::work serializer_choice::find_work(const operation::call& call) const {
    work found = work::none;
    for (const value& argument : call.arguments)
        found = std::max(found, find_work(argument));
    for (const context_step& step : call.context)
        found = std::max(found, find_work(step.value));
    return found;
}

error serializer_choice::prepare(operation::call& call) const {
    return guarded([&] {
        for (value& argument : call.arguments)
            serialize(argument);
        for (context_step& step : call.context)
            serialize(step.value);
    });
}

deserializer_choice::deserializer_choice(const serializer_pair& own) {
    if (own.deserialize) {
        function_ = &own.deserialize;
    } else if ((shared_ = process_wide_serializers()) && shared_->deserialize) {
        function_ = &shared_->deserialize;
    }
}

void deserializer_choice::apply(value& v) const {
    if (auto* items = v.get_if<value::list>()) {
        for (value& item : *items)
            apply(item);
    } else if (auto* entries = v.get_if<value::map>()) {
        for (auto& [key, mapped] : *entries) {
            apply(key);
            apply(mapped);
        }
    } else if (is_plain_blob(v)) {
        try {
            v = (*function_)(v.as_bytes());
        } catch (...) {  // documented: the caller gets the blob
        }
    }
}

}  // namespace spikelet::command
