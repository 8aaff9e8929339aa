#include "operations/working_bins.hpp"

namespace spikelet::mock {

working_bins::working_bins(const record* base) {
    if (base == nullptr) return;
    bins_.reserve(base->bin_count() + 1u);
    for (const bin_view& bin : base->bins()) {
        bins_.push_back(bin);
    }
}

std::size_t working_bins::position(std::string_view name) const {
    if (bins_.size() < index_threshold) {
        for (std::size_t i = 0; i < bins_.size(); ++i) {
            if (bins_[i].name == name) return i;
        }
        return none;
    }
    if (index_.empty()) {
        index_.reserve(bins_.size() * 2);
        for (std::size_t i = 0; i < bins_.size(); ++i) {
            index_.emplace(bins_[i].name, static_cast<std::uint32_t>(i));
        }
    }
    const auto it = index_.find(name);
    return it == index_.end() ? none : it->second;
}

const value_view* working_bins::find(std::string_view name) const {
    const std::size_t i = position(name);
    return i == none ? nullptr : &bins_[i].value;
}

void working_bins::set(std::string_view name, value_view value) {
    const std::size_t i = position(name);
    if (i != none) {
        bins_[i].value = value;
        return;
    }
    if (!index_.empty()) index_.emplace(name, static_cast<std::uint32_t>(bins_.size()));
    bins_.push_back({name, value});
}

bool working_bins::erase(std::string_view name) {
    const std::size_t i = position(name);
    if (i == none) return false;
    if (!index_.empty()) {
        index_.erase(name);
        if (i + 1 != bins_.size()) index_[bins_.back().name] = static_cast<std::uint32_t>(i);
    }
    bins_[i] = bins_.back();
    bins_.pop_back();
    return true;
}

void working_bins::clear() {
    bins_.clear();
    index_.clear();
}

}  // namespace spikelet::mock
