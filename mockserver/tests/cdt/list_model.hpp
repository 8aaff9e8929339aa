// Lists as chapter 08 describes them, done the plain way: a vector of values, copied whole, sorted
// when it is to be sorted. The engine is compared with it.
#pragma once

#include "model.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace spikelet::mock::testing {

using list_call = model_call;
using list_outcome = model_outcome;

class list_model {
public:
    // Nothing: there is no list.
    std::optional<value::list> items;
    bool ordered = false;

    // Does the operation, or nothing if it fails.
    list_outcome run(const list_call& call);
    // True if which of several equal elements an operation means shows in what it does.
    bool depends_on_ties(const list_call& call) const;

private:
    using numbers = std::vector<std::int64_t>;

    list_outcome dispatch(const list_call& call);
    list_outcome add(const list_call& call, std::size_t items_at,
                     std::optional<std::int64_t> index);
    list_outcome set(const list_call& call);
    list_outcome increment(const list_call& call);
    list_outcome sort(const list_call& call);
    list_outcome one(const list_call& call, std::optional<std::size_t> position, bool removes);
    list_outcome several(const list_call& call, bool removes);
    void restore_order();
    value::list sorted() const;
    std::int64_t count_below(const value& v) const;
};

}  // namespace spikelet::mock::testing
