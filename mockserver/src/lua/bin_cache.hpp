// The bins that a function has read or assigned. They reach the record when the function calls
// aerospike:create or aerospike:update.
#pragma once

#include <spikelet/wire/message.hpp>

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace spikelet::mock::lua {

// Their values lie in a Lua table, at the place of the bin here plus one.
class bin_cache {
public:
    // Beyond these an update fails (chapter 14 §4.2).
    static constexpr std::size_t names_max = 1024;
    static constexpr std::size_t values_max = 512;
    static constexpr std::size_t none = SIZE_MAX;

    struct bin {
        char text[wire::bin_name_size_max];
        std::uint8_t size;
        bool has_value;  // not nil
        bool assigned;   // since the last update
        std::string_view name() const { return {text, size}; }
    };

    std::size_t size() const { return bins_.size(); }
    bin& operator[](std::size_t i) { return bins_[i]; }
    std::size_t find(std::string_view name) const {
        for (std::size_t i = 0; i < bins_.size(); ++i) {
            if (bins_[i].name() == name) return i;
        }
        return none;
    }
    // Place of the value that is now kept under `name`; none when there are too many.
    std::size_t put(std::string_view name, bool has_value, bool assigned) {
        if (overflown_) return none;
        std::size_t i = find(name);
        if (i == none) {
            overflown_ = bins_.size() >= names_max || (has_value && values_ >= values_max);
            if (overflown_) return none;
            i = bins_.size();
            bins_.push_back({});
            std::memcpy(bins_[i].text, name.data(), name.size());
            bins_[i].size = static_cast<std::uint8_t>(name.size());
        } else if (bins_[i].has_value) {
            --values_;
        }
        bins_[i].has_value = has_value;
        bins_[i].assigned = assigned;
        if (has_value) ++values_;
        return i;
    }
    // Forgets a bin without value; the last one takes its place.
    void remove(std::size_t i) {
        bins_[i] = bins_.back();
        bins_.pop_back();
    }
    bool overflown() const { return overflown_; }
    void clear() {
        bins_.clear();
        values_ = 0;
        overflown_ = false;
    }

private:
    boost::container::small_vector<bin, 8> bins_;
    std::size_t values_ = 0;
    bool overflown_ = false;
};

}  // namespace spikelet::mock::lua
