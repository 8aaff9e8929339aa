// Logs and their levels (chapter 03 §6). There is one log, the standard error output of a server in
// the foreground; the levels are kept for who asks.
#include "info/families.hpp"
#include "info/memory.hpp"

#include <array>

namespace spikelet::mock::info {
namespace {

constexpr std::string_view contexts[] = {
    "misc",         "alloc",     "arenax",     "hardware",    "msg",          "os",
    "secrets",      "socket",    "tls",        "vault",       "vmapx",        "xmem",
    "aggr",         "appeal",    "as",         "audit",       "batch",        "batch-sub",
    "bin",          "config",    "clustering", "deprecation", "drv-mem",      "drv_pmem",
    "drv_ssd",      "exchange",  "exp",        "fabric",      "flat",         "geo",
    "hb",           "health",    "hlc",        "index",       "info",         "info-command",
    "key-busy",     "migrate",   "mrt-audit",  "mrt-monitor", "namespace",    "nsup",
    "particle",     "partition", "proto",      "proxy",       "proxy-divert", "query",
    "record",       "roster",    "rw",         "rw-client",   "security",     "service",
    "service-list", "sindex",    "skew",       "smd",         "storage",      "truncate",
    "tsvc",         "udf",       "xdr",        "xdr-client",  "masking",
};
static_assert(std::size(contexts) <= log_context_count_max);

struct level_name {
    log_level level;
    std::string_view upper;
    std::string_view lower;
};
constexpr level_name levels[] = {
    {log_level::critical, "CRITICAL", "critical"},
    {log_level::warning, "WARNING", "warning"},
    {log_level::info, "INFO", "info"},
    {log_level::debug, "DEBUG", "debug"},
    {log_level::detail, "DETAIL", "detail"},
};

std::optional<std::size_t> find_context(std::string_view name) {
    for (std::size_t i = 0; i < std::size(contexts); ++i) {
        if (contexts[i] == name) return i;
    }
    return std::nullopt;
}

std::optional<log_level> find_level(std::string_view text) {
    for (const level_name& l : levels) {
        if (text == l.lower || text == l.upper) return l.level;
    }
    return std::nullopt;
}

void put_level(const request& r, std::size_t context) {
    const log_level level =
        r.cluster.info_memory().log_levels[context].load(std::memory_order_relaxed);
    for (const level_name& l : levels) {
        if (l.level == level) return put(r.out, contexts[context], ':', l.upper);
    }
}

void put_levels(const request& r) {
    for (std::size_t i = 0; i < std::size(contexts); ++i) {
        if (i != 0) put(r.out, ';');
        put_level(r, i);
    }
}

bool is_only_log(std::string_view id) {
    return id == "0";
}

}  // namespace

void logs(const request& r) {
    put(r.out, "0:stderr");
}

// `log`, `log/ID`, `log/ID/CONTEXT`, or `log:id=ID`: the two forms have errors of their own.
void log(const request& r) {
    if (r.separator == '/') {
        std::string_view rest = r.arguments;
        const std::string_view id = take_argument(rest);
        if (!is_only_log(id)) return put(r.out, "ERROR::bad-id");
        const std::string_view name = take_argument(rest);
        if (name.empty()) return put_levels(r);
        const auto context = find_context(name);
        if (!context) return put(r.out, "ERROR::bad-context");
        return put_level(r, *context);
    }
    const auto id = find_parameter(r.arguments, "id");
    if (id && !is_only_log(id->value.value_or(""))) return put(r.out, "ERROR:4:bad sink-id");
    put_levels(r);
}

void log_set(const request& r) {
    const auto id = find_parameter(r.arguments, "id");
    if (!id) return put(r.out, "ERROR:4:missing id");
    constexpr std::string_view refusal = "ERROR:4:bad parameter";
    if (!is_only_log(id->value.value_or(""))) return put(r.out, refusal);
    std::string_view rest = r.arguments;
    while (const auto p = take_parameter(rest)) {
        if (p->name == "id") continue;
        const auto level = find_level(p->value.value_or(""));
        const auto context = find_context(p->name);
        if (!level || (!context && p->name != "any")) return put(r.out, refusal);
        auto& kept = r.cluster.info_memory().log_levels;
        for (std::size_t i = 0; i < std::size(contexts); ++i) {
            if (!context || i == *context) kept[i].store(*level, std::memory_order_relaxed);
        }
        return put(r.out, "ok");
    }
    put(r.out, refusal);
}

// What would go to the log only.
void log_message(const request&) {}
void written_to_log(const request& r) {
    put(r.out, "ok");
}

}  // namespace spikelet::mock::info
