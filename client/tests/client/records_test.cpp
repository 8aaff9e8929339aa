#include "ways.hpp"

#include <gmock/gmock.h>

namespace spikelet::tests {
namespace {

using testing::HasSubstr;

class records : public each_way {};

TEST_P(records, put_and_get) {
    const auto written = db.put(ann, {{"name", "Ann"}, {"visits", 7}});
    ASSERT_TRUE(written) << written.error();
    EXPECT_EQ(written->generation, 1u);

    const auto read = db.get(ann);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->bins, (bins{{"name", "Ann"}, {"visits", 7}}));
    EXPECT_EQ(read->metadata.generation, 1u);
    EXPECT_EQ(read->metadata.ttl_s, std::nullopt);
    EXPECT_EQ(read->key, ann);
    EXPECT_EQ(cluster.get(ann)->bins.at("visits"), 7);
}

TEST_P(records, absent_record_is_an_error_that_names_the_node) {
    const auto read = db.get(ann);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), result_code::record_not_found);
    EXPECT_EQ(read.error().node(), "A1");
    EXPECT_EQ(read.error().attempts(), 1u);
    EXPECT_FALSE(read.error().in_doubt());
    EXPECT_THAT(read.error().to_string(), HasSubstr("record_not_found (2)"));
}

SPIKELET_EACH_WAY(records);

}  // namespace
}  // namespace spikelet::tests
