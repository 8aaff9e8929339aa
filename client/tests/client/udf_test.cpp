// Functions in Lua over both ways.
#include "ways.hpp"

#include <gmock/gmock.h>

#include <fstream>

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

class udf : public each_way {
protected:
    udf() { db.udf_put_text("visits.lua", visits).value(); }
    result<value> call(std::string_view function, std::vector<value> arguments = {}) {
        return db.apply(ann, "visits", function, arguments);
    }
};

TEST_P(udf, function_changes_the_record_and_its_result_comes_back) {
    EXPECT_EQ(call("count", {"visits", 2}).value(), 2);
    EXPECT_EQ(call("count", {"visits", 3}).value(), 5);
    EXPECT_EQ(db.get(ann)->bins.at("visits"), 5);
}

TEST_P(udf, arguments_and_results_keep_their_types) {
    for (const value& v :
         {value(), value(true), value(-7), value(2.5), value("text"), value(value::list{1, "a"}),
          value::blob(wire::as_bytes("\x01\x02")), value::geojson(R"({"type":"Point"})")}) {
        const auto answer = call("echo", {v});
        ASSERT_TRUE(answer) << answer.error();
        EXPECT_EQ(*answer, v);
    }
}

TEST_P(udf, failure_tells_the_servers_text_and_changes_nothing) {
    const auto answer = call("fail");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), result_code::udf);
    EXPECT_THAT(answer.error().message(),
                AllOf(HasSubstr("visits.lua:8"), HasSubstr("no such luck")));
    EXPECT_EQ(answer.error().node(), "A1");
    EXPECT_FALSE(answer.error().in_doubt());
    EXPECT_EQ(db.get(ann).error(), result_code::record_not_found);
}

TEST_P(udf, unknown_functions_and_modules_are_told_apart) {
    EXPECT_THAT(call("nothing").error().message(), HasSubstr("function not found"));
    const auto no_module = db.apply(ann, "nowhere", "f");
    EXPECT_EQ(no_module.error(), result_code::udf);
    EXPECT_THAT(no_module.error().message(), HasSubstr("UDF: Execution Error 1"));
}

TEST_P(udf, modules_are_listed_read_and_removed) {
    const auto modules = db.udf_list();
    ASSERT_TRUE(modules) << modules.error();
    ASSERT_EQ(modules->size(), 1u);
    EXPECT_EQ(modules->at(0).name, "visits.lua");
    EXPECT_EQ(modules->at(0).hash.size(), 40u);
    EXPECT_EQ(modules->at(0).type, udf_language::lua);
    EXPECT_EQ(db.udf_get("visits.lua").value(), visits);

    EXPECT_TRUE(db.udf_remove("visits.lua"));
    EXPECT_THAT(db.udf_list().value(), IsEmpty());
    EXPECT_EQ(db.udf_get("visits.lua").error(), result_code::udf);
    EXPECT_TRUE(db.udf_remove("visits.lua"));
}

TEST_P(udf, module_that_does_not_compile_tells_file_line_and_reason) {
    const auto put = db.udf_put_text("bad.lua", "local x = 1\nfunction (\n");
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error(), result_code::udf);
    EXPECT_THAT(put.error().message(), StartsWith("bad.lua:2: "));
    EXPECT_EQ(db.udf_list().value().size(), 1u);
}

TEST_P(udf, largest_module_goes_there_and_back) {
    std::string text = "function f(rec) return 1 end\n-- ";
    // A server counts the base64 text.
    text.append((udf_text_size_max / 4 * 3) - text.size(), 'x');
    const auto put = db.udf_put_text("large.lua", text);
    ASSERT_TRUE(put) << put.error();
    EXPECT_EQ(db.udf_get("large.lua").value(), text);
}

TEST_P(udf, mistakes_are_refused_before_anything_is_sent) {
    EXPECT_EQ(db.apply(ann, "", "f").error().argument(), "module");
    EXPECT_EQ(db.apply(ann, "m", "").error().argument(), "function");
    EXPECT_EQ(db.apply(ann, std::string(128, 'm'), "f").error().argument(), "module");
    EXPECT_EQ(db.apply({"", "users", 1}, "m", "f").error().argument(), "key");
    EXPECT_EQ(db.apply(ann, "m", "f", {}, {.key = static_cast<key_policy>(7)}).error().argument(),
              "policy.key");
    EXPECT_EQ(db.udf_put_text("visits", visits).error().argument(), "name");
    EXPECT_EQ(db.udf_put_text("a;b.lua", visits).error().argument(), "name");
    EXPECT_EQ(db.udf_put_text("empty.lua", "").error().argument(), "text");
    EXPECT_EQ(db.udf_put_text("a.lua", std::string(udf_text_size_max + 1, ' ')).error().argument(),
              "text");
    EXPECT_EQ(db.udf_get("a\n.lua").error().argument(), "name");
    EXPECT_EQ(db.udf_remove("").error().argument(), "name");
    const auto absent = db.udf_put("/nowhere/at/all.lua");
    EXPECT_EQ(absent.error(), client_errc::parameter);
    EXPECT_THAT(absent.error().message(),
                HasSubstr("'/nowhere/at/all.lua' cannot be read: No such"));
}

TEST_P(udf, object_among_arguments_needs_a_codec) {
    struct opaque {};
    const auto answer = call("echo", {1, value::object(opaque{})});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), client_errc::serialization);
    EXPECT_EQ(answer.error().argument(), "arguments[1]");
}

TEST_P(udf, relative_path_is_looked_for_in_the_user_path) {
    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) /
        (std::string("modules_") + (GetParam() == way::tcp ? "tcp" : "direct"));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "found.lua") << "function f(rec) return 42 end\n";
    client other = connected_client(cluster, GetParam(), {.lua = {.user_path = folder.string()}});
    const auto put = other.udf_put("found.lua");
    ASSERT_TRUE(put) << put.error();
    EXPECT_EQ(other.apply(ann, "found", "f").value(), 42);
    EXPECT_TRUE(other.udf_put(folder / "found.lua"));
}

SPIKELET_EACH_WAY(udf);

}  // namespace
}  // namespace spikelet::tests
