#include "report/reports.hpp"

#include "report/markup.hpp"
#include "report/sample_result.hpp"
#include "report/terminal.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace spikelet::conformance {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class temporary_folder {
public:
    temporary_folder() {
        std::string name = ::testing::TempDir() + "reports_XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    ~temporary_folder() { std::filesystem::remove_all(path_); }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

TEST(counts, keep_the_unconfirmed_apart) {
    const result_counts c = count(sample_result());
    EXPECT_EQ(c, (result_counts{
                     .passed = 2, .failed = 1, .skipped = 1, .unconfirmed = 2, .differing = 1}));
    EXPECT_EQ(c.total(), 6U);
}

TEST(json_report, has_summary_target_matrix_and_cases) {
    const json report = json::parse(json_report(sample_result()));
    EXPECT_EQ(report["summary"],
              json::parse(R"({"passed": 2, "failed": 1, "skipped": 1, "unconfirmed": 2})"));
    EXPECT_EQ(report["target"]["edition"], "community");
    EXPECT_EQ(report["target"]["features"], json::parse(R"(["geo", "udf"])"));
    EXPECT_EQ(report["matrix"].size(), 3U);
    EXPECT_EQ(report["matrix"][0]["operation"], "get");
    EXPECT_EQ(report["matrix"][0]["passed"], 2);
    const json& failed = report["cases"][2];
    EXPECT_EQ(failed["outcome"], "failed");
    EXPECT_EQ(failed["rerun"],
              "spikelet-conformance --hosts 10.0.0.7:3000 --filter scalar/put/differs");
    EXPECT_EQ(failed["failures"][0]["expected"], "gen 1");
    EXPECT_THAT(failed["failures"][0]["exchanges"][0]["request_text"].get<std::string>(),
                HasSubstr("node"));
    EXPECT_EQ(report["cases"][3]["reason"], "needs 3 nodes");
    EXPECT_EQ(report["cases"][4]["unconfirmed"], true);
}

TEST(junit_report, counts_a_suite_an_area) {
    const std::string xml = junit_report(sample_result());
    EXPECT_THAT(xml, HasSubstr(R"(<testsuite name="scalar" tests="3" failures="1")"));
    EXPECT_THAT(
        xml, HasSubstr(R"(<testsuite name="ttl" tests="3" failures="0" errors="0" skipped="2")"));
    EXPECT_THAT(xml, HasSubstr(R"(<testcase classname="scalar.put" name="differs")"));
    EXPECT_THAT(xml, HasSubstr(R"(<skipped message="needs 3 nodes"/>)"));
    EXPECT_THAT(xml, HasSubstr("unconfirmed, and it differs"));
    EXPECT_THAT(xml, HasSubstr("rerun: spikelet-conformance"));
    EXPECT_THAT(xml, Not(HasSubstr("\x01")));
}

TEST(markdown_report, has_every_section) {
    const std::string text = markdown_report(sample_result());
    EXPECT_THAT(text, HasSubstr("**2 passed, 1 failed, 1 skipped, 2 unconfirmed**"));
    EXPECT_THAT(text, HasSubstr("| scalar | get | 2 |  |  |  |"));
    EXPECT_THAT(text, HasSubstr("### scalar/put/differs"));
    EXPECT_THAT(text, HasSubstr("| ttl/write/perhaps_not | differs |"));
    EXPECT_THAT(text, HasSubstr("| 1 | needs 3 nodes | ttl/write/needs_more |"));
}

TEST(html_report, stands_alone_and_escapes) {
    const std::string html = html_report(sample_result());
    EXPECT_THAT(html, AllOf(HasSubstr("<!DOCTYPE html>"), HasSubstr("</html>")));
    EXPECT_THAT(html, HasSubstr("What &lt;it&gt; does &amp; why."));
    EXPECT_THAT(html, Not(HasSubstr("What <it>")));
    // Nothing is fetched from elsewhere.
    EXPECT_FALSE(std::regex_search(html, std::regex("(src|href)=\"(https?:|//)")));
    EXPECT_THAT(html, Not(HasSubstr("@import")));
    for (const char* part : {"Parity", "Failed", "Unconfirmed", "Skipped", "Every case",
                             "href=\"#scalar-get\"", "id=\"scalar-get\""})
        EXPECT_THAT(html, HasSubstr(part));
}

TEST(html_report, opens_and_closes_the_same_elements) {
    const std::string html = html_report(sample_result());
    for (const std::string tag : {"div", "details", "summary", "ul", "li", "dl", "article", "pre",
                                  "span", "main", "p", "a", "h2"}) {
        const auto count_of = [&](const std::string& pattern) {
            const std::regex r(pattern);
            return std::distance(std::sregex_iterator(html.begin(), html.end(), r), {});
        };
        EXPECT_EQ(count_of("<" + tag + "[ >]"), count_of("</" + tag + ">")) << tag;
    }
}

TEST(markup_text, holds_nothing_that_xml_forbids) {
    EXPECT_EQ(markup_text("<a b=\"c\">&'"), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
    EXPECT_EQ(markup_text("é 😀"), "é 😀");
    EXPECT_EQ(markup_text(std::string("a\0b", 3)),
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(markup_text("\xff\xc3"), "\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(markup_text("\xed\xa0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(markup_text("a\tb\nc"), "a\tb\nc");
}

TEST(write_report, knows_the_format_by_the_ending) {
    const temporary_folder folder;
    for (const char* name : {"r.json", "r.xml", "r.md", "r.html"}) {
        write_report(sample_result(), folder / name);
        EXPECT_GT(std::filesystem::file_size(folder / name), 500U) << name;
    }
    EXPECT_THROW(check_report_name("r.txt"), std::invalid_argument);
    EXPECT_THROW(write_report(sample_result(), folder / "no" / "r.json"), std::runtime_error);
}

TEST(compare_reports, lists_what_changed) {
    const temporary_folder folder;
    suite_result b = sample_result();
    b.cases[0].outcome = verdict::failed;
    b.cases.erase(b.cases.begin() + 1);
    write_report(sample_result(), folder / "a.json");
    write_report(b, folder / "b.json");
    const auto same = compare_reports(folder / "a.json", folder / "a.json");
    EXPECT_TRUE(same.same);
    EXPECT_THAT(same.text, HasSubstr("6 cases the same, 0 different"));
    const auto different = compare_reports(folder / "a.json", folder / "b.json");
    EXPECT_FALSE(different.same);
    EXPECT_THAT(different.text, HasSubstr("passed in A, failed in B: 1\n  scalar/get/works\n"));
    EXPECT_THAT(different.text, HasSubstr("passed in A, not run in B: 1\n  scalar/get/works_too"));
}

TEST(compare_reports, tells_of_runs_that_were_cut_short_and_of_other_versions_of_the_suite) {
    const temporary_folder folder;
    suite_result b = sample_result();
    b.cut_short = "the run was stopped";
    write_report(sample_result(), folder / "a.json");
    json later = json::parse(json_report(b));
    later["version"] = "99.0";
    std::ofstream(folder / "b.json") << later;
    const auto compared = compare_reports(folder / "a.json", folder / "b.json");
    EXPECT_TRUE(compared.same);
    EXPECT_THAT(compared.text, HasSubstr("B was cut short: the run was stopped\n"));
    EXPECT_THAT(compared.text, Not(HasSubstr("A was cut short")));
    EXPECT_THAT(compared.text, HasSubstr(" of the suite, B of version 99.0"));
}

TEST(compare_reports, names_the_file_and_what_is_wrong_with_it) {
    const temporary_folder folder;
    write_report(sample_result(), folder / "a.json");
    const auto complaint = [&](const std::string& text) -> std::string {
        std::ofstream(folder / "c.json") << text;
        try {
            compare_reports(folder / "a.json", folder / "c.json");
            return "none";
        } catch (const std::runtime_error& e) {
            EXPECT_THAT(e.what(), HasSubstr("c.json\": "));
            return e.what();
        }
    };
    const auto with_cases = [&](const char* cases) {
        json report = json::parse(json_report(sample_result()));
        report["cases"] = json::parse(cases);
        return report.dump();
    };
    EXPECT_THAT(complaint(""), HasSubstr("is no JSON"));
    EXPECT_THAT(complaint("{}"), HasSubstr("is no report of this program"));
    EXPECT_THAT(complaint(with_cases("{}")), HasSubstr("is no report of this program"));
    EXPECT_THAT(complaint(with_cases(R"([{"id": "a", "outcome": "flying"}])")),
                HasSubstr("the outcome \"flying\""));
    EXPECT_THAT(complaint(with_cases(R"([{"id": "a", "outcome": "passed"},
                                         {"id": "a", "outcome": "failed"}])")),
                HasSubstr("has case a twice"));
    EXPECT_THROW(compare_reports(folder / "a.json", folder / "none.json"), std::runtime_error);
    EXPECT_THROW(compare_reports(folder / "a.json", folder / ""), std::runtime_error);
}

TEST(reports, of_a_run_that_was_cut_short_say_why) {
    suite_result cut = sample_result();
    for (auto make : {json_report, markdown_report, html_report})
        EXPECT_THAT(make(cut), Not(HasSubstr("nobody answers")));
    cut.cut_short = "the target went away: nobody answers";
    for (auto make : {json_report, markdown_report, html_report})
        EXPECT_THAT(make(cut), HasSubstr(cut.cut_short));
}

std::string terminal_text(std::size_t columns, bool use_colour) {
    std::ostringstream out;
    terminal_report report(out, columns, use_colour);
    const suite_result result = sample_result();
    report.begin(result.target, result.cases.size(), result.command);
    std::size_t done = 0;
    for (const case_result& c : result.cases)
        report.ended(c, ++done, result.cases.size());
    report.end(result);
    return out.str();
}

TEST(terminal_report, shows_failures_and_a_summary) {
    const std::string text = terminal_text(0, false);
    EXPECT_THAT(text, HasSubstr("FAILED scalar/put/differs"));
    EXPECT_THAT(text, HasSubstr("expected  gen 1"));
    EXPECT_THAT(text, HasSubstr("rerun: spikelet-conformance --hosts 10.0.0.7:3000 --filter "
                                "scalar/put/differs"));
    EXPECT_THAT(text, HasSubstr("2 passed, 1 failed, 1 skipped, 2 unconfirmed in 1.5 s"));
    EXPECT_THAT(text, HasSubstr("1  needs 3 nodes"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\r")));
}

TEST(terminal_report, shows_progress_and_colour_on_a_terminal_only) {
    const std::string text = terminal_text(80, true);
    EXPECT_THAT(text, HasSubstr("[6/6]"));
    EXPECT_THAT(text, HasSubstr("\x1b[31mFAILED"));
    EXPECT_THAT(terminal_text(80, false), Not(HasSubstr("\x1b[31m")));
}

TEST(terminal_report, keeps_its_moving_line_and_its_table_within_the_terminal) {
    const std::string text = terminal_text(24, false);
    EXPECT_THAT(text, HasSubstr("\r\x1b[K[2/6] scalar/get/works_\r\x1b[K")) << "23 columns";
    EXPECT_THAT(text, HasSubstr("  scalar        2 passed, 1 failed\n"));
    EXPECT_THAT(
        terminal_text(80, false),
        HasSubstr("  scalar            2 passed    1 failed    0 skipped    0 unconfirmed"));
}

TEST(readable, escapes_what_a_terminal_obeys) {
    const failed_check check =
        readable({.where = "w", .expected = "a\x1b[31mb\x7f", .got = "line\nline\r \xc2\x9b é"});
    EXPECT_EQ(check.expected, "a\\u001b[31mb\\u007f");
    EXPECT_EQ(check.got, "line\nline\\u000d \\u009b é");
}

TEST(readable, cuts_long_texts_around_their_first_difference) {
    std::string a(100000, 'x');
    std::string b = a;
    b[50000] = 'y';
    const failed_check check = readable({.where = "w", .expected = a, .got = b});
    for (const std::string& text : {check.expected, check.got}) {
        EXPECT_LT(text.size(), 3000U);
        EXPECT_THAT(text, AllOf(::testing::StartsWith("… "),
                                ::testing::EndsWith(" … (100000 bytes in all)")));
    }
    EXPECT_THAT(check.got, HasSubstr("xyx"));
    EXPECT_THAT(check.expected, Not(HasSubstr("xy")));
    const failed_check other = readable({.where = "w", .expected = "short", .got = a});
    EXPECT_EQ(other.expected, "short");
    EXPECT_THAT(other.got, ::testing::StartsWith("xxx"));
    EXPECT_LT(other.got.size(), 3000U);
}

TEST(readable, cuts_between_characters) {
    std::string text = "a";
    for (int i = 0; i < 2000; ++i)
        text += "é";
    const std::string shown = readable({.where = "w", .expected = "x", .got = text}).got;
    EXPECT_EQ(markup_text(shown), shown) << "half a character";
}

TEST(failure_text, keeps_the_lines_of_a_text_together) {
    EXPECT_EQ(failure_text({.where = "w", .expected = "e", .got = "one\ntwo\n```"}, " "),
              " w\n"
              "   expected  e\n"
              "   got       one\n"
              "             two\n"
              "             ```\n");
}

TEST(duration_text, fits_its_size) {
    EXPECT_EQ(duration_text(0.012), "12 ms");
    EXPECT_EQ(duration_text(1.25), "1.2 s");
    EXPECT_EQ(duration_text(125), "2 min 5 s");
}

}  // namespace
}  // namespace spikelet::conformance
