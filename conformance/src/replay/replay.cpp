#include "compare.hpp"
#include "describe.hpp"
#include "recorded_case.hpp"

#include <spikelet/conformance/replay.hpp>

#include <algorithm>
#include <array>
#include <thread>

namespace spikelet::conformance {

namespace {

using wire::bytes_view;

bool contains(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool intersects(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::any_of(a.begin(), a.end(), [&](const auto& text) { return contains(b, text); });
}

bool is_selected(const recorded_case& c, const case_selection& by) {
    return (by.categories.empty() || contains(by.categories, c.category)) &&
           (by.operations.empty() || contains(by.operations, c.operation)) &&
           (by.ids.empty() || contains(by.ids, c.id)) &&
           (by.features.empty() || intersects(by.features, c.features)) &&
           !intersects(by.skipped_features, c.features);
}

void sleep(std::chrono::milliseconds time) {
    std::this_thread::sleep_for(time);
}

// Runs cases one after the other. The buffers hold one step and are kept for the next.
class case_runner {
public:
    case_runner(const transport& exchange, const replay_options& options)
        : exchange_(exchange), options_(options) {}

    // True if every step was answered as recorded; otherwise the buffers hold the step that was
    // not.
    bool run(const recorded_case& c) {
        for (step_ = 0; step_ < c.steps.size(); ++step_) {
            const recorded_step& step = c.steps[step_];
            decode(c, step.request, request_);
            decode(c, step.answer, expected_);
            expected_status_ = step.closes ? exchange_status::closed : exchange_status::answered;
            actual_.clear();
            status_ = exchange_(request_.view(), step.kind, actual_);
            if (c.wait.count() > 0) (options_.pause ? options_.pause : sleep)(c.wait);
            if (status_ == exchange_status::timed_out) return false;
            if (!step.checked) continue;
            if (status_ != expected_status_) return false;
            if (status_ == exchange_status::answered &&
                !same_answer(expected_.view(), actual_.view(), step.rule, options_.strict))
                return false;
        }
        return true;
    }
    bool timed_out() const { return status_ == exchange_status::timed_out; }

    void describe_failure(case_note& note, bool at_length) const {
        note.step = step_ + 1;
        note.expected = summarize_answer(expected_status_, expected_.view());
        note.actual = summarize_answer(status_, actual_.view());
        if (at_length) {
            note.details = describe_difference(request_.view(), expected_status_, expected_.view(),
                                               status_, actual_.view());
        }
    }

private:
    void decode(const recorded_case& c, std::string_view hex, wire::buffer& out) const {
        out.clear();
        if (!decode_hex(hex, out)) {
            throw corpus_error(c.position + ": step " + std::to_string(step_ + 1) +
                               ": a request or answer is not hex");
        }
    }

    const transport& exchange_;
    const replay_options& options_;
    std::size_t step_ = 0;
    exchange_status expected_status_ = exchange_status::answered;
    exchange_status status_ = exchange_status::answered;
    wire::buffer request_;
    wire::buffer expected_;
    wire::buffer actual_;
};

case_note make_note(const recorded_case& c) {
    case_note note;
    note.id = c.id;
    note.category = c.category;
    note.operation = c.operation;
    note.text = c.text;
    note.step_count = c.steps.size();
    return note;
}

void replay_file(const std::filesystem::path& file, case_runner& runner,
                 const replay_options& options, replay_result& result) {
    corpus_reader cases(file);
    std::vector<recorded_case> preambles;  // not replayed yet
    // Counted apart for expected failures: they must not keep the others from running.
    std::array<std::size_t, 2> timeouts{};
    while (auto c = cases.next()) {
        if (c->preamble) {
            preambles.push_back(std::move(*c));
            continue;
        }
        if (!is_selected(*c, options.selection)) continue;
        for (const recorded_case& preamble : preambles) {
            if (runner.run(preamble)) continue;
            runner.describe_failure(result.preambles.emplace_back(make_note(preamble)), true);
        }
        preambles.clear();

        replay_counts& counts = result.table[{c->category, c->operation}];
        ++counts.cases;
        const std::string* reason = options.known.reason(c->id);
        std::size_t& timeouts_in_a_row = timeouts[reason != nullptr ? 1 : 0];
        const bool given_up = timeouts_in_a_row >= options.timeouts_max;
        const bool passed = !given_up && runner.run(*c);
        if (!given_up)
            timeouts_in_a_row = !passed && runner.timed_out() ? timeouts_in_a_row + 1 : 0;
        if (passed && reason == nullptr) {
            ++counts.passed;
            continue;
        }

        case_note note = make_note(*c);
        if (reason != nullptr) note.reason = *reason;
        if (given_up)
            note.actual = "not run: too many timeouts";
        else if (!passed)
            runner.describe_failure(
                note, reason == nullptr && result.failures.size() < options.details_max);
        if (reason == nullptr) {
            ++counts.failed;
            result.failures.push_back(std::move(note));
        } else if (passed) {
            ++counts.unexpected_passes;
            result.unexpected_passes.push_back(std::move(note));
        } else {
            ++counts.known;
            result.known.push_back(std::move(note));
        }
    }
}

}  // namespace

replay_counts& replay_counts::operator+=(const replay_counts& other) {
    cases += other.cases;
    passed += other.passed;
    failed += other.failed;
    known += other.known;
    unexpected_passes += other.unexpected_passes;
    return *this;
}

replay_counts replay_result::total() const {
    replay_counts sum;
    for (const auto& [name, counts] : table)
        sum += counts;
    return sum;
}

bool replay_result::all_passed() const {
    return !table.empty() && failures.empty();
}

replay_result replay(const std::vector<std::filesystem::path>& corpora, const transport& exchange,
                     const replay_options& options) {
    const auto started = std::chrono::steady_clock::now();
    replay_result result;
    case_runner runner(exchange, options);
    for (const auto& file : corpora)
        replay_file(file, runner, options, result);
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return result;
}

}  // namespace spikelet::conformance
