#include "lua/registry.hpp"

#include <algorithm>
#include <utility>

namespace spikelet::mock::lua {
namespace {

// Idle states of one module: as many as threads are likely to run it at once.
constexpr std::size_t idle_max = 16;

// The file that a package or a name for `require` means: a dot stands for a folder, and there is
// only the one folder (golden cases udf/unknown).
std::string file_of(std::string_view name) {
    std::string file(name);
    std::ranges::replace(file, '.', '/');
    const std::size_t first = file.find_first_not_of('/');
    return file.substr(first == file.npos ? file.size() : first) + ".lua";
}

}  // namespace

// A version of a module and its idle states. Guarded by the registry's lock.
struct registry::lease::pool {
    std::shared_ptr<const module> code;
    struct idle_state {
        std::unique_ptr<state> ready;
        std::uint64_t generation;
    };
    std::vector<idle_state> idle;
};

registry::lease::lease(lease&&) noexcept = default;

registry::lease::~lease() {
    if (state_ == nullptr || !state_->make_reusable()) return;
    const std::lock_guard lock(owner_->mutex_);
    const bool is_current = !state_->has_required() || generation_ == owner_->generation_;
    if (is_current && pool_->idle.size() < idle_max) {
        pool_->idle.push_back({std::move(state_), generation_});
    }
}

registry::registry(const udf_limits& limits, const clock& time, const clock& machine_time,
                   std::uint64_t seed)
    : time_(time),
      machine_time_(machine_time),
      services_{.limits = limits,
                .time = time_,
                .machine_time = machine_time_,
                .start_time = time_.now(),
                .log = log_,
                .modules = *this},
      seed_(seed) {}

registry::~registry() = default;

bool registry::put(std::string_view file, std::string_view content, std::string hash,
                   module_error& error) {
    made_module made = make_module(services_, file, content, std::move(hash), error);
    if (!made.code) return false;
    auto version = std::make_shared<lease::pool>();
    version->code = std::move(made.code);
    // What it has required may be former versions, even of itself.
    const bool is_ready = !made.ready->has_required() && made.ready->make_reusable();
    const std::lock_guard lock(mutex_);
    ++generation_;
    if (is_ready) version->idle.push_back({std::move(made.ready), generation_});
    // The former version, with its states, is destroyed after the lock is released.
    std::swap(modules_[std::string(file)], version);
    return true;
}

std::shared_ptr<const module> registry::get(std::string_view file) const {
    const std::lock_guard lock(mutex_);
    const auto it = modules_.find(file);
    return it == modules_.end() ? nullptr : it->second->code;
}

std::vector<std::shared_ptr<const module>> registry::list() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<const module>> all;
    for (const auto& [file, version] : modules_) {
        all.push_back(version->code);
    }
    return all;
}

bool registry::remove(std::string_view file) {
    std::shared_ptr<lease::pool> removed;
    const std::lock_guard lock(mutex_);
    const auto it = modules_.find(file);
    if (it == modules_.end()) return false;
    removed = std::move(it->second);
    modules_.erase(it);
    ++generation_;
    return true;
}

std::uint64_t registry::change_count() const {
    const std::lock_guard lock(mutex_);
    return generation_;
}

void registry::clear_cache() {
    std::vector<std::vector<lease::pool::idle_state>> dropped;
    const std::lock_guard lock(mutex_);
    for (const auto& [file, version] : modules_) {
        dropped.push_back(std::exchange(version->idle, {}));
    }
}

registry::lease registry::take(std::string_view package, effort allowed) {
    lease taken;
    std::vector<std::unique_ptr<state>> stale;
    {
        const std::string file = file_of(package);
        const std::lock_guard lock(mutex_);
        const auto it = modules_.find(file);
        if (it == modules_.end()) return taken;
        taken.owner_ = this;
        taken.pool_ = it->second;
        taken.generation_ = generation_;
        auto& idle = taken.pool_->idle;
        while (!idle.empty() && taken.state_ == nullptr) {
            lease::pool::idle_state last = std::move(idle.back());
            idle.pop_back();
            if (last.ready->has_required() && last.generation != generation_) {
                stale.push_back(std::move(last.ready));
            } else {
                taken.state_ = std::move(last.ready);
                taken.generation_ = last.generation;
            }
        }
    }
    if (taken.state_ == nullptr) {
        taken.state_ = state::make(services_, taken.pool_->code, allowed, taken.turn_is_over_);
    }
    return taken;
}

std::shared_ptr<const module> registry::find_module(std::string_view name) const {
    return get(file_of(name));
}

std::uint64_t registry::next_random_seed() {
    // The sequence of splitmix64.
    std::uint64_t z =
        seed_.fetch_add(0x9e3779b97f4a7c15, std::memory_order_relaxed) + 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

}  // namespace spikelet::mock::lua
