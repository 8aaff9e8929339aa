#include <spikelet/wire/result_code.hpp>

#include <set>

namespace spikelet::wire {
namespace {

TEST(result_code, every_byte_is_described_under_its_own_number) {
    std::set<std::string_view> names;
    for (unsigned code = 0; code < 256; ++code) {
        const result_code_info& info = describe(static_cast<result_code>(code));
        EXPECT_EQ(static_cast<unsigned>(info.code), code);
        EXPECT_FALSE(info.meaning.empty());
        EXPECT_FALSE(info.remedy.empty());
        if (info.name == "UNKNOWN") {
            EXPECT_EQ(info.category, result_category::internal);
        } else {
            EXPECT_TRUE(names.insert(info.name).second) << info.name;
        }
    }
    EXPECT_EQ(names.size(), 84u);
}

TEST(result_code, names_are_those_of_the_c_client) {
    EXPECT_EQ(name(result_code::ok), "OK");
    EXPECT_EQ(name(result_code::record_not_found), "RECORD_NOT_FOUND");
    EXPECT_EQ(name(result_code::parameter), "REQUEST_INVALID");
    EXPECT_EQ(name(result_code::element_exists), "FAIL_ELEMENT_EXISTS");
    EXPECT_EQ(name(result_code::index_max_count), "INDEX_MAXCOUNT");
    EXPECT_EQ(name(static_cast<result_code>(30)), "UNKNOWN");
    EXPECT_EQ(name(static_cast<result_code>(255)), "UNKNOWN");
}

TEST(result_code, categories_tell_answers_from_faults) {
    EXPECT_EQ(describe(result_code::ok).category, result_category::success);
    EXPECT_EQ(describe(result_code::record_not_found).category, result_category::answer);
    EXPECT_EQ(describe(result_code::filtered_out).category, result_category::answer);
    EXPECT_EQ(describe(result_code::parameter).category, result_category::request);
    EXPECT_EQ(describe(result_code::timeout).category, result_category::capacity);
    EXPECT_EQ(describe(result_code::unavailable).category, result_category::cluster);
    EXPECT_EQ(name(result_category::transaction), "transaction");
}

}  // namespace
}  // namespace spikelet::wire
