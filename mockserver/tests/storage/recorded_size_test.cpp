#include "recorded_sizes.hpp"
#include "records.hpp"
#include "storage/record_size.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <deque>
#include <sstream>
#include <string>
#include <vector>

namespace spikelet::mock {
namespace {

std::uint8_t hex_byte(std::string_view two) {
    std::uint8_t value = 0;
    std::from_chars(two.data(), two.data() + 2, value, 16);
    return value;
}

// Bins written as recorded_size::bins.
class described_bins {
public:
    explicit described_bins(const std::string& text) {
        std::istringstream in(text);
        for (std::string word; in >> word;) {
            const std::size_t equals = word.find('=');
            const auto& name = parts_.emplace_back(word.substr(0, equals));
            const auto [type, value] = parse(word.substr(equals + 1));
            const auto& bytes = parts_.emplace_back(value);
            bins.push_back({name, {type, wire::as_bytes(bytes)}});
        }
    }
    std::vector<bin_view> bins;

private:
    struct typed {
        particle_type type;
        std::string bytes;
    };

    static typed parse(const std::string& text) {
        const std::string rest = text.substr(1);
        switch (text[0]) {
            case 'i': {
                const auto b = testing::integer_bytes(std::stoll(rest));
                return {particle_type::integer, {b.begin(), b.end()}};
            }
            case 'd':
                return {particle_type::floating, std::string(8, '\0')};
            case 'b':
                return {particle_type::boolean, std::string(1, '\1')};
            case 's':
                return {particle_type::string, std::string(std::stoul(rest), 's')};
            case 'L':
                return {particle_type::list, parse_packed(rest)};
            case 'M':
                return {particle_type::map, parse_packed(rest)};
            default: {
                const std::size_t x = text.find('x');
                return {static_cast<particle_type>(std::stoi(text.substr(0, x))),
                        std::string(std::stoul(text.substr(x + 1)), 'x')};
            }
        }
    }
    static std::string parse_packed(const std::string& text) {
        const std::size_t plus = text.find('+');
        std::string bytes;
        for (std::size_t i = 0; i < std::min(plus, text.size()); i += 2) {
            bytes.push_back(static_cast<char>(hex_byte(std::string_view(text).substr(i, 2))));
        }
        if (plus != std::string::npos) bytes.resize(std::stoul(text.substr(plus + 1)));
        return bytes;
    }

    std::deque<std::string> parts_;  // what the views point to
};

class recorded_size_test : public ::testing::TestWithParam<testing::recorded_size> {};

TEST_P(recorded_size_test, is_what_the_formula_gives) {
    const testing::recorded_size& row = GetParam();
    const described_bins described(row.bins);
    const std::string key(row.key_size, 'k');
    const auto raw =
        raw_record_size(row.set_size, wire::as_bytes(key), row.expires, described.bins);
    EXPECT_EQ(stored_record_size(raw), row.stored) << row.bins;

    // Big collections are taken apart, for which the bytes behind a + are no good.
    for (const bin_view& bin : described.bins) {
        const bool is_collection =
            bin.value.type == particle_type::list || bin.value.type == particle_type::map;
        if (is_collection && bin.value.bytes.size() > packed_collection_max) return;
    }
    const record_ptr r =
        record::make(digest{}, {.void_time_s = row.expires ? 1u : 0u, .key = wire::as_bytes(key)},
                     described.bins);
    EXPECT_EQ(raw_record_size(*r, row.set_size), raw) << "the record itself gives the same";
}

INSTANTIATE_TEST_SUITE_P(server, recorded_size_test, ::testing::ValuesIn(testing::recorded_sizes));

}  // namespace
}  // namespace spikelet::mock
