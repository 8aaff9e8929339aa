// Modules are managed with the same bytes that an official client sends (fixtures/wire).
#include "official_calls.hpp"

#include <gmock/gmock.h>

namespace spikelet::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

class official_udf : public official_calls {};

TEST_F(official_udf, modules_are_managed_with_the_same_bytes) {
    std::size_t compared = 0;
    std::string wait;
    for (const json& line : recorded_lines("udf")) {
        if (line["options"]["api"] == "UdfJob.wait") wait = line["req"];
    }
    for (const json& line : recorded_lines("udf")) {
        SCOPED_TRACE(line["id"].get<std::string>());
        const json& options = line["options"];
        const std::string api = options["api"];
        if (api == "udfRegister") {
            ASSERT_TRUE(db.udf_put_text(options["file"].get<std::string>(),
                                        options["content"].get<std::string>()));
        } else if (api == "udfRemove") {
            ASSERT_TRUE(db.udf_remove(options["module"].get<std::string>()));
        } else if (api == "UdfJob.wait") {
            ASSERT_TRUE(db.udf_list());
        } else {
            continue;
        }
        // That client waits by a call of its own, ours before it comes back.
        if (api == "UdfJob.wait") {
            EXPECT_THAT(sent(), ElementsAre(line["req"].get<std::string>()));
        } else {
            EXPECT_THAT(sent(), ElementsAre(line["req"].get<std::string>(), wait));
        }
        ++compared;
    }
    EXPECT_EQ(compared, 10u);
}

}  // namespace
}  // namespace spikelet::testing
