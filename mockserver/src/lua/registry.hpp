// The modules of a cluster, and the states that are ready to run them.
#pragma once

#include "lua/context.hpp"
#include "lua/module.hpp"
#include "lua/state.hpp"

#include <spikelet/mock/config.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::mock::lua {

// Any number of threads. Modules are compiled and run without its lock.
class registry : private module_source {
public:
    // All outlive it. `seed` is where random numbers come from.
    registry(const udf_limits& limits, const clock& time, const clock& machine_time,
             std::uint64_t seed);
    registry(const registry&) = delete;
    registry& operator=(const registry&) = delete;
    ~registry() override;

    // Registers a module, or another version of it, for all calls from now on. False, and `error`
    // says why, when it does not compile or its top level fails; the former version then remains.
    bool put(std::string_view file, std::string_view content, std::string hash,
             module_error& error);
    // Null when there is none of that file name.
    std::shared_ptr<const module> get(std::string_view file) const;
    // Ordered by file name.
    std::vector<std::shared_ptr<const module>> list() const;
    // False when there is none.
    bool remove(std::string_view file);
    // How often something was registered or removed.
    std::uint64_t change_count() const;
    // Lets go of all states that nobody uses.
    void clear_cache();

    // A state for one call, given back at the end.
    class lease {
    public:
        lease(lease&&) noexcept;
        lease& operator=(lease&&) = delete;
        ~lease();
        // False when there is no such module, it does not load, or that needs more than is allowed.
        explicit operator bool() const { return state_ != nullptr; }
        state& operator*() const { return *state_; }
        state* operator->() const { return state_.get(); }
        bool turn_is_over() const { return turn_is_over_; }

    private:
        friend class registry;
        struct pool;
        lease() = default;
        registry* owner_ = nullptr;
        std::shared_ptr<pool> pool_;
        std::unique_ptr<state> state_;
        std::uint64_t generation_ = 0;
        bool turn_is_over_ = false;
    };
    // `package` as calls name it: the file's name without ".lua".
    lease take(std::string_view package, effort allowed);

    log_sink& log() { return log_; }

private:
    struct entry;

    std::shared_ptr<const module> find_module(std::string_view name) const override;
    std::uint64_t next_random_seed() override;

    const clock& time_;
    const clock& machine_time_;
    log_sink log_;
    const services services_;
    std::atomic<std::uint64_t> seed_;

    mutable std::mutex mutex_;
    // By file name. The pool of a version dies with it.
    std::map<std::string, std::shared_ptr<lease::pool>, std::less<>> modules_;
    std::uint64_t generation_ = 0;  // of all modules together
};

}  // namespace spikelet::mock::lua
