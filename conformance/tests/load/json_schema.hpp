// A validator for the part of JSON Schema 2020-12 that fixtures/cases/case.schema.json is written
// in.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace spikelet::conformance {

class json_schema {
public:
    // The document must outlive it.
    explicit json_schema(const nlohmann::json& schema) : root_(schema) {}
    // The first thing that is wrong, with its path; nullopt if the document is valid. Throws
    // std::invalid_argument when the schema uses a word that is not understood here.
    std::optional<std::string> check(const nlohmann::json& document) const;

private:
    using fault = std::optional<std::string>;
    fault check(const nlohmann::json& schema, const nlohmann::json& v,
                const std::string& path) const;
    fault check_word(const std::string& word, const nlohmann::json& schema, const nlohmann::json& v,
                     const std::string& path) const;
    fault check_object(const nlohmann::json& schema, const nlohmann::json& v,
                       const std::string& path) const;
    fault check_alternatives(const nlohmann::json& schemas, bool exactly_one,
                             const nlohmann::json& v, const std::string& path) const;

    const nlohmann::json& root_;
};

}  // namespace spikelet::conformance
