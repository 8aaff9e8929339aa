#include "load/calls.hpp"
#include "load/case.hpp"
#include "load/fill.hpp"

#include <spikelet/mock/config_json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace spikelet::conformance {
namespace {

constexpr std::string_view name_form = "a name of small letters, digits and _";

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

// The keys of one case that a file may state once for all of its cases.
struct shared_keys {
    std::vector<std::string> references;
    std::vector<std::string> tags;
    requirements requires_;
};

shared_keys shared_from_json(const node& n, shared_keys inherited) {
    if (const auto r = n.find("reference")) inherited.references = r->texts();
    if (const auto t = n.find("tags")) {
        for (std::string& tag : t->texts()) {
            if (!is_name(tag)) t->refuse(name_form);
            inherited.tags.push_back(std::move(tag));
        }
    }
    if (const auto r = n.find("requires")) inherited.requires_.add(requirements::from_json(*r));
    return inherited;
}

given_record given_record_from_json(const node& n) {
    n.expect_keys({"key", "bins", "ttl", "gen", "send_key"});
    given_record out{.key = record_name::from_json(n.at("key"))};
    const node b = n.at("bins");
    out.bins = bins_from_json(b.json(), b.path());
    if (out.bins.empty()) b.refuse("at least one bin");
    if (const auto ttl = n.find("ttl")) {
        out.ttl_s = ttl->json() == "never" ? ttl_never_expire
                                           : static_cast<std::uint32_t>(ttl->integer(1, 315360000));
    }
    if (const auto g = n.find("gen"))
        out.generation = static_cast<std::uint32_t>(g->integer(1, UINT16_MAX));
    if (const auto s = n.find("send_key")) out.send_key = s->boolean();
    return out;
}

// Takes what the mock's configuration takes; a target elsewhere must already be like that.
nlohmann::json namespace_keys_from_json(const node& n) {
    if (!n.json().is_object() || n.json().contains("name"))
        n.refuse("configuration of the namespace by the server's names, without its name");
    nlohmann::json keys = n.json();
    keys["name"] = "test";
    try {
        mock::parse_config_json(nlohmann::json{{"namespaces", {keys}}}.dump());
    } catch (const std::invalid_argument& e) {
        throw json_error(n.path(), e.what());
    }
    return n.json();
}

// By name: the text, or its lines.
std::map<std::string, std::string> modules_from_json(const node& n) {
    if (!n.json().is_object()) n.refuse("Lua modules by name");
    std::map<std::string, std::string> out;
    for (const auto& [name, content] : n.json().items()) {
        if (!is_name(name))
            throw json_error(n.path_of(name), std::string("is no ") + name_form.data());
        std::string& text = out[name];
        for (const std::string& line : n.at(name).texts())
            text += line + "\n";
    }
    return out;
}

constexpr std::string_view index_types[] = {"numeric", "string", "blob", "geo2dsphere"};
constexpr std::string_view index_collections[] = {"default", "list", "mapkeys", "mapvalues"};
// With the longest set's name before it, as much as a server takes.
constexpr std::size_t index_name_size_max = 25;

template <std::size_t N>
std::string one_of(const node& n, const std::string_view (&accepted)[N]) {
    const auto is = [&](std::string_view word) { return n.json() == word; };
    if (std::none_of(std::begin(accepted), std::end(accepted), is))
        n.refuse(alternatives({std::begin(accepted), std::end(accepted)}));
    return n.text();
}

std::vector<given_index> indexes_from_json(const node& n) {
    if (!n.json().is_object()) n.refuse("secondary indexes by name");
    std::vector<given_index> out;
    for (const auto& [name, content] : n.json().items()) {
        if (!is_name(name) || name.size() > index_name_size_max) {
            throw json_error(n.path_of(name), "is no " + std::string(name_form.substr(2)) +
                                                  ", at most " +
                                                  std::to_string(index_name_size_max));
        }
        const node index = n.at(name);
        index.expect_keys({"bin", "type", "indextype"});
        const auto collection = index.find("indextype");
        out.push_back(
            {.name = name,
             .bin = index.at("bin").text_of("the name of a bin"),
             .type = one_of(index.at("type"), index_types),
             .collection = collection ? one_of(*collection, index_collections) : "default"});
    }
    return out;
}

given given_from_json(const node& n) {
    n.expect_keys({"records", "indexes", "modules", "namespace", "client", "clock"});
    given out;
    if (const auto r = n.find("records")) {
        for (const node& item : r->items())
            out.records.push_back(given_record_from_json(item));
    }
    if (const auto modules = n.find("modules")) out.modules = modules_from_json(*modules);
    if (const auto indexes = n.find("indexes")) out.indexes = indexes_from_json(*indexes);
    if (const auto ns = n.find("namespace")) out.namespace_keys = namespace_keys_from_json(*ns);
    if (const auto c = n.find("client")) {
        if (c->json().is_object() && c->json().contains("hosts"))
            throw json_error(c->path_of("hosts"), "is given by the target");
        config_from_json(c->json(), c->path());
        out.client_keys = c->json();
    }
    if (const auto c = n.find("clock")) {
        if (c->json() != "movable") c->refuse("\"movable\"");
        out.needs_clock = true;
    }
    return out;
}

expected_record expected_record_from_json(const node& n) {
    const std::vector<std::string_view> accepted{"key", "absent", "bins", "gen", "ttl"};
    n.expect_keys(accepted);
    expected_record out{.key = record_name::from_json(n.at("key")), .text = n.json()["key"].dump()};
    out.expect = expectation::from_json(n, accepted);
    if (n.json().size() < 2)
        throw json_error(n.path(), "says nothing of the record; accepted: absent, bins, gen, ttl");
    return out;
}

conformance_case case_from_json(const node& n, const nlohmann::json& written,
                                const shared_keys& shared, const std::string& area,
                                const std::string& operation) {
    n.expect_keys(
        {"name", "description", "reference", "tags", "requires", "given", "do", "expect"});
    conformance_case out;
    const node name = n.at("name");
    if (!name.json().is_string() || !is_name(name.text())) name.refuse(name_form);
    out.id = area + "/" + operation + "/" + name.text();
    out.area = area;
    out.operation = operation;
    out.description = n.at("description").text_of("a sentence that tells the behaviour");

    shared_keys own = shared_from_json(n, shared);
    out.references = std::move(own.references);
    out.tags = std::move(own.tags);
    out.requires_ = std::move(own.requires_);
    if (out.references.empty() && !out.is_unconfirmed()) {
        throw json_error(n.path(),
                         "has no reference: name the chapter or recorded case that settles it, or "
                         "tag the case unconfirmed");
    }

    if (const auto g = n.find("given")) out.given = given_from_json(*g);
    for (const node& item : n.at("do").items()) {
        out.steps.push_back(step_from_json(item, written.at("do").at(out.steps.size())));
        if (out.steps.back().advance && !out.given.needs_clock) {
            throw json_error(item.path(),
                             "moves the clock; the case must say {\"given\": {\"clock\": "
                             "\"movable\"}}");
        }
    }
    if (out.steps.empty()) n.at("do").refuse("at least one call");
    if (const auto e = n.find("expect")) {
        e->expect_keys({"records", "journal"});
        const auto records = e->find("records");
        const auto journal = e->find("journal");
        if (!records && !journal) e->refuse("an object with records, journal or both");
        if (records) {
            for (const node& item : records->items())
                out.records.push_back(expected_record_from_json(item));
        }
        if (journal) {
            out.journal.emplace();
            for (const node& item : journal->items())
                out.journal->push_back(expected_request::from_json(item));
        }
    }
    return out;
}

// `written` is the document before long values were filled in.
std::vector<conformance_case> cases_from_json(const nlohmann::json& document,
                                              const nlohmann::json& written,
                                              const std::string& area, const std::string& operation,
                                              const std::string& file) {
    const node n(document);
    n.expect_keys({"$schema", "description", "reference", "tags", "requires", "cases"});
    n.at("description").text_of("what the cases of the file are about");
    const shared_keys shared = shared_from_json(n, {});
    std::vector<conformance_case> out;
    std::set<std::string> ids;
    for (const node& item : n.at("cases").items()) {
        out.push_back(
            case_from_json(item, written.at("cases").at(out.size()), shared, area, operation));
        out.back().position = file + ": " + item.path();
        if (!ids.insert(out.back().id).second)
            throw json_error(item.path_of("name"), "is the name of an earlier case");
    }
    if (out.empty()) n.at("cases").refuse("at least one case");
    return out;
}

}  // namespace

bool conformance_case::is_unconfirmed() const {
    return std::find(tags.begin(), tags.end(), "unconfirmed") != tags.end();
}

std::vector<conformance_case> parse_case_file(std::string_view text, const std::string& area,
                                              const std::string& operation,
                                              const std::string& name) {
    try {
        if (!is_name(area) || !is_name(operation)) {
            throw json_error("", "cases lie in area/operation.json, both " +
                                     std::string(name_form) + "; not in " + area + "/" + operation);
        }
        const nlohmann::json written = parse_json(text);
        nlohmann::json document = written;
        expand_fills(document);
        return cases_from_json(document, written, area, operation, name);
    } catch (const std::invalid_argument& e) {
        throw case_error(name + ": " + e.what());
    } catch (const nlohmann::json::exception& e) {
        throw case_error(name + ": " + e.what());
    }
}

std::vector<conformance_case> load_case_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw case_error(file.string() + ": cannot be opened");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return parse_case_file(text, file.parent_path().filename().string(), file.stem().string(),
                           file.string());
}

std::vector<conformance_case> load_cases(const std::filesystem::path& root) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    using iterator = std::filesystem::recursive_directory_iterator;
    for (iterator at(root, error); !error && at != iterator(); at.increment(error)) {
        const std::filesystem::path& file = at->path();
        // The schema lies beside the areas, not in one.
        if (at.depth() == 0 || file.extension() != ".json" ||
            !std::filesystem::is_regular_file(file))
            continue;
        if (at.depth() > 1) {
            throw case_error(file.string() +
                             ": lies too deep; cases lie in area/operation.json of " +
                             root.string());
        }
        files.push_back(file);
    }
    if (error) throw case_error(root.string() + ": " + error.message());
    if (files.empty())
        throw case_error(root.string() + ": holds no cases; they lie there as area/operation.json");
    std::sort(files.begin(), files.end());
    std::vector<conformance_case> out;
    for (const auto& file : files) {
        auto cases = load_case_file(file);
        std::move(cases.begin(), cases.end(), std::back_inserter(out));
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return std::tie(a.area, a.operation) < std::tie(b.area, b.operation);
    });
    return out;
}

known_differences load_not_built(const std::filesystem::path& root) {
    const std::filesystem::path file = root / "not_built.json";
    if (!std::filesystem::exists(file)) return {};
    try {
        return known_differences::load(file);
    } catch (const corpus_error& e) {
        throw case_error(e.what());
    }
}

}  // namespace spikelet::conformance
