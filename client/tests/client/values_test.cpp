// Values and objects on their way to the server and back, over both ways.
#include "ways.hpp"

#include <spikelet/list.hpp>

#include <gmock/gmock.h>

#include <limits>

namespace spikelet::tests {
struct point {
    int x = 0;
    int y = 0;
};
struct opaque {};
}  // namespace spikelet::tests

template <>
struct spikelet::codec<spikelet::tests::point> {
    static std::string encode(const tests::point& p) {
        return {static_cast<char>(p.x), static_cast<char>(p.y)};
    }
    static tests::point decode(wire::bytes_view bytes) { return {bytes[0], bytes[1]}; }
};

namespace spikelet::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;

value blob(std::string_view bytes) {
    return value::blob(wire::as_bytes(bytes));
}

class values : public each_way {
protected:
    // The process-wide pair is of one test.
    ~values() override { unset_serializers(); }
};

TEST_P(values, every_kind_comes_back_as_it_was) {
    const value all[] = {
        true,
        0,
        std::numeric_limits<std::int64_t>::min(),
        std::numeric_limits<std::int64_t>::max(),
        -0.0,
        1e300,
        "",
        "text äöü",
        blob(""),
        blob(std::string_view("\0\x01", 2)),
        value::geojson(R"({"type":"Point","coordinates":[1,2]})"),
        value::list{},
        value::list{1, value(), value::list{"deep", 2.5}},
        value::map{},
        value::map{{"k", value::map{{1, true}}}},
    };
    for (const value& v : all) {
        const auto put = db.put(ann, {{"v", v}}, {.exists = exists_policy::create_or_replace});
        ASSERT_TRUE(put) << put.error();
        EXPECT_EQ(db.get(ann).value().bins.at("v"), v);
    }
}

TEST_P(values, nil_removes_a_bin) {
    ASSERT_TRUE(db.put(ann, {{"a", 1}, {"b", 2}}));
    ASSERT_TRUE(db.put(ann, {{"a", value()}}));
    EXPECT_EQ(db.get(ann)->bins, (bins{{"b", 2}}));
    const std::string last[] = {"b"};
    ASSERT_TRUE(db.remove_bin(ann, last));
    EXPECT_EQ(db.get(ann).error(), result_code::record_not_found);
}

TEST_P(values, marks_are_for_comparisons_only) {
    for (const value& v : {value::wildcard(), value::infinity()}) {
        const auto put = db.put(ann, {{"v", v}});
        EXPECT_EQ(put.error(), client_errc::parameter);
        EXPECT_EQ(put.error().argument(), "bins[\"v\"]");
    }
}

TEST_P(values, blobs_of_other_languages_stay_what_they_are) {
    client other = connected_client(
        cluster, GetParam(),
        {.serialization = {.deserialize = [](wire::bytes_view) -> value { return "seen"; }}});
    const value java = value::blob(wire::as_bytes("\xac\xed"), wire::particle_type::java_blob);
    ASSERT_TRUE(other.put(ann, {{"java", java}, {"plain", blob("x")}}));
    EXPECT_EQ(other.get(ann)->bins, (bins{{"java", java}, {"plain", "seen"}}));
}

TEST_P(values, objects_are_stored_by_their_codec) {
    ASSERT_TRUE(db.put(ann, {{"at", value::object(point{3, 4})}}));
    EXPECT_EQ(cluster.get(ann)->bins.at("at"), blob("\x03\x04"));
    const point p = object_cast<point>(db.get(ann)->bins.at("at"));
    EXPECT_EQ(p.x, 3);
    EXPECT_EQ(p.y, 4);
}

TEST_P(values, objects_without_a_codec_are_refused_before_anything_is_sent) {
    const auto put = db.put(ann, {{"o", value::object(opaque{})}});
    EXPECT_EQ(put.error(), client_errc::serialization);
    EXPECT_EQ(put.error().argument(), "bins[\"o\"]");
    EXPECT_THAT(
        put.error().message(),
        AllOf(HasSubstr("no codec<T>"), HasSubstr("spikelet::tests::"), HasSubstr("::opaque")));
    const auto none =
        db.put(ann, {{"o", value::object(point{})}}, {.serializer = serializer::none});
    EXPECT_EQ(none.error(), client_errc::serialization);
    const auto json =
        db.put(ann, {{"o", value::object(point{})}}, {.serializer = serializer::json});
    EXPECT_EQ(json.error(), client_errc::serialization);
    const auto unset =
        db.put(ann, {{"o", value::object(point{})}}, {.serializer = serializer::user});
    EXPECT_EQ(unset.error(), client_errc::serialization);
    EXPECT_THAT(unset.error().message(), HasSubstr("no serializer is set"));
    EXPECT_FALSE(cluster.get(ann));
}

// Which nobody could read back.
TEST_P(values, nesting_beyond_what_is_read_is_refused_before_anything_is_sent) {
    const auto nested = [](std::size_t levels) {
        value v = 1;
        for (std::size_t i = 0; i < levels; ++i) {
            value::list around;
            around.push_back(std::move(v));
            v = std::move(around);
        }
        return v;
    };
    ASSERT_TRUE(db.put(ann, {{"n", nested(value_depth_max)}}));
    EXPECT_EQ(db.get(ann).value().bins.at("n"), nested(value_depth_max));
    const value deeper = nested(value_depth_max + 1);
    const auto put = db.put(ann, {{"n", deeper}});
    EXPECT_EQ(put.error(), client_errc::serialization) << put.error();
    EXPECT_EQ(put.error().argument(), "bins[\"n\"]");
    EXPECT_THAT(put.error().message(), HasSubstr("more than 512 levels"));
    EXPECT_EQ(put.error().attempts(), 0u);
    const operation appends[] = {list::append("l", 1), list::append("l", deeper)};
    const auto operated = db.operate(ann, appends);
    EXPECT_EQ(operated.error(), client_errc::serialization) << operated.error();
    EXPECT_EQ(operated.error().argument(), "operations[1]");
    EXPECT_EQ(cluster.get(ann)->generation, 1u);
}

TEST_P(values, process_wide_serializer_is_used_when_asked_for) {
    set_serializer([](const value&) { return std::string("class"); });
    ASSERT_TRUE(db.put(ann, {{"o", value::object(opaque{})}}, {.serializer = serializer::user}));
    EXPECT_EQ(cluster.get(ann)->bins.at("o"), blob("class"));
    // Unless asked for, objects go to their codec.
    ASSERT_TRUE(db.put(ann, {{"o", value::object(point{1, 2})}}));
    EXPECT_EQ(cluster.get(ann)->bins.at("o"), blob("\x01\x02"));
    unset_serializers();
    EXPECT_FALSE(db.put(ann, {{"o", value::object(opaque{})}}, {.serializer = serializer::user}));
}

TEST_P(values, serializer_of_the_client_goes_first) {
    set_serializer([](const value&) { return std::string("class"); });
    client other = connected_client(
        cluster, GetParam(),
        {.serialization = {.serialize = [](const value&) { return std::string("instance"); }}});
    ASSERT_TRUE(other.put(ann, {{"o", value::object(opaque{})}}));
    EXPECT_EQ(cluster.get(ann)->bins.at("o"), blob("instance"));
    const operation ops[] = {operation::write("p", value::object(opaque{}))};
    ASSERT_TRUE(other.operate(ann, ops));
    EXPECT_EQ(cluster.get(ann)->bins.at("p"), blob("instance"));
    ASSERT_TRUE(other.put(ann, {{"o", value::list{value::object(point{5, 6})}}},
                          {.serializer = serializer::built_in}));
    EXPECT_EQ(cluster.get(ann)->bins.at("o"), value(value::list{blob("\x05\x06")}));
}

TEST_P(values, what_a_serializer_throws_is_an_error) {
    client other = connected_client(
        cluster, GetParam(), {.serialization = {.serialize = [](const value&) -> std::string {
                                  throw std::runtime_error("cannot do that");
                              }}});
    const auto put = other.put(ann, {{"o", value::object(opaque{})}});
    EXPECT_EQ(put.error(), client_errc::serialization);
    EXPECT_THAT(put.error().message(), HasSubstr("cannot do that"));
}

TEST_P(values, deserializer_sees_blobs_in_every_read) {
    ASSERT_TRUE(db.put(ann, {{"b", blob("x")}, {"l", value::list{blob("y"), 1}}}));
    set_deserializer([](wire::bytes_view bytes) -> value {
        return "read " + std::string(wire::as_text(bytes));
    });
    const value list = value::list{"read y", 1};
    EXPECT_EQ(db.get(ann)->bins, (bins{{"b", "read x"}, {"l", list}}));
    const std::string names[] = {"l"};
    EXPECT_EQ(db.select(ann, names)->bins.at("l"), list);
    const operation ops[] = {operation::read("b"), operation::read("l")};
    EXPECT_EQ(db.operate(ann, ops)->bins.at("b"), "read x");
    EXPECT_EQ(db.operate_ordered(ann, ops)->results.at(1).value, list);
    db.udf_put_text("get.lua", "function get(rec) return rec.b end\n").value();
    EXPECT_EQ(db.apply(ann, "get", "get").value(), "read x");
    unset_serializers();
    EXPECT_EQ(db.get(ann)->bins.at("b"), blob("x"));
}

TEST_P(values, deserializer_that_throws_leaves_the_blob) {
    ASSERT_TRUE(db.put(ann, {{"b", blob("x")}}));
    set_deserializer([](wire::bytes_view) -> value { throw std::runtime_error("no"); });
    EXPECT_EQ(db.get(ann)->bins.at("b"), blob("x"));
}

SPIKELET_EACH_WAY(values);

}  // namespace
}  // namespace spikelet::tests
