#include "operations/working_bins.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>
#include <vector>

namespace spikelet::mock {

working_bins::working_bins(const record* base) {
    if (base == nullptr) return;
    bins_.reserve(base->bin_count() + 1u);
    for (const bin_view& bin : base->bins()) {
        shared_collection_ptr::share(bin.value.shared).detach();
        bins_.push_back(bin);
    }
}

void working_bins::release_shared() {
    for (const bin_view& bin : bins_) {
        shared_collection_ptr::adopt(bin.value.shared);
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
    shared_collection_ptr::share(value.shared).detach();
    const std::size_t i = position(name);
    if (i != none) {
        shared_collection_ptr::adopt(bins_[i].value.shared);
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
    shared_collection_ptr::adopt(bins_[i].value.shared);
    bins_[i] = bins_.back();
    bins_.pop_back();
    return true;
}

void working_bins::clear() {
    release_shared();
    bins_.clear();
    index_.clear();
}

void working_bins::collect_now(command_memory& memory) {
    // Large values that no bin has a part of. Ascending, so that each bin finds its block.
    std::vector<std::pair<const std::uint8_t*, bool>> large;
    large.reserve(memory.large_.size());
    for (const auto& [block, size] : memory.large_) {
        large.emplace_back(block, false);
    }
    std::sort(large.begin(), large.end());
    const std::vector<command_memory::block> old_blocks = std::move(memory.blocks_);
    memory.blocks_.clear();
    for (const command_memory::block& b : old_blocks) {
        memory.held_size_ -= b.size;
    }
    // What lies on the stack stays there: it is little, and never given out again.
    memory.next_ = nullptr;
    memory.end_ = nullptr;
    const auto is_within = [](const std::uint8_t* p, const std::uint8_t* block, std::size_t size) {
        return !std::less<>{}(p, block) && std::less<>{}(p, block + size);
    };
    for (bin_view& bin : bins_) {
        bytes_view& bytes = bin.value.bytes;
        if (bytes.empty()) continue;
        const auto behind = std::upper_bound(
            large.begin(), large.end(), bytes.data(),
            [](const std::uint8_t* p, const auto& block) { return std::less<>{}(p, block.first); });
        if (behind != large.begin()) {
            auto& [block, is_alive] = *(behind - 1);
            if (is_within(bytes.data(), block, memory.large_.at(block))) {
                is_alive = true;
                continue;
            }
        }
        const bool is_small = std::ranges::any_of(old_blocks, [&](const command_memory::block& b) {
            return is_within(bytes.data(), b.bytes.get(), b.size);
        });
        if (!is_small) continue;
        std::uint8_t* copy = memory.allocate(bytes.size());
        std::memcpy(copy, bytes.data(), bytes.size());
        bytes = {copy, bytes.size()};
    }
    for (const auto& [block, is_alive] : large) {
        if (!is_alive) memory.release({block, 0});
    }
    // As much again may come together before the next time.
    memory.collect_above_ = std::max(command_memory::collect_above_min, 2 * memory.held_size_);
}

}  // namespace spikelet::mock
