// Maps as chapter 09 describes them, done the plain way: a vector of entries by key, copied whole,
// looked through from its beginning. The engine is compared with it.
#pragma once

#include "model.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace spikelet::mock::testing {

class map_model {
public:
    // Nothing: there is no map.
    std::optional<value::map> entries;
    std::uint8_t flags = 0;
    // Inside another collection, where no index is kept.
    bool is_nested = false;

    // Does the operation, or nothing if it fails.
    model_outcome run(const model_call& call);

private:
    using positions = std::vector<std::int64_t>;
    enum class by { index, key_interval, key_list, value, rank, value_list };
    struct selection {
        by selector;
        positions selected;  // in the order in which entries are answered
        std::vector<model::range> blocks;
        bool is_void = false;
    };

    model_outcome dispatch(const model_call& call);
    model_outcome set_type(std::int64_t attributes);
    model_outcome put_one(const model_call& call, std::int64_t write_flags);
    model_outcome put_all(const model_call& call, std::int64_t write_flags);
    model_outcome increment(const model_call& call, bool negates);
    model_outcome one(const model_call& call, bool removes);
    model_outcome several(const model_call& call, bool removes);
    model_outcome answer(int type, bool inverted, const selection& s) const;
    value answer_block_range(int type, bool inverted, const selection& s) const;

    selection select(const model_call& call) const;
    selection select_range(by selector, model::range r) const;
    selection select_keys(const value::list& wanted) const;
    selection select_values(const value::list& wanted) const;
    template <class Predicate>
    selection select_where(std::int64_t below, Predicate is_selected) const;

    std::int64_t size() const { return static_cast<std::int64_t>(entries->size()); }
    const value::entry& at(std::int64_t i) const { return (*entries)[static_cast<std::size_t>(i)]; }
    std::optional<std::int64_t> find(const value& key) const;
    std::int64_t keys_below(const value& key) const;
    std::int64_t values_below(const value& v) const;
    positions by_rank() const;  // position of each rank
    std::int64_t rank_of(std::int64_t position) const;
    positions left_by(const positions& selected) const;
    value entries_at(int type, const positions& all) const;
    void put(const value& key, const value& v);
    bool is_key_ordered() const { return (flags & 1) != 0; }
    bool is_value_ordered() const { return (flags & 2) != 0; }
};

}  // namespace spikelet::mock::testing
