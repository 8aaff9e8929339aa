// The lines of a text file, plain or compressed with gzip.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::conformance {

class line_reader {
public:
    // A file named *.gz must hold gzip data. Throws corpus_error when it cannot be opened.
    explicit line_reader(std::filesystem::path file);

    // The next line without its end; nullopt behind the last. Valid until the next call. Throws
    // corpus_error when the file cannot be read or decompressed.
    std::optional<std::string_view> next();

    // Of the line that next() returned last, from 1.
    std::size_t line_number() const { return line_number_; }
    // "scalar.jsonl.gz:17", for messages.
    std::string position() const;

private:
    struct closer {
        void operator()(gzFile_s* file) const { gzclose(file); }
    };
    bool fill();

    std::filesystem::path path_;
    std::unique_ptr<gzFile_s, closer> file_;
    std::vector<char> chunk_;
    std::string_view rest_;  // of the chunk
    std::string split_;      // a line that began in an earlier chunk
    std::size_t line_number_ = 0;
};

}  // namespace spikelet::conformance
