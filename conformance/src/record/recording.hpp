// A session of clients with a server, as a corpus that can be replayed (fixtures/golden/README.md).
#pragma once

#include <spikelet/conformance/replay.hpp>
#include <spikelet/wire/buffer.hpp>

#include <zlib.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace spikelet::conformance {

// Where the answer to this request ends. Takes any bytes.
answer_kind kind_of_answer(wire::bytes_view request);

// One exchange as a line of a corpus. `id` is unique in the corpus. The answer is empty when the
// server closed the connection instead.
std::string recorded_line(const std::string& id, wire::bytes_view request, wire::bytes_view answer);
// What the request does: "info", "put", "get", "operate", "batch", …; the corpus's `op`.
std::string operation_of_request(wire::bytes_view request);

// Writes each exchange down at once, so that a recording that is cut short holds what came before.
class recording {
public:
    // Creates the file; one named *.gz is compressed. Throws std::runtime_error.
    explicit recording(const std::filesystem::path& file);
    // Logins are left out: they hold credentials. Throws std::runtime_error when the file cannot be
    // written.
    void add(wire::bytes_view request, wire::bytes_view answer);
    std::size_t exchanges() const { return exchanges_; }
    std::size_t left_out() const { return left_out_; }
    // Completes the file. Throws std::runtime_error.
    void close();

private:
    struct closer {
        void operator()(gzFile_s* file) const { gzclose(file); }
    };
    const std::filesystem::path path_;
    std::unique_ptr<gzFile_s, closer> file_;
    std::size_t exchanges_ = 0;
    std::size_t left_out_ = 0;
    std::map<std::string, std::size_t> numbers_;  // of the last exchange, by operation
};

}  // namespace spikelet::conformance
