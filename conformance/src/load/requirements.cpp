#include "load/requirements.hpp"

#include <algorithm>
#include <charconv>

namespace spikelet::conformance {
namespace {

// The number that `text` begins with, which is taken off together with the point behind it.
unsigned next_number(std::string_view& text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(error == std::errc() ? static_cast<std::size_t>(end - text.data())
                                            : text.size());
    if (text.starts_with('.')) text.remove_prefix(1);
    return number;
}

bool is_version(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos &&
           text.front() != '.' && text.back() != '.';
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

bool is_at_least(std::string_view version, std::string_view minimum) {
    while (!minimum.empty()) {
        const unsigned have = next_number(version);
        const unsigned want = next_number(minimum);
        if (have != want) return have > want;
    }
    return true;
}

requirements requirements::from_json(const node& n) {
    n.expect_keys({"edition", "server", "features", "targets", "nodes", "ttl"});
    requirements out;
    if (const auto e = n.find("edition")) {
        if (e->json() != "community" && e->json() != "enterprise")
            e->refuse("\"community\" or \"enterprise\"");
        out.edition = e->text();
    }
    if (const auto s = n.find("server")) {
        if (!s->json().is_string() || !is_version(s->text()))
            s->refuse("the earliest server version, such as \"7.1\"");
        out.server = s->text();
    }
    if (const auto f = n.find("features")) out.features = f->texts();
    if (const auto t = n.find("targets")) {
        out.targets = t->texts();
        for (const std::string& kind : out.targets) {
            if (kind != "direct" && kind != "tcp" && kind != "hosts")
                t->refuse("one or more of \"direct\", \"tcp\" and \"hosts\"");
        }
    }
    if (const auto c = n.find("nodes")) out.nodes = static_cast<std::size_t>(c->integer(1, 256));
    if (const auto t = n.find("ttl")) {
        if (t->json() != true) t->refuse("true, or nothing");
        out.ttl = true;
    }
    return out;
}

void requirements::add(const requirements& more) {
    if (more.edition) edition = more.edition;
    if (more.server) server = more.server;
    append(features, more.features);
    if (!more.targets.empty()) targets = more.targets;
    nodes = std::max(nodes, more.nodes);
    ttl = ttl || more.ttl;
}

std::optional<std::string> requirements::missing(const target_facts& target) const {
    if (edition && target.edition != *edition)
        return "needs the " + *edition + " edition, the target is " + target.edition;
    if (server && !is_at_least(target.build, *server))
        return "needs server " + *server + " or later, the target is " + target.build;
    for (const std::string& feature : features) {
        if (!target.features.contains(feature))
            return "needs the feature " + feature + ", which the target does not announce";
    }
    if (!targets.empty() &&
        std::find(targets.begin(), targets.end(), target.kind) == targets.end()) {
        std::vector<std::string_view> kinds(targets.begin(), targets.end());
        return "needs a target of kind " + alternatives(kinds) + ", this one is " + target.kind;
    }
    if (target.nodes < nodes)
        return "needs " + std::to_string(nodes) + " nodes, the target has " +
               std::to_string(target.nodes);
    if (ttl && target.tells("nsup-period", "0") && !target.tells("allow-ttl-without-nsup", "true"))
        return "needs a namespace that takes ttls: nsup-period above 0, or allow-ttl-without-nsup "
               "true";
    return std::nullopt;
}

}  // namespace spikelet::conformance
