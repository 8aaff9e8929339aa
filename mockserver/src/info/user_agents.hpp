// Who is connected to a node, as clients say with user-agent-set (chapter 03 §3, chapter 16 §9).
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace spikelet::mock::info {

class user_agents {
public:
    // One connection's entry, counted until it dies. The table outlives it.
    class claim {
    public:
        claim() = default;
        claim(claim&& other) noexcept;
        claim& operator=(claim&& other) noexcept;
        ~claim();
        explicit operator bool() const { return table_ != nullptr; }

    private:
        friend class user_agents;
        user_agents* table_ = nullptr;
        std::string value_;
    };

    claim enter(std::string_view value);
    // A copy of the values with their numbers of connections.
    std::map<std::string, std::uint32_t, std::less<>> counts() const;

private:
    void leave(const std::string& value);

    mutable std::mutex mutex_;  // connections come and go on any thread
    std::map<std::string, std::uint32_t, std::less<>> counts_;
};

}  // namespace spikelet::mock::info
