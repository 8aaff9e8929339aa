#include "command/checks.hpp"

namespace spikelet::command {
namespace {

std::string quoted(std::string_view text) {
    return "'" + std::string(text) + "'";
}

std::string too_long(std::string_view what, std::string_view name, std::size_t max) {
    return std::string(what) + " " + quoted(name) + " has " + std::to_string(name.size()) +
           " bytes, at most " + std::to_string(max) + " are allowed";
}

// The value of a bin itself: what is inside of lists and maps may be more.
error check_bin_value(const value& v, std::string_view argument) {
    switch (v.kind()) {
        case value_kind::integer:
            if (!v.is_unsigned()) return {};
            return wrong(std::string(argument),
                         to_string(v) + " does not fit: integers have 64 bits and a sign");
        case value_kind::wildcard:
        case value_kind::infinity:
        case value_kind::extension:
            return wrong(std::string(argument), "a bin holds no " + std::string(name(v.kind())) +
                                                    ", which is only for comparisons");
        default:
            return {};
    }
}

}  // namespace

error wrong(std::string argument, std::string message) {
    return {client_errc::parameter,
            {.message = std::move(message), .argument = std::move(argument)}};
}

error blame(const error& e, std::string argument) {
    return {static_cast<client_errc>(e.number()),
            {.message = e.message(), .argument = std::move(argument)}};
}

error check_key(const key& k) {
    const std::string& ns = k.namespace_name();
    if (ns.empty()) return wrong("key", "the namespace of the key is empty");
    if (ns.size() > namespace_size_max) {
        return wrong("key", too_long("namespace", ns, namespace_size_max));
    }
    if (k.set().size() > set_size_max) return wrong("key", too_long("set", k.set(), set_size_max));
    return {};
}

error check_bin_name(std::string_view name, std::string_view argument, bool strict) {
    // Longer ones do not fit into the protocol.
    const std::size_t size_max = strict ? wire::bin_name_size_max : 255;
    if (name.size() > size_max) {
        return wrong(std::string(argument), too_long("bin name", name, size_max));
    }
    if (!strict) return {};
    if (name.empty()) return wrong(std::string(argument), "a bin name is empty");
    if (name.find('\0') != std::string_view::npos) {
        return wrong(std::string(argument), "bin name " + quoted(name) + " contains a zero byte");
    }
    return {};
}

error check_bins(const bins& b, bool strict) {
    if (b.empty()) return wrong("bins", "there are no bins; a record has at least one");
    if (b.size() > bins_max) {
        return wrong("bins", std::to_string(b.size()) + " bins; a record has at most " +
                                 std::to_string(bins_max));
    }
    for (const bin& each : b) {
        if (auto e = check_bin_name(each.name, "bins", strict)) return e;
        const value_kind kind = each.value.kind();
        if (kind == value_kind::integer || kind >= value_kind::wildcard) {
            if (auto e = check_bin_value(each.value, "bins[\"" + each.name + "\"]")) return e;
        }
    }
    return {};
}

error check_bin_names(std::span<const std::string> names, bool strict) {
    if (names.empty()) return wrong("bin_names", "there are no bin names");
    if (names.size() > bins_max) {
        return wrong("bin_names", std::to_string(names.size()) +
                                      " bin names; a record has at most " +
                                      std::to_string(bins_max) + " bins");
    }
    for (const std::string& name : names) {
        if (auto e = check_bin_name(name, "bin_names", strict)) return e;
    }
    return {};
}

error check_operations(std::span<const operation> operations, bool strict) {
    if (operations.empty()) return wrong("operations", "there are no operations");
    if (operations.size() > operations_max) {
        return wrong("operations", std::to_string(operations.size()) +
                                       " operations; a command has at most " +
                                       std::to_string(operations_max));
    }
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const operation& o = operations[i];
        const auto argument = [i] { return "operations[" + std::to_string(i) + "]"; };
        using wire::operation_type;
        const bool takes_bin =
            o.type() != operation_type::touch && o.type() != operation_type::delete_all;
        const bool reads_all = o.type() == operation_type::read && o.bin().empty();
        if (takes_bin && !reads_all) {
            if (auto e = check_bin_name(o.bin(), argument(), strict)) return e;
        }
        if (auto e = check_bin_value(o.argument(), argument())) return e;
    }
    return {};
}

}  // namespace spikelet::command
