// get-config and set-config (chapter 03 §6).
#include "info/families.hpp"
#include "info/memory.hpp"
#include "info/settings.hpp"

namespace spikelet::mock::info {
namespace {

std::optional<std::string_view> context(const request& r) {
    return text_parameter(r, "context", parameter_size_max);
}

setting_scope scope_of(const request& r) {
    return {.cluster = r.cluster, .self = r.self};
}

void show_service(const request& r) {
    show_settings(service_settings(), r.cluster.info_memory().service, scope_of(r), r.out);
}
void show_network(const request& r) {
    show_settings(network_settings(), r.cluster.info_memory().network, scope_of(r), r.out);
}

// Items end in `;`, the last one does not.
void drop_last_separator(wire::buffer& out) {
    out.truncate(out.size() - 1);
}

// Changes what the first parameter that names a setting asks for: a server takes one a command.
// Others are no error as long as there is one.
bool change_one(const request& r, std::span<const setting> settings, changed_settings& changed,
                const setting_scope& scope) {
    std::string_view rest = r.arguments;
    while (const auto p = take_parameter(rest)) {
        const setting* const s = find_setting(settings, p->name);
        if (s != nullptr) return p->value && change_setting(*s, *p->value, changed, scope);
    }
    return false;
}

bool change_namespace(const request& r, std::size_t index) {
    setting_scope scope = scope_of(r);
    scope.namespace_index = index;
    changed_settings& changed = r.cluster.info_memory().namespaces[index];
    const auto set = find_parameter(r.arguments, "set");
    if (!set) return change_one(r, namespace_settings_table(), changed, scope);
    if (!set->value || set->value->empty()) return false;
    set_table& sets = scope.store().sets();
    const auto id = sets.find_or_make(*set->value);
    if (!id) return false;
    scope.set = &sets[*id];
    return change_one(r, set_settings(), changed, scope);
}

}  // namespace

void show_namespace_settings(const request& r, std::size_t namespace_index) {
    setting_scope scope = scope_of(r);
    scope.namespace_index = namespace_index;
    show_settings(namespace_settings_table(), r.cluster.info_memory().namespaces[namespace_index],
                  scope, r.out);
    drop_last_separator(r.out);
}

void get_config(const request& r) {
    if (r.arguments.empty()) {
        show_service(r);
        show_network(r);
        return drop_last_separator(r.out);
    }
    const auto name = context(r);
    if (!name) return;
    if (*name == "service") {
        show_service(r);
        drop_last_separator(r.out);
    } else if (*name == "network") {
        show_network(r);
        drop_last_separator(r.out);
    } else if (*name == "namespace") {
        if (const auto index = known_namespace(r)) show_namespace_settings(r, *index);
    } else if (*name != "security" && *name != "xdr") {  // of these a server has no settings
        put(r.out, "ERROR:4:invalid context");
    }
}

void set_config(const request& r) {
    const auto name = context(r);
    if (!name) return;
    bool changed = false;
    memory& remembered = r.cluster.info_memory();
    if (*name == "service") {
        changed = change_one(r, service_settings(), remembered.service, scope_of(r));
    } else if (*name == "network") {
        changed = change_one(r, network_settings(), remembered.network, scope_of(r));
    } else if (*name == "namespace") {
        const auto index = known_namespace(r);
        if (!index) return;
        changed = change_namespace(r, *index);
    } else if (*name == "security" || *name == "xdr") {
        if (!r.cluster.is_enterprise()) return put(r.out, "ERROR:25:enterprise only");
    } else {
        return put(r.out, "ERROR:4:invalid context");
    }
    put(r.out, changed ? "ok" : "ERROR:4:invalid set-config parameter");
}

}  // namespace spikelet::mock::info
