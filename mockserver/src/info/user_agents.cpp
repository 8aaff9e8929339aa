#include "info/user_agents.hpp"

#include "info/base64.hpp"
#include "info/families.hpp"
#include "info/memory.hpp"

#include <utility>

namespace spikelet::mock::info {

user_agents::claim::claim(claim&& other) noexcept
    : table_(std::exchange(other.table_, nullptr)), value_(std::move(other.value_)) {}

user_agents::claim& user_agents::claim::operator=(claim&& other) noexcept {
    std::swap(table_, other.table_);
    value_.swap(other.value_);
    return *this;
}

user_agents::claim::~claim() {
    if (table_ != nullptr) table_->leave(value_);
}

user_agents::claim user_agents::enter(std::string_view value) {
    claim c;
    c.value_ = value;
    const std::lock_guard lock(mutex_);
    ++counts_[c.value_];
    c.table_ = this;
    return c;
}

void user_agents::leave(const std::string& value) {
    const std::lock_guard lock(mutex_);
    const auto it = counts_.find(value);
    if (--it->second == 0) counts_.erase(it);
}

std::map<std::string, std::uint32_t, std::less<>> user_agents::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

void user_agent_set(const request& r) {
    constexpr std::size_t value_size_max = 84;  // as observed: 84 characters are taken, 88 are not
    if (r.session.user_agent) return put(r.out, "ERROR:4:already set");
    const auto value = text_parameter(r, "value", value_size_max);
    if (!value) return;
    if (!is_base64(*value)) return put(r.out, "ERROR:4:'value' invalid base64");
    r.session.user_agent = r.cluster.info_memory().of(r.self).agents.enter(*value);
    put(r.out, "ok");
}

void list_user_agents(const request& r) {
    for (const auto& [value, count] : r.cluster.info_memory().of(r.self).agents.counts()) {
        put(r.out, "user-agent=", value, ":count=", count, ';');
    }
}

}  // namespace spikelet::mock::info
