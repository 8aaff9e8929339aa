// The bins of one record while a command works on them.
//
// Values are views: into the stored record, into the request, or into the command's own memory; big
// lists and maps are owned as long as they are here. Nothing is written back until the command has
// succeeded, so a failing command simply lets go of it.
#pragma once

#include "operations/command_memory.hpp"
#include "storage/record.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>

namespace spikelet::mock {

class working_bins {
public:
    // Empty, or with the bins of `base`, which outlives it.
    explicit working_bins(const record* base);
    ~working_bins() { release_shared(); }
    working_bins(const working_bins&) = delete;
    working_bins& operator=(const working_bins&) = delete;

    std::size_t size() const { return bins_.size(); }
    bool empty() const { return bins_.empty(); }
    std::span<const bin_view> view() const { return {bins_.data(), bins_.size()}; }

    // Null when there is no such bin. Valid until the next change.
    const value_view* find(std::string_view name) const;
    // Adds the bin at the end or replaces its value. Name and value are kept as views, but for a
    // shared collection, which gets another owner.
    void set(std::string_view name, value_view value);
    // The last bin moves into the gap, as on a real server.
    bool erase(std::string_view name);
    void clear();

    // Frees what the command has computed and no bin holds any more, if that is worth it. Between
    // operations only: values that were found before are no longer valid.
    void collect(command_memory& memory) {
        if (memory.held_size_ > memory.collect_above_) collect_now(memory);
    }

private:
    static constexpr std::size_t none = SIZE_MAX;
    // From here on names are found through a hash table.
    static constexpr std::size_t index_threshold = 48;

    std::size_t position(std::string_view name) const;
    void release_shared();
    void collect_now(command_memory& memory);

    boost::container::small_vector<bin_view, 16> bins_;
    // Made by the first search among many bins; empty until then.
    mutable std::unordered_map<std::string_view, std::uint32_t> index_;
};

}  // namespace spikelet::mock
