// Codes of expressions (chapter 12 §2).
#pragma once

#include <cstdint>

namespace spikelet::mock::expressions::code {

inline constexpr std::uint8_t unknown = 0;
inline constexpr std::uint8_t eq = 1;
inline constexpr std::uint8_t ne = 2;
inline constexpr std::uint8_t gt = 3;
inline constexpr std::uint8_t ge = 4;
inline constexpr std::uint8_t lt = 5;
inline constexpr std::uint8_t le = 6;
inline constexpr std::uint8_t regex = 7;
inline constexpr std::uint8_t geo = 8;
inline constexpr std::uint8_t in_list = 9;
inline constexpr std::uint8_t logical_and = 16;
inline constexpr std::uint8_t logical_or = 17;
inline constexpr std::uint8_t logical_not = 18;
inline constexpr std::uint8_t exclusive = 19;
inline constexpr std::uint8_t add = 20;
inline constexpr std::uint8_t sub = 21;
inline constexpr std::uint8_t mul = 22;
inline constexpr std::uint8_t div = 23;
inline constexpr std::uint8_t pow = 24;
inline constexpr std::uint8_t log = 25;
inline constexpr std::uint8_t mod = 26;
inline constexpr std::uint8_t abs = 27;
inline constexpr std::uint8_t floor = 28;
inline constexpr std::uint8_t ceil = 29;
inline constexpr std::uint8_t to_int = 30;
inline constexpr std::uint8_t to_float = 31;
inline constexpr std::uint8_t int_and = 32;
inline constexpr std::uint8_t int_or = 33;
inline constexpr std::uint8_t int_xor = 34;
inline constexpr std::uint8_t int_not = 35;
inline constexpr std::uint8_t lshift = 36;
inline constexpr std::uint8_t rshift = 37;
inline constexpr std::uint8_t arshift = 38;
inline constexpr std::uint8_t int_count = 39;
inline constexpr std::uint8_t lscan = 40;
inline constexpr std::uint8_t rscan = 41;
inline constexpr std::uint8_t min = 50;
inline constexpr std::uint8_t max = 51;
inline constexpr std::uint8_t digest_modulo = 64;
inline constexpr std::uint8_t device_size = 65;
inline constexpr std::uint8_t last_update = 66;
inline constexpr std::uint8_t since_update = 67;
inline constexpr std::uint8_t void_time = 68;
inline constexpr std::uint8_t ttl = 69;
inline constexpr std::uint8_t set_name = 70;
inline constexpr std::uint8_t key_exists = 71;
inline constexpr std::uint8_t is_tombstone = 72;
inline constexpr std::uint8_t memory_size = 73;
inline constexpr std::uint8_t record_size = 74;
inline constexpr std::uint8_t key = 80;
inline constexpr std::uint8_t bin = 81;
inline constexpr std::uint8_t bin_type = 82;
inline constexpr std::uint8_t remove = 100;
inline constexpr std::uint8_t map_keys = 101;
inline constexpr std::uint8_t map_values = 102;
inline constexpr std::uint8_t loop_variable = 122;
inline constexpr std::uint8_t cond = 123;
inline constexpr std::uint8_t variable = 124;
inline constexpr std::uint8_t let = 125;
inline constexpr std::uint8_t quote = 126;
inline constexpr std::uint8_t call = 127;

}  // namespace spikelet::mock::expressions::code
