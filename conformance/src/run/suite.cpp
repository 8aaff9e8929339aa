#include "run/suite.hpp"

#include "run/case_runner.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <ctime>
#include <mutex>
#include <thread>

namespace spikelet::conformance {
namespace {

// "2026-01-31T12:00:00Z"
std::string utc_text(std::chrono::system_clock::time_point when) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

// Why no client can connect; empty if one can. Only servers elsewhere go away.
std::string absence_of(target& where) {
    if (where.facts().is_mock()) return {};
    try {
        static_cast<void>(where.open({}));
        return {};
    } catch (const std::exception& e) {
        return e.what();
    }
}

void skip(case_result& c, const char* why) {
    c.failures.clear();
    c.outcome = verdict::skipped;
    c.skip_reason = why;
}

constexpr const char* went_away = "the target went away";
constexpr const char* stopped = "the run was stopped";

}  // namespace

suite_result run_suite(target& where, const std::vector<conformance_case>& cases,
                       const std::vector<behaviour>& behaviours, const suite_options& options) {
    suite_result out;
    out.target = where.facts();
    out.command =
        !options.command.empty() ? options.command : "spikelet-conformance " + out.target.options;
    out.started = utc_text(std::chrono::system_clock::now());
    const auto begin = std::chrono::steady_clock::now();

    const std::size_t all = cases.size() + behaviours.size();
    out.cases.resize(all);
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t done = 0;
    std::atomic<const char*> cut_short{nullptr};  // why nothing more is begun
    std::array<std::mutex, set_count> sets;       // locked while a case works in it
    const auto work = [&] {
        case_runner runner(where, options.set_prefix, options.known);
        for (std::size_t i = next++; i < all; i = next++) {
            if (cut_short == nullptr && options.stop && options.stop()) cut_short = stopped;
            if (const char* const why = cut_short) {
                case_result r =
                    i < cases.size() ? describe(cases[i]) : describe(behaviours[i - cases.size()]);
                skip(r, why);
                out.cases[i] = std::move(r);
                continue;
            }
            const auto run_in_its_set = [&] {
                if (i < cases.size()) {
                    const std::lock_guard own(sets[set_number(cases[i].id)]);
                    return runner.run(cases[i]);
                }
                const behaviour& b = behaviours[i - cases.size()];
                const std::lock_guard own(sets[set_number(b.id())]);
                return run_behaviour(b, where, options.set_prefix);
            };
            case_result r = run_in_its_set();
            std::string absence;
            if (r.outcome == verdict::failed) absence = absence_of(where);
            const std::lock_guard lock(mutex);
            if (!absence.empty()) {
                cut_short = went_away;
                out.cut_short = std::string(went_away) + ": " + absence;
                skip(r, went_away);
            }
            out.cases[i] = std::move(r);
            ++done;
            if (options.progress) options.progress(out.cases[i], done, all);
        }
    };
    std::vector<std::thread> helpers;
    const std::size_t jobs = std::min<std::size_t>(std::max(options.jobs, 1U), all);
    for (std::size_t i = 1; i < jobs; ++i)
        helpers.emplace_back(work);
    work();
    for (std::thread& t : helpers)
        t.join();
    if (out.cut_short.empty() && cut_short != nullptr) out.cut_short = cut_short;

    std::stable_sort(out.cases.begin(), out.cases.end(), [](const auto& a, const auto& b) {
        return std::tie(a.area, a.operation) < std::tie(b.area, b.operation);
    });
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return out;
}

}  // namespace spikelet::conformance
