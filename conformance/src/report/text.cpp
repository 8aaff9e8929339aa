#include "report/reports.hpp"

#include <spikelet/wire/explain.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace spikelet::conformance {
namespace {

constexpr std::size_t explanation_size_max = 4000;
constexpr std::size_t hex_bytes_max = 256;
constexpr std::size_t exchanges_max = 4;

using report_function = std::string (*)(const suite_result&);

struct format {
    std::string_view ending;
    report_function make;
};
constexpr format formats[] = {
    {".json", json_report},
    {".xml", junit_report},
    {".md", markdown_report},
    {".html", html_report},
};

report_function find_format(const std::filesystem::path& file) {
    const std::string ending = file.extension().string();
    for (const format& f : formats) {
        if (f.ending == ending) return f.make;
    }
    throw std::invalid_argument("report \"" + file.string() +
                                "\": the name must end in .json, .xml (JUnit), .md or .html");
}

bool may_write(const std::filesystem::path& place) {
    return ::access(place.c_str(), W_OK) == 0;
}

std::string indented(std::string_view text, std::string_view indent) {
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        out += indent;
        out += text.substr(0, end);
        out += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

}  // namespace

void check_report_name(const std::filesystem::path& file) {
    find_format(file);
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    if (!std::filesystem::is_directory(folder))
        throw std::invalid_argument("report \"" + file.string() + "\": there is no such folder");
    const bool writable = std::filesystem::exists(file)
                              ? !std::filesystem::is_directory(file) && may_write(file)
                              : may_write(folder);
    if (!writable)
        throw std::invalid_argument("report \"" + file.string() + "\": cannot be written");
}

void write_report(const suite_result& result, const std::filesystem::path& file) {
    const std::string text = find_format(file)(result);
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (!out) throw std::runtime_error("report \"" + file.string() + "\": cannot be written");
}

std::string duration_text(double seconds) {
    char text[48];
    if (seconds < 0.0995) {
        std::snprintf(text, sizeof text, "%.0f ms", seconds * 1000);
    } else if (seconds < 60) {
        std::snprintf(text, sizeof text, "%.1f s", seconds);
    } else {
        const double minutes = std::floor(seconds / 60);
        std::snprintf(text, sizeof text, "%.0f min %.0f s", minutes, seconds - 60 * minutes);
    }
    return text;
}

std::string explained(std::string_view frames) {
    if (frames.empty()) return "nothing\n";
    return wire::explain_frames(wire::as_bytes(frames), explanation_size_max);
}

std::string hex_text(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    const std::string_view shown = bytes.substr(0, hex_bytes_max);
    for (const char c : shown) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    if (shown.size() < bytes.size()) out += "… (" + std::to_string(bytes.size()) + " bytes in all)";
    return out;
}

std::string failure_text(const failed_check& failed, std::string_view indent) {
    const failed_check check = readable(failed);
    const std::string deeper = std::string(indent) + "    ";
    std::string out = std::string(indent) + check.where + "\n";
    const auto show = [&](std::string_view label, const std::string& text) {
        if (text.empty()) return;
        // Lines of a longer text stand below its first one.
        const std::string all = indented(text, std::string(indent) + std::string(12, ' '));
        out += std::string(indent) + "  " + std::string(label) +
               all.substr(indent.size() + 2 + label.size());
    };
    show("sent      ", check.sent);
    show("expected  ", check.expected);
    show("got       ", check.got);
    show("note      ", check.note);
    const std::size_t first =
        check.exchanges.size() - std::min(check.exchanges.size(), exchanges_max);
    if (first != 0) show("", "… " + std::to_string(first) + " exchanges before are left out");
    for (std::size_t i = first; i < check.exchanges.size(); ++i) {
        const exchange_bytes& e = check.exchanges[i];
        out += std::string(indent) + "  request   " + hex_text(e.request) + "\n" +
               indented(explained(e.request), deeper);
        out += std::string(indent) + "  reply     " +
               (e.reply.empty() ? std::string("none") : hex_text(e.reply)) +
               (e.closed ? ", then the connection was closed" : "") + "\n";
        if (!e.reply.empty()) out += indented(explained(e.reply), deeper);
    }
    return out;
}

}  // namespace spikelet::conformance
