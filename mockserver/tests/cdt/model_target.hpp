// The engine's side of a comparison with a model: one record with one list or map.
#pragma once

#include "cdt_requests.hpp"
#include "model.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace spikelet::mock::testing {

class model_target {
public:
    // The bin is missing at first; nested, it is a list with the (empty) collection inside.
    model_target(bool nested, value empty) : nested_(nested) {
        // Another bin keeps the record alive.
        cluster_.put(key_, {{"other", 1}});
        if (!nested) return;
        cluster_.put(key_, {{"other", 1}, {"c", value::list{1, std::move(empty), "x"}}});
    }

    // One command.
    reply run(const std::vector<model_call>& calls) {
        request r(key_);
        for (const model_call& call : calls) {
            const std::string packed = nested_ ? packed_call({0x10, 1}, call.code, call.args)
                                               : packed_call(call.code, call.args);
            const bool reads_list = call.code >= 16 && call.code < 32;
            if (reads_list || call.code >= 96) {
                cdt_read(r, "c", packed);
            } else {
                cdt_modify(r, "c", packed);
            }
        }
        return send(connection_, r);
    }

    // The collection as the record has it.
    std::optional<value> stored() const {
        const auto record = cluster_.get(key_);
        if (!record || record->bins.count("c") == 0) return std::nullopt;
        const value& bin = record->bins.at("c");
        return nested_ ? bin.as_list().at(1) : bin;
    }

private:
    static cluster_config config() {
        cluster_config c;
        c.clock = clock_mode::manual;
        c.namespaces = {{.name = "test", .max_record_size = 8u << 20}};
        return c;
    }

    bool nested_;
    cluster cluster_{config()};
    direct_connection connection_ = cluster_.connect();
    const key key_{"test", "demo", "k"};
};

// Compares the answer to a command with what the model says of its last operation; `operations` is
// how many it had.
inline void expect_outcome(const reply& actual, const model_outcome& expected,
                           std::size_t operations, const std::string& what) {
    ASSERT_EQ(actual.code, expected.code) << what;
    if (expected.code != wire::result_code::ok) return;
    if (operations == 1) {
        ASSERT_EQ(result_of(actual), expected.result) << what;
    } else if (expected.result) {
        ASSERT_FALSE(actual.operations.empty()) << what;
        ASSERT_EQ(value_of(actual.operations.back()), *expected.result) << what;
    }
}

inline std::string describe(const model_call& call) {
    return "code " + std::to_string(call.code) + " args " +
           to_string(value(call.args)).substr(0, 300);
}

}  // namespace spikelet::mock::testing
