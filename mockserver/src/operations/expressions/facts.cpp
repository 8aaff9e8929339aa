#include "operations/expressions/facts.hpp"

#include "operations/expressions/codes.hpp"

namespace spikelet::mock::expressions {
namespace {

// The clock of records counts from 2010, that of expressions from 1970 (chapter 01 §12).
constexpr std::int64_t epoch_s = 1262304000;
constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::int64_t ns_per_ms = 1'000'000;

}  // namespace

std::optional<std::int64_t> ask(const record_facts& record, std::uint8_t code) {
    const auto size = static_cast<std::int64_t>(record.stored_size);
    switch (code) {
        case code::device_size:
            return 0;  // data lies in memory
        case code::memory_size:
        case code::record_size:
            return size;
        default:
            break;
    }
    if (record.stored == nullptr) return std::nullopt;
    const auto updated = static_cast<std::int64_t>(record.stored->last_update_time());
    const std::int64_t void_time = record.stored->void_time_s();
    const auto now = static_cast<std::int64_t>(record.now);
    switch (code) {
        case code::last_update:
            return epoch_s * ns_per_s + updated * ns_per_ms;
        case code::since_update:
            return now - updated;
        case code::void_time:
            return void_time == 0 ? -1 : (epoch_s + void_time) * ns_per_s;
        case code::ttl:
            return void_time == 0 ? -1 : void_time - now / 1000;
        default:
            return std::nullopt;
    }
}

}  // namespace spikelet::mock::expressions
