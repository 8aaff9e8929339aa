// Functions on one record, as a client calls them.
#include "ways.hpp"

#include <gmock/gmock.h>

#include <array>

namespace spikelet::tests {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

const key ann("test", "users", "ann");
constexpr std::array<value, 0> no_arguments{};

class apply : public each_way {
protected:
    void SetUp() override {
        each_way::SetUp();
        const auto answer = db.info_any(
            "udf-put:filename=m.lua;content="
            "ZnVuY3Rpb24gZWNobyhyZWMsIGEsIGIpIHJldHVybiBsaXN0e2EsIGJ9IGVuZApmdW5jdGlvbiBhZGQocmVj"
            "LCBieSkgcmVjLm4gPSAocmVjLm4gb3IgMCkgKyBieQogIGlmIGFlcm9zcGlrZTpleGlzdHMocmVjKSB0aGVu"
            "IGFlcm9zcGlrZTp1cGRhdGUocmVjKSBlbHNlIGFlcm9zcGlrZTpjcmVhdGUocmVjKSBlbmQgcmV0dXJuIHJl"
            "Yy5uIGVuZApmdW5jdGlvbiBmYWlsKHJlYykgZXJyb3IoJ2Jvb20nKSBlbmQKZnVuY3Rpb24gbm90aGluZyhy"
            "ZWMpIGVuZA==;"
            "content-len=348;udf-type=LUA;");
        ASSERT_TRUE(answer) << answer.error();
        ASSERT_EQ(*answer, "ok");
    }
};

TEST_P(apply, answers_the_functions_result) {
    const value nested(value::list{"x", value::blob(wire::as_bytes("\x01\x02"))});
    const value arguments[] = {value(7), nested};
    const auto result = db.apply(ann, "m", "echo", arguments);
    ASSERT_TRUE(result) << result.error();
    EXPECT_EQ(*result, value(value::list{7, nested}));
    EXPECT_EQ(*db.apply(ann, "m", "nothing", no_arguments), value());
}

TEST_P(apply, writes_with_the_policys_ttl) {
    const value by[] = {value(3)};
    ASSERT_EQ(*db.apply(ann, "m", "add", by, {.ttl_s = 1000}), value(3));
    ASSERT_EQ(*db.apply(ann, "m", "add", by, {.ttl_s = 1000}), value(6));
    EXPECT_EQ(cluster.get(ann)->bins.at("n"), 6);
    EXPECT_EQ(cluster.get(ann)->ttl_s, 1000u);
}

TEST_P(apply, failure_has_luas_text) {
    const auto failed = db.apply(ann, "m", "fail", no_arguments);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error(), result_code::udf);
    EXPECT_THAT(failed.error().message(), EndsWith("/m.lua:4: boom"));
    EXPECT_FALSE(failed.error().in_doubt());
    EXPECT_EQ(db.apply(ann, "m", "missing", no_arguments).error().message(), "function not found");
    EXPECT_EQ(db.apply(ann, "missing", "f", no_arguments).error().message(),
              "UDF: Execution Error 1");
}

TEST_P(apply, names_are_checked_before_anything_is_sent) {
    const auto failed = db.apply(ann, "", "f", no_arguments);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error(), client_errc::parameter);
    EXPECT_EQ(failed.error().argument(), "module");
    EXPECT_THAT(failed.error().message(), HasSubstr("0 bytes; 1 … 127 are accepted"));
    EXPECT_EQ(db.apply(ann, "m", std::string(128, 'f'), no_arguments).error().argument(),
              "function");
}

SPIKELET_EACH_WAY(apply);

}  // namespace
}  // namespace spikelet::tests
