#include "run/behaviour.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace spikelet::conformance {
namespace {

std::string position(const testing::TestPartResult& part) {
    if (part.file_name() == nullptr) return "an assertion";
    const std::string file = part.file_name();
    return file.substr(file.rfind('/') + 1) + ":" + std::to_string(part.line_number());
}

void add_results(const testing::TestPartResultArray& parts, case_result& out) {
    for (int i = 0; i < parts.size(); ++i) {
        const testing::TestPartResult& part = parts.GetTestPartResult(i);
        if (part.skipped()) {
            out.outcome = verdict::skipped;
            out.skip_reason = part.message();
        } else if (part.failed()) {
            out.failures.push_back({.where = position(part),
                                    .expected = "the assertion holds",
                                    .got = part.message()});
        }
    }
    if (!out.failures.empty()) out.outcome = verdict::failed;
}

}  // namespace

behaviour_context::~behaviour_context() {
    for (const spikelet::key& k : keys_)
        static_cast<void>(db().remove(k));
}

key behaviour_context::key(value user_key) {
    spikelet::key k(where_.namespace_name, where_.set, std::move(user_key));
    if (std::find(keys_.begin(), keys_.end(), k) == keys_.end()) {
        static_cast<void>(db().remove(k));
        keys_.push_back(k);
    }
    return k;
}

case_result describe(const behaviour& b) {
    return {.id = b.id(),
            .area = std::string(b.area),
            .operation = std::string(b.operation),
            .description = std::string(b.description),
            .references = {std::string(b.reference)},
            .is_behaviour = true};
}

case_result run_behaviour(const behaviour& b, target& where, const std::string& set_prefix) {
    case_result out = describe(b);
    if (auto missing = b.needs.missing(where.facts())) {
        out.outcome = verdict::skipped;
        out.skip_reason = std::move(*missing);
        return out;
    }
    const auto begin = std::chrono::steady_clock::now();
    testing::TestPartResultArray parts;
    {
        // Assertions of this thread come here instead of to a test of GoogleTest's own.
        const testing::ScopedFakeTestPartResultReporter reporter(
            testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &parts);
        try {
            const auto env = where.open({});
            behaviour_context context(where, *env,
                                      {env->namespace_name(), set_of_case(set_prefix, out.id)});
            b.run(context);
        } catch (const std::exception& e) {
            out.outcome = verdict::failed;
            out.failures.push_back(
                {.where = "the behaviour", .expected = "no exception", .got = e.what()});
        }
    }
    add_results(parts, out);
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return out;
}

}  // namespace spikelet::conformance
