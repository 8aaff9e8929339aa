// One line of a corpus as a C++ object (fixtures/golden/README.md).
#pragma once

#include "compare.hpp"
#include "line_reader.hpp"

#include <spikelet/conformance/replay.hpp>
#include <spikelet/wire/buffer.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spikelet::conformance {

struct recorded_step {
    // Hex as recorded; decoded when the step is run.
    std::string request;
    std::string answer;   // empty if `closes`
    bool closes = false;  // the server closes the connection without an answer
    bool checked = false;
    answer_kind kind = answer_kind::message;
    compare_rule rule;
};

struct recorded_case {
    std::string id;
    std::string category;
    std::string operation;
    std::string text;
    std::vector<std::string> features;
    std::chrono::milliseconds wait{0};  // after each step
    bool preamble = false;
    std::vector<recorded_step> steps;
    std::string position;  // file and line, for messages
};

// Appends the bytes that `hex` stands for. False when it is not hex; `out` is then unfit for use.
bool decode_hex(std::string_view hex, wire::buffer& out);
std::string encode_hex(wire::bytes_view bytes);

// The cases of one file, read as they are asked for.
class corpus_reader {
public:
    explicit corpus_reader(std::filesystem::path file) : lines_(std::move(file)) {}
    // Throws corpus_error that names file, line and key.
    std::optional<recorded_case> next();

private:
    recorded_case parse(std::string_view line);
    std::shared_ptr<const text_mask> mask(const std::string& pattern,
                                          const std::string& replacement);

    line_reader lines_;
    // The corpora share a handful of patterns.
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const text_mask>> masks_;
};

}  // namespace spikelet::conformance
