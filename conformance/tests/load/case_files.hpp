// The case files of this project, for tests.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace spikelet::conformance {

inline std::filesystem::path cases_folder() {
    return std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures/cases";
}

inline std::vector<std::filesystem::path> case_files() {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(cases_folder())) {
        if (entry.path().extension() == ".json" && entry.path().parent_path() != cases_folder())
            out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

inline nlohmann::json read_json(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error(file.string() + ": cannot be opened");
    return nlohmann::json::parse(in);
}

}  // namespace spikelet::conformance
