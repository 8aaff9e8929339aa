#include "target/settings.hpp"

#include <charconv>
#include <cstdint>

namespace spikelet::conformance {
namespace {

struct unit {
    char letter;
    std::uint64_t factor;
};
// "m" is mega and minutes: what the server tells decides.
constexpr unit units[] = {
    {'k', 1ULL << 10}, {'m', 1ULL << 20}, {'g', 1ULL << 30}, {'t', 1ULL << 40},
    {'s', 1},          {'m', 60},         {'h', 3600},       {'d', 86400},
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_setting(std::string_view told, std::string_view wanted) {
    if (told == wanted) return true;
    std::uint64_t number = 0;
    const char* const end = wanted.data() + wanted.size();
    const auto [behind, error] = std::from_chars(wanted.data(), end, number);
    if (error != std::errc() || end - behind != 1) return false;
    for (const unit& u : units) {
        if (lower(*behind) == u.letter && told == std::to_string(number * u.factor)) return true;
    }
    return false;
}

std::optional<std::string> unsuitability(const target_facts& target) {
    if (target.tells("strong-consistency", "true") &&
        !target.tells("strong-consistency-allow-expunge", "true"))
        return "it is strongly consistent, and refuses to remove records without a trace; the "
               "suite could not clean up. It needs strong-consistency-allow-expunge true";
    if (target.tells("disallow-expunge", "true"))
        return "it refuses to remove records without a trace; the suite could not clean up. It "
               "needs disallow-expunge false";
    if (target.tells("stop_writes", "true"))
        return "it takes no writes now, it tells stop_writes=true";
    if (target.tells("reject-non-xdr-writes", "true"))
        return "it takes no writes of clients, it has reject-non-xdr-writes true";
    return std::nullopt;
}

}  // namespace spikelet::conformance
