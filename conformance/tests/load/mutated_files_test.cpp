// Case files with mistakes in them: whatever is wrong, the loader says so and names the file.
#include "load/case.hpp"
#include "load/case_files.hpp"

#include <random>

namespace spikelet::conformance {
namespace {

using nlohmann::json;

// Every part of a document that lies below its root.
void collect(const json& part, const json::json_pointer& at, std::vector<json::json_pointer>& out) {
    if (!part.is_structured()) return;
    for (auto item = part.begin(); item != part.end(); ++item) {
        const auto here = part.is_object()
                              ? at / item.key()
                              : at / static_cast<std::size_t>(std::distance(part.begin(), item));
        out.push_back(here);
        collect(*item, here, out);
    }
}

json junk(std::mt19937& random) {
    static const std::vector<json> values{nullptr,
                                          true,
                                          0,
                                          -1,
                                          1e300,
                                          18446744073709551615U,
                                          "",
                                          "x",
                                          std::string(300, 'y'),
                                          json::array(),
                                          json::object(),
                                          json{{"$bytes", "0g"}},
                                          json{{"$fill", "a"}},
                                          json{{"$map", {{1}}}},
                                          json{{"key", nullptr}},
                                          json{{"set", {{"size", 1}}}},
                                          json{{"code", "NO_SUCH_CODE"}},
                                          json{{{"call", "get"}}},
                                          "((((",
                                          "POLICY_KEY_SEND",
                                          "5x"};
    return values[random() % values.size()];
}

void mutate(json& document, std::mt19937& random) {
    std::vector<json::json_pointer> places;
    collect(document, json::json_pointer(), places);
    if (places.empty()) return;
    const auto& place = places[random() % places.size()];
    json& parent = document.at(place.parent_pointer());
    switch (random() % 4) {
        case 0:
            document.at(place) = junk(random);
            break;
        case 1:
            if (parent.is_object())
                parent.erase(place.back());
            else
                parent.erase(std::stoul(place.back()));
            break;
        case 2:
            if (parent.is_object())
                parent["unknown"] = junk(random);
            else
                parent.push_back(junk(random));
            break;
        default:
            document.at(place) = document.at(places[random() % places.size()]);
            break;
    }
}

TEST(mutated_case_files, load_or_are_refused_with_the_files_name) {
    std::mt19937 random(20260131);
    std::size_t refused = 0;
    std::size_t loaded = 0;
    for (const auto& file : case_files()) {
        if (file.filename() == "record_size.json") continue;  // megabytes, which take their time
        json document = read_json(file);
        if (document["cases"].size() > 6)
            document["cases"].erase(document["cases"].begin() + 6, document["cases"].end());
        for (int n = 0; n < 25; ++n) {
            json changed = document;
            for (unsigned times = 1 + random() % 3; times != 0; --times)
                mutate(changed, random);
            try {
                EXPECT_FALSE(
                    parse_case_file(changed.dump(), "area", "operation", "f.json").empty());
                ++loaded;
            } catch (const case_error& e) {
                EXPECT_THAT(e.what(), ::testing::StartsWith("f.json: "));
                ++refused;
            } catch (const std::exception& e) {
                ADD_FAILURE() << e.what() << "\n" << changed.dump();
            }
        }
    }
    EXPECT_GT(refused, 500U);
    EXPECT_GT(loaded, 50U);
}

}  // namespace
}  // namespace spikelet::conformance
