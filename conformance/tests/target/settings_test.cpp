#include "target/settings.hpp"

#include <gmock/gmock.h>

namespace spikelet::conformance {
namespace {

using ::testing::HasSubstr;

TEST(is_setting, takes_what_is_told_and_what_it_is_in_units) {
    EXPECT_TRUE(is_setting("true", "true"));
    EXPECT_TRUE(is_setting("65536", "65536"));
    EXPECT_TRUE(is_setting("65536", "64K"));
    EXPECT_TRUE(is_setting("8388608", "8M"));
    EXPECT_TRUE(is_setting("480", "8m"));
    EXPECT_TRUE(is_setting("86400", "24h"));
    EXPECT_TRUE(is_setting("86400", "1D"));
    EXPECT_FALSE(is_setting("64", "64K"));
    EXPECT_FALSE(is_setting("65536", "64KB"));
    EXPECT_FALSE(is_setting("1", "true"));
    EXPECT_FALSE(is_setting("0", ""));
    EXPECT_FALSE(is_setting("0", "K"));
}

TEST(unsuitability, of_a_namespace_in_which_nothing_can_be_removed_or_written) {
    target_facts t;
    const auto with = [&](const char* key) {
        t.namespace_info = {{key, "true"}};
        return unsuitability(t).value_or("");
    };
    EXPECT_THAT(with("strong-consistency"), HasSubstr("could not clean up"));
    EXPECT_THAT(with("disallow-expunge"), HasSubstr("could not clean up"));
    EXPECT_THAT(with("stop_writes"), HasSubstr("takes no writes"));
    EXPECT_THAT(with("reject-non-xdr-writes"), HasSubstr("takes no writes"));
    EXPECT_EQ(with("prefer-uniform-balance"), "");
    t.namespace_info = {{"strong-consistency", "true"},
                        {"strong-consistency-allow-expunge", "true"}};
    EXPECT_EQ(unsuitability(t), std::nullopt);
}

}  // namespace
}  // namespace spikelet::conformance
