// Replays recorded requests against a server and compares its answers with the recorded ones.
//
// The recordings, their format and the rules of comparison are described in
// fixtures/golden/README.md.
//
//     mock::cluster cluster({.namespaces = {{.name = "test"}, {.name = "bar"}}});
//     auto result = conformance::replay(
//         {"fixtures/golden/scalar.jsonl.gz"},
//         conformance::in_process_transport([&] { return cluster.connect(); }));
//     EXPECT_TRUE(result.all_passed()) << conformance::report_text(result);
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace spikelet::conformance {

// ---- how requests reach the server -------------------------------------------------------------

// Where an answer ends.
enum class answer_kind : std::uint8_t {
    message,  // after one frame
    stream,   // after the frame that holds a message with the bit "last"
    info,     // after one frame, of text
};

enum class exchange_status : std::uint8_t {
    answered,   // `answer` holds the bytes
    closed,     // the server closed the connection instead
    timed_out,  // silence
};

// Sends a request and appends everything the server answers to `answer`, which comes empty. After
// `closed` and `timed_out` the next request goes over a new connection. Called from one thread.
using transport = std::function<exchange_status(wire::bytes_view request, answer_kind kind,
                                                wire::buffer& answer)>;

// Over one blocking TCP connection, opened here and again after it was closed. `host` is a name or
// a numeric address; `timeout` bounds one exchange, and connecting. Bytes that arrive behind the
// answer become part of it. Throws std::system_error that names the address when nothing accepts
// there; later failures to connect count as `closed`.
transport tcp_transport(const std::string& host, std::uint16_t port,
                        std::chrono::milliseconds timeout);

// Over connections in this process. `connect()` returns one; its `exchange(request, answer)`
// appends what the server answers at once and is false when the server has closed it. An open
// connection that answers nothing counts as timed out.
template <class Connect>
transport in_process_transport(Connect connect) {
    using connection = std::invoke_result_t<Connect&>;
    // Shared because a std::function is copyable and a connection is not.
    auto current = std::make_shared<std::optional<connection>>();
    return [connect = std::move(connect), current](wire::bytes_view request, answer_kind,
                                                   wire::buffer& answer) mutable {
        if (!*current) current->emplace(connect());
        const bool open = (*current)->exchange(request, answer);
        // Closed behind an answer: as over TCP, the next exchange is the one that finds out.
        if (!answer.empty()) return exchange_status::answered;
        current->reset();
        return open ? exchange_status::timed_out : exchange_status::closed;
    };
}

// ---- which cases, and how ----------------------------------------------------------------------

// An empty list selects all, or skips none. Several entries of a list are alternatives; lists
// narrow one another.
struct case_selection {
    std::vector<std::string> categories{};
    std::vector<std::string> operations{};
    std::vector<std::string> ids{};
    std::vector<std::string> features{};
    std::vector<std::string> skipped_features{};

    bool takes_all() const { return *this == case_selection(); }
    friend bool operator==(const case_selection&, const case_selection&) = default;
};

struct replay_result;

// Cases that are expected to fail, with the reason. They are run all the same and counted apart.
class known_differences {
public:
    known_differences() = default;
    // Reads the file; throws corpus_error that names the file and what is wrong.
    static known_differences load(const std::filesystem::path& file);

    void add_id(std::string id, std::string reason) {
        ids_.insert_or_assign(std::move(id), std::move(reason));
    }
    void add_prefix(std::string prefix, std::string reason) {
        prefixes_.insert_or_assign(std::move(prefix), std::move(reason));
    }
    // The reason to expect that this case fails, the most specific one; null if there is none.
    const std::string* reason(std::string_view id) const;
    // Ids and prefixes that no expected failure of `result` needed, though cases of their category
    // were run: what they are about works now. Sorted.
    std::vector<std::string> unneeded(const replay_result& result) const;

private:
    std::map<std::string, std::string, std::less<>> ids_;
    std::map<std::string, std::string, std::less<>> prefixes_;
};

struct replay_options {
    case_selection selection;
    known_differences known;
    // Compare also geojson cells and hashed index values.
    bool strict = false;
    // After so many timeouts in a row the rest of a file fails without being run.
    std::size_t timeouts_max = 20;
    // Failures that are explained at length.
    std::size_t details_max = 20;
    // Waits after each step of a case that asks for it (metadata spreads within tenths of a
    // second); null: sleep. A server that needs no time may do nothing here.
    std::function<void(std::chrono::milliseconds)> pause;
};

// ---- what came of it ---------------------------------------------------------------------------

struct replay_counts {
    std::size_t cases = 0;
    std::size_t passed = 0;  // unexpected passes are not in here
    std::size_t failed = 0;
    std::size_t known = 0;  // failed as expected
    std::size_t unexpected_passes = 0;

    replay_counts& operator+=(const replay_counts& other);
};

// A case that failed, an expected failure, or an unexpected pass.
struct case_note {
    std::string id;
    std::string category;
    std::string operation;
    std::string text;      // what the case does
    std::string reason;    // of a known difference, else empty
    std::size_t step = 0;  // the one that differed, from 1; 0: the case was not run, or passed
    std::size_t step_count = 0;
    std::string expected;  // in one line
    std::string actual;
    std::string details;  // several lines with the bytes; of the first failures only
};

struct replay_result {
    // By category and operation.
    std::map<std::pair<std::string, std::string>, replay_counts> table;
    std::vector<case_note> failures;
    std::vector<case_note> known;
    std::vector<case_note> unexpected_passes;
    // Preambles that were not answered as recorded: failures behind them may be their doing.
    std::vector<case_note> preambles;
    double seconds = 0;

    replay_counts total() const;
    // At least one case was run, and none failed other than expected.
    bool all_passed() const;
};

// A file that is not what it should be. what() names it, and the line.
class corpus_error : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Replays the selected cases of the files (.jsonl, .jsonl.gz) in order. Throws corpus_error, and
// what `exchange` throws.
replay_result replay(const std::vector<std::filesystem::path>& corpora, const transport& exchange,
                     const replay_options& options = {});

// Table, failures, summary.
std::string report_text(const replay_result& result);
// The last line of it.
std::string report_summary(const replay_result& result);
// The same as a JSON document.
std::string report_json(const replay_result& result);

}  // namespace spikelet::conformance
