// Functions in Lua over each way of an asynchronous client.
#include "async_ways.hpp"

#include <gmock/gmock.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <vector>

namespace spikelet::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr std::string_view visits = R"(
function count(rec, bin, by)
  rec[bin] = (rec[bin] or 0) + by
  if aerospike:exists(rec) then aerospike:update(rec) else aerospike:create(rec) end
  return rec[bin]
end
function echo(rec, x) return x end
function fail(rec) error("no such luck") end
)";

class async_udf : public each_async_way {
protected:
    void SetUp() override {
        each_async_way::SetUp();
        const auto [failed] = run(db.async_udf_put_text("visits.lua", visits));
        ASSERT_FALSE(failed) << failed;
    }
    result<value> call(std::string_view function, std::vector<value> arguments = {}) {
        auto [failed, answer] = run(db.async_apply(ann, "visits", function, arguments));
        if (failed) return failed;
        return std::move(answer);
    }
};

TEST_P(async_udf, function_changes_the_record_and_its_result_comes_back) {
    EXPECT_EQ(call("count", {"visits", 2}).value(), 2);
    EXPECT_EQ(call("count", {"visits", 3}).value(), 5);
    EXPECT_EQ(cluster.get(ann)->bins.at("visits"), 5);
}

TEST_P(async_udf, arguments_and_results_keep_their_types) {
    for (const value& v :
         {value(), value(true), value(-7), value(2.5), value("text"), value(value::list{1, "a"}),
          value::blob(wire::as_bytes("\x01\x02")), value::geojson(R"({"type":"Point"})")}) {
        const auto answer = call("echo", {v});
        ASSERT_TRUE(answer) << answer.error();
        EXPECT_EQ(*answer, v);
    }
}

TEST_P(async_udf, failure_tells_the_servers_text_and_changes_nothing) {
    const error failed = call("fail").error();
    EXPECT_EQ(failed, result_code::udf);
    EXPECT_THAT(failed.message(), AllOf(HasSubstr("visits.lua:8"), HasSubstr("no such luck")));
    EXPECT_EQ(failed.node(), "A1");
    EXPECT_FALSE(failed.in_doubt());
    EXPECT_FALSE(cluster.get(ann));
}

TEST_P(async_udf, modules_are_listed_read_and_removed) {
    const auto [unlisted, modules] = run(db.async_udf_list());
    ASSERT_FALSE(unlisted) << unlisted;
    ASSERT_EQ(modules.size(), 1u);
    EXPECT_EQ(modules[0].name, "visits.lua");
    EXPECT_EQ(modules[0].hash.size(), 40u);
    const auto [unread, text] = run(db.async_udf_get("visits.lua"));
    ASSERT_FALSE(unread) << unread;
    EXPECT_EQ(text, visits);

    const auto [unremoved] = run(db.async_udf_remove("visits.lua"));
    EXPECT_FALSE(unremoved) << unremoved;
    EXPECT_THAT(std::get<1>(run(db.async_udf_list())), IsEmpty());
    const auto [absent, nothing] = run(db.async_udf_get("visits.lua"));
    EXPECT_EQ(absent, result_code::udf);
    EXPECT_EQ(nothing, "");
}

TEST_P(async_udf, module_that_does_not_compile_tells_file_line_and_reason) {
    const auto [failed] = run(db.async_udf_put_text("bad.lua", "local x = 1\nfunction (\n"));
    EXPECT_EQ(failed, result_code::udf);
    EXPECT_THAT(failed.message(), StartsWith("bad.lua:2: "));
}

TEST_P(async_udf, module_is_read_from_a_file_and_looked_for_in_the_user_path) {
    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) /
        (std::string("async_modules_") + (GetParam() == way::tcp ? "tcp" : "direct"));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "found.lua") << "function f(rec) return 42 end\n";
    async_client other = make_async_client(context.get_executor(), cluster, GetParam(),
                                           {.lua = {.user_path = folder.string()}});
    ASSERT_FALSE(std::get<0>(run(other.async_connect())));
    const auto [failed] = run(other.async_udf_put("found.lua"));
    ASSERT_FALSE(failed) << failed;
    const auto [unapplied, answer] = run(other.async_apply(ann, "found", "f"));
    EXPECT_FALSE(unapplied) << unapplied;
    EXPECT_EQ(answer, 42);
    EXPECT_FALSE(std::get<0>(run(other.async_udf_put(folder / "found.lua"))));

    const auto [absent] = run(other.async_udf_put("absent.lua"));
    EXPECT_EQ(absent, client_errc::parameter);
    EXPECT_THAT(absent.message(), HasSubstr("absent.lua' cannot be read: No such"));
    other.close();
}

TEST_P(async_udf, mistakes_are_the_handlers_error) {
    const auto argument = [&](auto call) {
        const auto outcome = run(std::move(call));
        EXPECT_EQ(std::get<0>(outcome), client_errc::parameter);
        return std::get<0>(outcome).argument();
    };
    EXPECT_EQ(argument(db.async_apply(ann, "", "f")), "module");
    EXPECT_EQ(argument(db.async_apply(ann, "m", std::string(128, 'f'))), "function");
    EXPECT_EQ(argument(db.async_udf_put_text("visits", visits)), "name");
    EXPECT_EQ(argument(db.async_udf_put_text("a.lua", "")), "text");
    EXPECT_EQ(argument(db.async_udf_put("folder/no_ending")), "path");
    EXPECT_EQ(argument(db.async_udf_get("a\n.lua")), "name");
    EXPECT_EQ(argument(db.async_udf_remove("")), "name");
    const info_policy wrong{.timeout = milliseconds(-1)};
    EXPECT_EQ(argument(db.async_udf_list(wrong)), "policy.timeout");
}

TEST_P(async_udf, object_among_arguments_needs_a_codec) {
    struct opaque {};
    const error failed = call("echo", {1, value::object(opaque{})}).error();
    EXPECT_EQ(failed, client_errc::serialization);
    EXPECT_EQ(failed.argument(), "arguments[1]");
}

TEST_P(async_udf, calls_at_once_are_all_applied) {
    int under_way = 100;
    const std::array<value, 2> arguments{"visits", 1};
    for (int i = 0; i < 100; ++i) {
        db.async_apply(ann, "visits", "count", arguments, {},
                       [&](const error& failed, const value&) {
                           EXPECT_FALSE(failed) << failed;
                           --under_way;
                       });
    }
    run_until([&] { return under_way == 0; });
    EXPECT_EQ(cluster.get(ann)->bins.at("visits"), 100);
}

SPIKELET_EACH_WAY(async_udf);

}  // namespace
}  // namespace spikelet::tests
