#include "load/case.hpp"
#include "load/case_files.hpp"
#include "run/behaviour.hpp"

#include <zlib.h>

#include <regex>
#include <set>

namespace spikelet::conformance {
namespace {

// The ids of every recorded case, found without parsing whole lines.
std::set<std::string> recorded_ids() {
    std::set<std::string> ids;
    const auto folder = std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures/golden";
    const std::regex id("\"id\": ?\"([^\"]+)\"");
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".gz") continue;
        const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(entry.path().c_str(), "rb"),
                                                              gzclose);
        std::vector<char> chunk(1 << 16);
        bool at_line_begin = true;
        while (gzgets(file.get(), chunk.data(), static_cast<int>(chunk.size())) != nullptr) {
            const std::string piece(chunk.data());
            const std::string begin = piece.substr(0, 200);
            std::smatch found;
            if (at_line_begin && std::regex_search(begin, found, id)) ids.insert(found[1]);
            at_line_begin = piece.ends_with('\n');
        }
    }
    return ids;
}

std::set<std::string> chapters() {
    std::set<std::string> out;
    const auto folder = std::filesystem::path(SPIKELET_SOURCE_DIR) / "client/docs/protocol";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename();
        out.insert(name.substr(0, name.find('-')));
    }
    return out;
}

TEST(references, name_chapters_and_recorded_cases_that_exist) {
    const auto recorded = recorded_ids();
    const auto known_chapters = chapters();
    ASSERT_GT(recorded.size(), 1000U);
    const std::regex chapter("chapter ([0-9]+b?)( §[0-9.]+)?");
    const auto check = [&](const std::string& id, const std::string& reference) {
        std::smatch found;
        if (std::regex_match(reference, found, chapter))
            EXPECT_TRUE(known_chapters.contains(found[1])) << id << ": " << reference;
        else
            EXPECT_TRUE(recorded.contains(reference)) << id << ": " << reference;
    };
    for (const conformance_case& c : load_cases(cases_folder())) {
        for (const std::string& reference : c.references)
            check(c.id, reference);
    }
    for (const behaviour& b : all_behaviours())
        check(b.id(), std::string(b.reference));
}

}  // namespace
}  // namespace spikelet::conformance
