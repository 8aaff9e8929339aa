#include "load/place.hpp"

#include <spikelet/wire/digest.hpp>

#include <array>

namespace spikelet::conformance {
namespace {

constexpr std::string_view key_forms =
    "a user key (text, number, {\"$bytes\": …}), or an object with key, set, ns, digest";

bool is_name_object(const nlohmann::json& j) {
    return j.is_object() &&
           (j.contains("key") || j.contains("digest") || j.contains("set") || j.contains("ns"));
}

// The user key of a record: what spikelet::key takes.
value user_key_from(const node& n) {
    value v = value_from_json(n.json(), n.path());
    try {
        const key checked("test", "", v);
    } catch (const std::invalid_argument&) {
        n.refuse(key_forms);
    }
    return v;
}

wire::digest digest_from(const node& n) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view accepted = "a digest as 40 hexadecimal digits";
    const std::string& text = n.text();
    wire::digest out{};
    if (text.size() != 2 * out.size()) n.refuse(accepted);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = digits.find(text[i]);
        if (digit == std::string_view::npos) n.refuse(accepted);
        auto& byte = out[i / 2];
        byte = static_cast<std::uint8_t>(byte << 4 | digit);
    }
    return out;
}

}  // namespace

record_name record_name::from_json(const node& n) {
    record_name out;
    if (!is_name_object(n.json())) {
        out.user_key_ = user_key_from(n);
        return out;
    }
    n.expect_keys({"key", "set", "ns", "digest"});
    if (const auto ns = n.find("ns")) out.namespace_ = ns->text();
    if (const auto set = n.find("set")) {
        if (set->json().is_object()) {
            set->expect_keys({"size"});
            out.choice_ = set_choice::filled;
            out.set_size_ = static_cast<std::size_t>(set->at("size").integer(32, 255));
        } else {
            out.set_ = set->text();
            out.choice_ = out.set_.empty() ? set_choice::none : set_choice::second;
        }
    }
    if (const auto digest = n.find("digest")) {
        if (n.find("key")) throw json_error(n.path(), "has both key and digest; one is accepted");
        out.digest_ = digest_from(*digest);
        return out;
    }
    const node user_key = n.at("key");
    out.user_key_ = user_key_from(user_key);
    if (out.choice_ == set_choice::none && out.user_key_.kind() != value_kind::string)
        user_key.refuse("text, because there is no set to keep the record apart from others");
    return out;
}

std::string record_name::set_name(const place& where) const {
    switch (choice_) {
        case set_choice::own:
            return where.set;
        case set_choice::second:
            return where.set + "_" + set_;
        case set_choice::filled: {
            std::string name = where.set;
            name.resize(set_size_, 'x');
            return name;
        }
        case set_choice::none:
            break;
    }
    return {};
}

key record_name::resolve(const place& where) const {
    const std::string ns = namespace_.value_or(where.namespace_name);
    if (digest_) return {ns, set_name(where), *digest_};
    if (choice_ == set_choice::none)
        return {ns, "", value(where.set + "/" + user_key_.as_string())};
    return {ns, set_name(where), user_key_};
}

std::string fill_in(std::string text, const place& where) {
    const auto replace = [&](std::string_view name, const std::string& by) {
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at))
            text.replace(at, name.size(), by);
    };
    replace("{ns}", where.namespace_name);
    replace("{set}", where.set);
    return text;
}

std::string name_in_case(const place& where, std::string_view name) {
    return where.set + "_" + std::string(name);
}

std::size_t set_number(std::string_view case_id) {
    return wire::compute_digest("", wire::particle_type::string, wire::as_bytes(case_id))[0] %
           set_count;
}

std::string set_of_case(std::string_view prefix, std::string_view case_id) {
    return std::string(prefix) + '_' + std::to_string(set_number(case_id));
}

}  // namespace spikelet::conformance
