#include "run/case_runner.hpp"

#include "run/indexes.hpp"
#include "run/modules.hpp"

#include <algorithm>
#include <chrono>

namespace spikelet::conformance {
namespace {

class stopwatch {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

place_needs needs_of(const conformance_case& c, bool observed) {
    return {.namespace_keys = c.given.namespace_keys,
            .client_keys = c.given.client_keys,
            .movable_clock = c.given.needs_clock,
            .journal = c.journal.has_value(),
            .observed = observed};
}

bool is_ordinary(const conformance_case& c) {
    return !c.given.needs_own_place() && c.given.client_keys.is_null() && !c.journal;
}

// What the server must announce if it is to have secondary indexes.
constexpr const char* index_feature = "sindex-exists";

// The run of one case in one environment. What it finds is in `failures`.
class attempt_runner {
public:
    attempt_runner(const conformance_case& c, environment& env, std::string set)
        : case_(c), env_(env), where_{env.namespace_name(), std::move(set)} {
        // What the case configures is for its own calls.
        if (!c.given.client_keys.is_null()) own_ = env.another_client(nlohmann::json::object());
    }

    std::vector<failed_check> run() {
        remove_all();
        if (prepare() && make_calls()) {
            look_at_journal();
            look_at_records();
        }
        remove_all();
        remove_indexes();
        remove_modules();
        return std::move(failures_);
    }

private:
    // The suite's client, which prepares, looks and cleans up.
    client& suite_db() { return own_ ? *own_ : env_.db(); }

    // Adds a failure with the bytes since the last call of clear_log().
    void fail(std::string where, std::string sent, mismatch difference) {
        failed_check check{.where = std::move(where),
                           .sent = std::move(sent),
                           .expected = std::move(difference.expected),
                           .got = std::move(difference.got)};
        if (env_.log() != nullptr) check.exchanges = env_.log()->take();
        failures_.push_back(std::move(check));
    }
    void clear_log() {
        if (env_.log() != nullptr) env_.log()->clear();
    }

    // Every record that the case names, in namespaces that are its own to clean.
    void remove_all() {
        std::vector<key> keys;
        const auto add = [&](const record_name& name) {
            key k = name.resolve(where_);
            const bool is_ours =
                k.namespace_name() == where_.namespace_name && k.set().size() <= set_name_size_max;
            if (is_ours && std::find(keys.begin(), keys.end(), k) == keys.end())
                keys.push_back(std::move(k));
        };
        for (const given_record& r : case_.given.records)
            add(r.key);
        for (const step& s : case_.steps)
            std::for_each(s.keys.begin(), s.keys.end(), add);
        for (const expected_record& r : case_.records)
            add(r.key);
        const bool may_be_tombstones = std::any_of(case_.steps.begin(), case_.steps.end(),
                                                   [](const step& s) { return s.deletes_durably; });
        // Absent ones are as good; others show up as failures of what follows.
        for (const key& k : keys) {
            const auto removed = suite_db().remove(k);
            // A tombstone cannot be removed, but a record in its place can, and takes it along.
            if (!removed && may_be_tombstones && suite_db().put(k, {{"tombstone", true}}))
                static_cast<void>(suite_db().remove(k));
        }
    }

    bool prepare() {
        for (const auto& [name, text] : case_.given.modules) {
            clear_log();
            const std::string module = name_in_case(where_, name);
            const std::string problem = register_module(suite_db(), module, fill_in(text, where_));
            if (problem.empty()) continue;
            fail("given.modules." + name, "", {"the module is registered", problem});
            return false;
        }
        for (const given_index& index : case_.given.indexes) {
            clear_log();
            const std::string problem = create_index(suite_db(), where_, index);
            if (problem.empty()) continue;
            fail("given.indexes." + index.name, "", {"the index is there", problem});
            return false;
        }
        for (std::size_t i = 0; i < case_.given.records.size(); ++i) {
            const given_record& r = case_.given.records[i];
            clear_log();
            write_policy policy;
            policy.exists = exists_policy::create_or_replace;
            policy.ttl_s = r.ttl_s;
            policy.key = r.send_key ? key_policy::send : key_policy::digest;
            for (std::uint32_t n = 0; n < r.generation; ++n) {
                const auto written = suite_db().put(r.key.resolve(where_), r.bins, policy);
                if (written) continue;
                fail("given.records[" + std::to_string(i) + "]", "",
                     {"the record is there", to_string(answer{.failure = written.error()})});
                return false;
            }
        }
        return true;
    }

    void remove_modules() {
        for (const auto& [name, text] : case_.given.modules)
            remove_module(suite_db(), name_in_case(where_, name));
    }

    void remove_indexes() {
        for (const given_index& index : case_.given.indexes)
            remove_index(suite_db(), where_, index);
    }

    bool make_calls() {
        if (case_.journal) env_.start_journal();
        for (std::size_t i = 0; i < case_.steps.size(); ++i) {
            const step& s = case_.steps[i];
            const std::string where = "do[" + std::to_string(i) + "] " + s.call;
            clear_log();
            try {
                if (auto difference = make_call(s)) {
                    fail(where, s.text, std::move(*difference));
                    return false;
                }
            } catch (const std::exception& e) {
                fail(where, s.text, {"an answer", std::string("an exception: ") + e.what()});
                return false;
            }
        }
        return true;
    }

    std::optional<mismatch> make_call(const step& s) {
        if (s.advance) {
            env_.advance_clock(*s.advance);
            return std::nullopt;
        }
        for (std::uint32_t n = 1; n < s.times; ++n) {
            const answer a = s.run(env_.db(), where_);
            if (a.failure && !s.expect.failure) {
                return mismatch{"success", "the call " + std::to_string(n) + " of " +
                                               std::to_string(s.times) + " answered " +
                                               to_string(a)};
            }
        }
        return compare(s.expect, s.run(env_.db(), where_), env_.terms());
    }

    void look_at_journal() {
        if (!case_.journal) return;
        // The bytes of the last call are no evidence of all that was sent.
        clear_log();
        if (auto difference = compare(*case_.journal, env_.journal(), where_))
            fail("the journal", "", std::move(*difference));
    }

    void look_at_records() {
        for (const expected_record& r : case_.records) {
            clear_log();
            const auto read = suite_db().get(r.key.resolve(where_));
            answer a;
            if (read) {
                a.metadata = read->metadata;
                a.bins = read->bins;
                a.absent = false;
            } else if (read.error() == result_code::record_not_found) {
                a.absent = true;
            } else {
                a.failure = read.error();
            }
            if (auto difference = compare(r.expect, a, env_.terms()))
                fail("record " + r.text + " afterwards", "", std::move(*difference));
        }
    }

    const conformance_case& case_;
    environment& env_;
    const place where_;
    std::unique_ptr<client> own_;
    std::vector<failed_check> failures_;
};

}  // namespace

case_result describe(const conformance_case& c) {
    return {.id = c.id,
            .area = c.area,
            .operation = c.operation,
            .description = c.description,
            .references = c.references,
            .tags = c.tags,
            .is_unconfirmed = c.is_unconfirmed()};
}

environment& case_runner::shared_environment() {
    if (!environment_) environment_ = target_.open({});
    return *environment_;
}

std::vector<failed_check> case_runner::attempt(const conformance_case& c, bool observed) {
    try {
        std::unique_ptr<environment> own;
        if (observed || !is_ordinary(c)) own = target_.open(needs_of(c, observed));
        environment& env = own ? *own : shared_environment();
        return attempt_runner(c, env, set_of_case(set_prefix_, c.id)).run();
    } catch (const std::exception& e) {
        return {{.where = "the place it needs", .expected = "a connected client", .got = e.what()}};
    }
}

case_result case_runner::run(const conformance_case& c) {
    const stopwatch watch;
    case_result out = describe(c);
    auto missing = c.requires_.missing(target_.facts());
    if (!missing) missing = target_.missing(needs_of(c, false));
    if (!missing && !c.given.indexes.empty() && !target_.facts().features.contains(index_feature))
        missing = std::string("needs secondary indexes, of which the feature ") + index_feature +
                  " tells, and the target does not announce it";
    if (missing) {
        out.outcome = verdict::skipped;
        out.skip_reason = std::move(*missing);
        return out;
    }
    out.failures = attempt(c, false);
    if (const std::string* reason = out.failures.empty() ? nullptr : known_.reason(c.id)) {
        out.failures.clear();
        out.outcome = verdict::skipped;
        out.skip_reason = *reason;
        return out;
    }
    const bool without_bytes = !out.failures.empty() && out.failures.front().exchanges.empty();
    if (without_bytes) {
        // Once more, over a way on which the bytes can be seen.
        auto again = attempt(c, true);
        for (failed_check& first : out.failures) {
            const auto same = std::find_if(again.begin(), again.end(), [&](const failed_check& f) {
                return f.where == first.where;
            });
            if (same == again.end() && again.empty())
                first.note = "passed when it was run again";
            else if (same == again.end())
                first.note =
                    "when it was run again: " + again.front().where + ", got " + again.front().got;
            else
                first.exchanges = std::move(same->exchanges);
        }
    }
    out.outcome = out.failures.empty() ? verdict::passed : verdict::failed;
    out.seconds = watch.seconds();
    return out;
}

}  // namespace spikelet::conformance
