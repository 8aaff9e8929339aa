#include "report/html_style.hpp"
#include "report/markup.hpp"
#include "report/reports.hpp"

#include <array>

namespace spikelet::conformance {
namespace {

std::string element(std::string_view tag, std::string_view text, std::string_view css_class = {}) {
    std::string out = "<" + std::string(tag);
    if (!css_class.empty()) out += " class=\"" + std::string(css_class) + "\"";
    return out + ">" + markup_text(text) + "</" + std::string(tag) + ">";
}

std::string plural(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string heading(std::string_view text, std::string_view id) {
    return "<h2 id=\"" + std::string(id) + "\">" + std::string(text) + "</h2>\n";
}

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& t : texts)
        out += (out.empty() ? "" : " · ") + t;
    return out;
}

// Where the list of an operation's cases stands on the page.
std::string anchor(std::string_view area, std::string_view operation) {
    return markup_text(std::string(area) + "-" + std::string(operation));
}

// Where a case that differs is shown at length.
std::string anchor_of_case(const case_result& c) {
    return "case-" + markup_text(c.id);
}

// ---- the top of the page

std::string totals(const result_counts& c) {
    struct part {
        std::string_view label;
        std::size_t count;
        std::string_view css_class;
        std::string_view bar;
        std::string_view section;
    };
    const std::array<part, 4> parts{{{"passed", c.passed, "good", "g", "parity"},
                                     {"failed", c.failed, "bad", "b", "failed"},
                                     {"unconfirmed", c.unconfirmed, "open", "o", "unconfirmed"},
                                     {"skipped", c.skipped, "none", "n", "skipped"}}};
    std::string out = "<div class=\"totals\">";
    std::string bar = "<div class=\"bar\" aria-hidden=\"true\">";
    for (const part& p : parts) {
        const std::string_view css_class = p.count == 0 ? "none" : p.css_class;
        // There is no section of nothing.
        const std::string link = p.count == 0 ? "" : " href=\"#" + std::string(p.section) + "\"";
        out += "<a class=\"total " + std::string(css_class) + "\"" + link + "><b>" +
               std::to_string(p.count) + "</b>" + std::string(p.label) + "</a>";
        bar += "<i class=\"" + std::string(p.bar) + "\" style=\"flex:" + std::to_string(p.count) +
               "\"></i>";
    }
    return out + "</div>\n" + bar + "</div>\n";
}

// "2026-01-31T12:00:00Z" → "2026-01-31 12:00:00"
std::string readable_time(std::string text) {
    if (const auto t = text.find('T'); t != std::string::npos) text[t] = ' ';
    if (text.ends_with('Z')) text.pop_back();
    return text;
}

std::string facts(const suite_result& result) {
    const target_facts& t = result.target;
    std::string out = "<dl class=\"facts\">";
    const auto add = [&](std::string_view term, std::string_view value, bool wide = false) {
        if (value.empty()) return;
        out += wide ? "<div class=\"wide\">" : "<div>";
        out += element("dt", term) + element("dd", value) + "</div>\n";
    };
    add("edition", t.edition);
    add("build", t.build);
    add("nodes", std::to_string(t.nodes));
    add("namespace", t.namespace_name);
    add("cluster", t.cluster_name);
    add("started (UTC)", readable_time(result.started));
    add("duration", duration_text(result.seconds));
    std::string features;
    for (const auto& f : t.features)
        features += (features.empty() ? "" : ", ") + f;
    add("features", features, true);
    return out + "</dl>\n";
}

// ---- the matrix

// A long name may go on in a new line behind an underscore.
std::string breakable(std::string_view name) {
    std::string out;
    for (const char c : name) {
        out += c;
        if (c == '_') out += "<wbr>";
    }
    return out;
}

std::string tile(std::string_view area, std::string_view operation, const result_counts& c) {
    const std::size_t ran = c.total() - c.skipped;
    std::string_view css_class = "good";
    std::string text = std::to_string(ran - c.failed - c.differing) + "/" + std::to_string(ran);
    if (c.failed != 0) {
        css_class = "bad";
        text = "✗ " + text;
    } else if (ran == 0) {
        css_class = "none";
        text = "skipped";
    } else if (c.passed == 0) {
        css_class = "open";
        text = "? " + text;
    } else {
        text = "✓ " + text;
    }
    const std::string title = plural(c.passed, "case") + " passed, " + std::to_string(c.failed) +
                              " failed, " + std::to_string(c.skipped) + " skipped, " +
                              std::to_string(c.unconfirmed) + " unconfirmed";
    return "<a class=\"tile " + std::string(css_class) + "\" href=\"#" + anchor(area, operation) +
           "\" title=\"" + title + "\"><span>" + breakable(operation) + "</span>" +
           element("span", text) + "</a>\n";
}

std::string matrix(const suite_result& result) {
    std::string out = heading("Parity", "parity") + "<div class=\"areas\">\n";
    for (const auto& [area, operations] : make_matrix(result)) {
        std::size_t cases = 0;
        for (const auto& [operation, counts] : operations)
            cases += counts.total();
        out += "<h3>" + markup_text(area) + element("small", plural(cases, "case")) +
               "</h3><div class=\"tiles\">\n";
        for (const auto& [operation, counts] : operations)
            out += tile(area, operation, counts);
        out += "</div>\n";
    }
    return out + "</div>\n";
}

// ---- what differs

std::string check_block(const failed_check& failed) {
    const failed_check check = readable(failed);
    std::string out = "<div class=\"check\">" + element("strong", check.where) + "<dl>";
    const auto add = [&](std::string_view term, const std::string& value) {
        if (value.empty()) return;
        out += element("dt", term) + "<dd>" + element("code", value) + "</dd>";
    };
    add("sent", check.sent);
    add("expected", check.expected);
    add("got", check.got);
    add("note", check.note);
    out += "</dl>";
    if (!check.exchanges.empty()) {
        failed_check bytes_only = check;
        bytes_only.sent = bytes_only.expected = bytes_only.got = bytes_only.note = {};
        std::string text = failure_text(bytes_only, "");
        text.erase(0, text.find('\n') + 1);
        out += "<details><summary>On the wire</summary>" + element("pre", text) + "</details>";
    }
    return out + "</div>\n";
}

std::string difference(const suite_result& result, const case_result& c) {
    std::string out = "<article id=\"" + anchor_of_case(c) + "\"";
    out += c.is_unconfirmed ? " class=\"unsure\">" : ">";
    out += element("h3", c.id) + element("p", c.description) +
           element("p", joined(c.references), "ref");
    for (const failed_check& check : c.failures)
        out += check_block(check);
    return out + element("p", "to run it again", "ref") + element("pre", rerun_command(result, c)) +
           "</article>\n";
}

std::string differences(const suite_result& result, bool unconfirmed) {
    std::string out;
    for (const case_result& c : result.cases) {
        if (c.outcome == verdict::failed && c.is_unconfirmed == unconfirmed)
            out += difference(result, c);
    }
    return out;
}

std::string skips(const suite_result& result) {
    std::string out;
    for (const auto& [reason, cases] : skips_by_reason(result)) {
        out += "<details><summary>" + markup_text(reason) + "<span class=\"count\">" +
               plural(cases.size(), "case") + "</span></summary><ul class=\"cases\">";
        for (const case_result* c : cases)
            out += "<li><span class=\"sign n\">–</span>" + element("span", c->id) + "</li>";
        out += "</ul></details>\n";
    }
    return out;
}

// ---- every case

std::string case_line(const case_result& c) {
    std::string_view sign_class = "g";
    std::string_view sign = "✓";
    if (c.outcome == verdict::skipped) {
        sign_class = "n";
        sign = "–";
    } else if (c.is_unconfirmed) {
        sign_class = "o";
        sign = c.outcome == verdict::passed ? "?" : "≠";
    } else if (c.outcome == verdict::failed) {
        sign_class = "b";
        sign = "✗";
    }
    const std::string name = c.id.substr(c.id.rfind('/') + 1);
    const std::string named =
        c.outcome == verdict::failed
            ? "<a href=\"#" + anchor_of_case(c) + "\">" + element("code", name) + "</a>"
            : element("code", name);
    std::string out = "<li><span class=\"sign " + std::string(sign_class) + "\" title=\"" +
                      std::string(conformance::name(c.outcome)) + "\">" + std::string(sign) +
                      "</span><div><p>" + named + "</p>" + element("p", c.description) +
                      element("p", joined(c.references), "ref");
    if (c.outcome == verdict::skipped) out += element("p", "skipped: " + c.skip_reason, "ref");
    return out + "</div></li>\n";
}

std::string every_case(const suite_result& result) {
    std::string out = heading("Every case", "cases");
    for (const auto& [area, operations] : make_matrix(result)) {
        for (const auto& [operation, counts] : operations) {
            out += "<details id=\"" + anchor(area, operation) + "\"><summary>";
            out += markup_text(area).append(" / ").append(markup_text(operation));
            out += "<span class=\"count\">" + plural(counts.total(), "case") +
                   "</span></summary><ul class=\"cases\">\n";
            for (const case_result& c : result.cases) {
                if (c.area == area && c.operation == operation) out += case_line(c);
            }
            out += "</ul></details>\n";
        }
    }
    return out;
}

// A link to a closed list opens it.
constexpr std::string_view script =
    "<script>function show(){const "
    "e=document.getElementById(decodeURIComponent(location.hash.slice("
    "1)));if(e&&e.tagName==='DETAILS'){e.open=true;e.scrollIntoView()}}"
    "addEventListener('hashchange',show);show()</script>\n";

}  // namespace

std::string html_report(const suite_result& result) {
    const result_counts counts = count(result);
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
        std::to_string(counts.failed) + " failed – conformance of " +
        markup_text(result.target.address) + "</title>\n<style>" + std::string(html_style) +
        "</style>\n</head>\n<body>\n<main>\n<h1>Conformance</h1>\n" +
        element("p", result.target.address, "soft") + "\n";
    out += totals(counts);
    if (!result.cut_short.empty())
        out += element("p", "Cut short: " + result.cut_short, "notice bad") + "\n";
    out += facts(result) + matrix(result);
    const std::string failed = differences(result, false);
    if (!failed.empty()) out += heading("Failed", "failed") + failed;
    if (counts.unconfirmed != 0) {
        out += heading("Unconfirmed", "unconfirmed") +
               element("p",
                       "Neither a recording of a real server nor the specification settles these: "
                       "they are shown, and do not count.",
                       "soft");
        const std::string differing = differences(result, true);
        out +=
            differing.empty()
                ? element("p", "All " + std::to_string(counts.unconfirmed) + " behave as written.")
                : differing;
    }
    if (counts.skipped != 0) out += heading("Skipped", "skipped") + skips(result);
    return out + every_case(result) + "</main>\n" + std::string(script) + "</body>\n</html>\n";
}

}  // namespace spikelet::conformance
