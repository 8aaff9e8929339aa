#include <spikelet/mock/config_json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace spikelet::mock {
namespace {

using json = nlohmann::json;

// At most 80 bytes of a text from the document, without half a character at the end.
std::string shortened(std::string_view text) {
    constexpr std::size_t size_max = 80;
    if (text.size() <= size_max) return std::string(text);
    std::size_t size = size_max;
    while ((static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    return std::string(text.substr(0, size)) + "...";
}

[[noreturn]] void refuse(const std::string& path, const json& value, const std::string& allowed) {
    throw std::invalid_argument(path + ": " + shortened(value.dump()) + " is not allowed; it is " +
                                allowed);
}

bool read_bool(const std::string& path, const json& v) {
    if (!v.is_boolean()) refuse(path, v, "true or false");
    return v.get<bool>();
}

std::string read_text(const std::string& path, const json& v) {
    if (!v.is_string()) refuse(path, v, "text");
    return v.get<std::string>();
}

struct unit {
    char suffix;
    std::uint64_t factor;
};
constexpr unit time_units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
constexpr unit size_units[] = {
    {'k', 1ull << 10}, {'m', 1ull << 20}, {'g', 1ull << 30}, {'t', 1ull << 40}};

// A number, or text of digits and one of the suffixes.
template <class Units>
std::uint64_t read_number(const std::string& path, const json& v, std::uint64_t max,
                          const Units& units, const std::string& allowed) {
    if (v.is_number_unsigned()) {
        const auto n = v.get<std::uint64_t>();
        if (n > max) refuse(path, v, "at most " + std::to_string(max));
        return n;
    }
    if (!v.is_string()) refuse(path, v, allowed);
    const auto text = v.get<std::string>();
    std::uint64_t n = 0;
    std::size_t i = 0;
    for (; i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0; ++i) {
        const auto digit = static_cast<std::uint64_t>(text[i] - '0');
        if (n > (max - digit) / 10) refuse(path, v, "at most " + std::to_string(max));
        n = n * 10 + digit;
    }
    if (i == 0) refuse(path, v, allowed);
    if (i == text.size()) return n;
    const char suffix = static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
    for (const unit& u : units) {
        if (i + 1 != text.size() || u.suffix != suffix) continue;
        if (n > max / u.factor) refuse(path, v, "at most " + std::to_string(max));
        return n * u.factor;
    }
    refuse(path, v, allowed);
}

constexpr std::uint64_t max32 = std::numeric_limits<std::uint32_t>::max();
constexpr unit no_units[] = {{'\0', 1}};

std::uint32_t read_count(const std::string& path, const json& v) {
    return static_cast<std::uint32_t>(
        read_number(path, v, max32, no_units, "a whole number that is not negative"));
}
std::uint32_t read_seconds(const std::string& path, const json& v) {
    return static_cast<std::uint32_t>(read_number(
        path, v, max32, time_units, "seconds, or text such as \"10m\", \"24h\", \"30d\""));
}
std::uint64_t read_bytes(const std::string& path, const json& v, std::uint64_t max = 1ull << 50) {
    return read_number(path, v, max, size_units, "bytes, or text such as \"512K\", \"1M\", \"4G\"");
}

// Edits that turn one name into the other; small for a typing mistake.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t up = row[j];
            row[j] =
                std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1] ? 1 : 0)});
            diagonal = up;
        }
    }
    return row[b.size()];
}

template <class Target>
struct key_entry {
    std::string_view key;
    void (*read)(Target& target, const std::string& path, const json& v);
};

using ns = namespace_config;
constexpr key_entry<ns> namespace_keys[] = {
    {"name", [](ns& t, const std::string& p, const json& v) { t.name = read_text(p, v); }},
    {"replication-factor",
     [](ns& t, const std::string& p, const json& v) { t.replication_factor = read_count(p, v); }},
    {"default-ttl",
     [](ns& t, const std::string& p, const json& v) { t.default_ttl_s = read_seconds(p, v); }},
    {"max-ttl",
     [](ns& t, const std::string& p, const json& v) { t.max_ttl_s = read_seconds(p, v); }},
    {"nsup-period",
     [](ns& t, const std::string& p, const json& v) { t.nsup_period_s = read_seconds(p, v); }},
    {"allow-ttl-without-nsup", [](ns& t, const std::string& p,
                                  const json& v) { t.allow_ttl_without_nsup = read_bool(p, v); }},
    {"max-record-size",
     [](ns& t, const std::string& p, const json& v) {
         t.max_record_size = static_cast<std::uint32_t>(read_bytes(p, v, max32));
     }},
    {"data-size",
     [](ns& t, const std::string& p, const json& v) { t.data_size = read_bytes(p, v); }},
    {"stop-writes-used-pct",
     [](ns& t, const std::string& p, const json& v) { t.stop_writes_used_pct = read_count(p, v); }},
    {"stop-writes",
     [](ns& t, const std::string& p, const json& v) { t.stop_writes = read_bool(p, v); }},
    {"default-read-touch-ttl-pct",
     [](ns& t, const std::string& p, const json& v) {
         t.default_read_touch_ttl_pct = read_count(p, v);
     }},
    {"apply-ttl-reductions",
     [](ns& t, const std::string& p, const json& v) { t.apply_ttl_reductions = read_bool(p, v); }},
    {"disallow-null-setname",
     [](ns& t, const std::string& p, const json& v) { t.disallow_null_setname = read_bool(p, v); }},
    {"reject-non-xdr-writes",
     [](ns& t, const std::string& p, const json& v) { t.reject_non_xdr_writes = read_bool(p, v); }},
    {"reject-xdr-writes",
     [](ns& t, const std::string& p, const json& v) { t.reject_xdr_writes = read_bool(p, v); }},
    {"strong-consistency",
     [](ns& t, const std::string& p, const json& v) { t.strong_consistency = read_bool(p, v); }},
};

template <class Target, std::size_t Size>
[[noreturn]] void refuse_key(const std::string& path, const std::string& key,
                             const key_entry<Target> (&keys)[Size]) {
    constexpr std::size_t typing_mistakes_max = 3;
    const std::string shown = shortened(key);
    const auto mistakes = [&](const key_entry<Target>& k) { return distance(k.key, shown); };
    const auto& nearest = *std::ranges::min_element(keys, {}, mistakes);
    std::string text = path + shown + ": no such key; ";
    if (mistakes(nearest) <= typing_mistakes_max) {
        text += "did you mean " + std::string(nearest.key) + "?";
    } else {
        text += "the keys are";
        for (const auto& k : keys) {
            text += (&k == keys ? " " : ", ") + std::string(k.key);
        }
    }
    throw std::invalid_argument(text);
}

template <class Target, std::size_t Size>
void read_object(Target& target, const std::string& path, const json& document,
                 const key_entry<Target> (&keys)[Size]) {
    for (const auto& [key, value] : document.items()) {
        const auto* found = std::ranges::find(keys, key, &key_entry<Target>::key);
        if (found != std::end(keys)) {
            found->read(target, path + key, value);
            continue;
        }
        refuse_key(path, key, keys);
    }
}

using cc = cluster_config;
void read_namespaces(cc& t, const std::string& path, const json& v) {
    if (!v.is_array()) refuse(path, v, "a list of namespaces");
    t.namespaces.clear();
    for (std::size_t i = 0; i < v.size(); ++i) {
        const std::string at = path + "[" + std::to_string(i) + "]";
        if (!v[i].is_object()) refuse(at, v[i], "an object such as {\"name\": \"test\"}");
        read_object(t.namespaces.emplace_back(), at + ".", v[i], namespace_keys);
    }
}

constexpr key_entry<cc> cluster_keys[] = {
    {"nodes", [](cc& t, const std::string& p, const json& v) { t.nodes = read_count(p, v); }},
    {"cluster-name",
     [](cc& t, const std::string& p, const json& v) { t.cluster_name = read_text(p, v); }},
    {"personality",
     [](cc& t, const std::string& p, const json& v) {
         if (v == "community") {
             t.personality = personality::community;
         } else if (v == "enterprise") {
             t.personality = personality::enterprise;
         } else {
             refuse(p, v, "\"community\" or \"enterprise\"");
         }
     }},
    {"clock",
     [](cc& t, const std::string& p, const json& v) {
         for (const clock_mode m : {clock_mode::real, clock_mode::automatic, clock_mode::manual}) {
             if (v == std::string(name(m))) {
                 t.clock = m;
                 return;
             }
         }
         refuse(p, v, "\"real\", \"auto\" or \"manual\"");
     }},
    {"seed",
     [](cc& t, const std::string& p, const json& v) {
         if (!v.is_number_unsigned()) refuse(p, v, "a whole number that is not negative");
         t.seed = v.get<std::uint64_t>();
     }},
    {"disable-udf-execution",
     [](cc& t, const std::string& p, const json& v) { t.disable_udf_execution = read_bool(p, v); }},
    {"batch-max-requests",
     [](cc& t, const std::string& p, const json& v) { t.batch_max_requests = read_count(p, v); }},
    {"namespaces", read_namespaces},
};

// Any valid document is flatter.
constexpr int depth_max = 8;

json parse(std::string_view text) {
    bool too_deep = false;
    std::array<std::set<std::string>, depth_max + 2> keys;  // seen so far, by depth
    const json::parser_callback_t watch = [&](int depth, json::parse_event_t event, json& parsed) {
        too_deep |= depth > depth_max;
        if (too_deep) return false;
        const auto at = static_cast<std::size_t>(depth);
        if (event == json::parse_event_t::object_start) keys[at + 1].clear();
        if (event == json::parse_event_t::key &&
            !keys[at].insert(parsed.get<std::string>()).second) {
            throw std::invalid_argument(shortened(parsed.get<std::string>()) +
                                        ": given twice; each key is given once");
        }
        return true;
    };
    json document;
    try {
        document = json::parse(text, watch);
    } catch (const json::exception& e) {
        std::string_view what = e.what();  // "[json.exception.parse_error.101] parse error at …"
        if (const auto end = what.find("] "); end != what.npos) what.remove_prefix(end + 2);
        throw std::invalid_argument("not JSON: " + std::string(what));
    }
    if (too_deep) throw std::invalid_argument("nested too deeply for a configuration");
    if (!document.is_object()) {
        throw std::invalid_argument("a configuration is a JSON object, such as {\"nodes\": 3}");
    }
    return document;
}

}  // namespace

cluster_config parse_config_json(std::string_view text, const cluster_config& defaults) {
    cluster_config config = defaults;
    read_object(config, "", parse(text), cluster_keys);
    validate(config);
    return config;
}

}  // namespace spikelet::mock
