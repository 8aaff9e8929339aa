// What errors tell (error.hpp).
#include <spikelet/error.hpp>

#include <gmock/gmock.h>

#include <set>
#include <sstream>
#include <vector>

namespace spikelet::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Those that have a description of their own.
std::vector<client_errc> all_of_the_client() {
    std::vector<client_errc> all = {client_errc::client};
    for (int number = -2; number > -200; --number) {
        const auto code = static_cast<client_errc>(number);
        if (name(code) != name(client_errc::client)) all.push_back(code);
    }
    return all;
}

TEST(error, every_code_of_the_client_is_described_under_its_own_name) {
    EXPECT_EQ(all_of_the_client().size(), 19u);
    std::set<std::string_view> names;
    for (const client_errc code : all_of_the_client()) {
        const error e(code, {});
        SCOPED_TRACE(e.name());
        EXPECT_TRUE(names.insert(e.name()).second);
        EXPECT_EQ(name(code), e.name());
        EXPECT_EQ(e, code);
        EXPECT_TRUE(e);
        EXPECT_NE(e.category(), result_category::success);
        EXPECT_FALSE(e.remedy().empty());
        EXPECT_FALSE(make_error_code(code).message().empty());
        EXPECT_THAT(e.to_string(), StartsWith(std::string(e.name()) + " ("));
    }
}

TEST(error, every_code_of_a_server_has_its_category_and_remedy) {
    for (unsigned code = 1; code < 256; ++code) {
        const error e(static_cast<result_code>(code), {});
        EXPECT_EQ(e.number(), static_cast<int>(code));
        EXPECT_EQ(e.category(), wire::describe(static_cast<result_code>(code)).category);
        EXPECT_FALSE(e.remedy().empty());
    }
}

TEST(error, tells_all_of_it_in_one_line) {
    const error e(result_code::udf, {.message = "visits.lua:3: no such luck",
                                     .argument = "function",
                                     .node = "A1",
                                     .attempts = 2,
                                     .in_doubt = true});
    const std::string line = e.to_string();
    EXPECT_THAT(line, HasSubstr("(100): visits.lua:3: no such luck"));
    EXPECT_THAT(line, HasSubstr("[argument function, node A1, 2 attempts, in doubt]; "));
    EXPECT_THAT(line, HasSubstr(std::string(e.remedy())));
    std::ostringstream out;
    out << e;
    EXPECT_EQ(out.str(), line);
}

TEST(error, codes_of_client_and_server_are_told_apart) {
    const error timeout(client_errc::timeout, {});
    EXPECT_EQ(timeout.number(), 9);
    EXPECT_EQ(timeout, client_errc::timeout);
    EXPECT_NE(timeout, result_code::timeout);
    EXPECT_NE(error(result_code::timeout, {}), client_errc::timeout);
    EXPECT_NE(error(client_errc::parameter, {}), result_code::ok);
}

TEST(error, nothing_is_no_error) {
    const error none;
    EXPECT_FALSE(none);
    EXPECT_EQ(none, result_code::ok);
    EXPECT_EQ(none.to_string(), "ok");
    EXPECT_EQ(none.category(), result_category::success);
    EXPECT_TRUE(none.message().empty());
    EXPECT_EQ(none.attempts(), 0u);
}

TEST(error, value_of_a_failed_result_is_thrown) {
    const result<int> failed = error(result_code::generation, {.node = "A1"});
    try {
        (void)failed.value();
        ADD_FAILURE() << "nothing was thrown";
    } catch (const failure& f) {
        EXPECT_EQ(f.error(), result_code::generation);
        EXPECT_EQ(f.error().node(), "A1");
        EXPECT_EQ(f.what(), f.error().to_string());
    }
}

}  // namespace
}  // namespace spikelet::tests
