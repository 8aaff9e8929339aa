// The types Bytes and GeoJSON (chapter 14 §4.5, §4.6).
#include "udf_fixture.hpp"

namespace spikelet::mock {
namespace {

using testing::applied;
using ::testing::HasSubstr;
using wire::particle_type;

class bytes_test : public testing::udf_test {
protected:
    static value blob(std::string_view bytes) { return value::blob(wire::as_bytes(bytes)); }
    // The text of `b` after the statement; it begins with the bytes 01 02 03.
    std::string after(std::string_view statement) {
        const applied a = run("local b = a\n" + std::string(statement) + "\nreturn tostring(b)",
                              {blob("\x01\x02\x03")});
        return a.succeeded() ? a.result.as_string() : "FAILURE " + a.failure;
    }
    // What the expression of `b`, the bytes 01 02 03 FE, gives.
    std::string of(std::string_view expression) {
        const applied a = run("local b = a return list{" + std::string(expression) + "}",
                              {blob("\x01\x02\x03\xfe")});
        return a.succeeded() ? to_string(a.result) : "FAILURE " + a.failure;
    }
};

TEST_F(bytes_test, are_made_empty_with_a_capacity) {
    EXPECT_EQ(of("bytes.size(bytes())"), "[0]");
    EXPECT_EQ(of("bytes.size(bytes(10))"), "[0]");
    EXPECT_EQ(of("tostring(bytes(5))"), "[\"Bytes()\"]");
    EXPECT_THAT(of("bytes('x')"), HasSubstr("number expected, got string"));
    EXPECT_THAT(of("bytes(-1)"), HasSubstr("bytes have a capacity of 0 to 4294967295, not -1"));
    EXPECT_THAT(of("bytes(4294967295)"), HasSubstr("needs more than its 16777216 bytes of memory"));
}

TEST_F(bytes_test, text_is_hexadecimal) {
    EXPECT_EQ(of("tostring(b)"), R"(["01 02 03 FE"])");
}

TEST_F(bytes_test, one_byte_is_read_by_position_from_1) {
    EXPECT_EQ(of("b[1], b[4]"), "[1, 254]");
    EXPECT_EQ(of("b[0] == nil, b[5] == nil, b[-1] == nil"), "[true, true, true]");
    EXPECT_THAT(of("b['x']"), HasSubstr("(number expected, got string)"));
    EXPECT_EQ(of("bytes.get_byte(b, 4)"), "[254]");
    EXPECT_EQ(of("bytes.get_byte(b, 100) == nil"), "[true]");
}

TEST_F(bytes_test, one_byte_is_set_and_makes_room) {
    EXPECT_EQ(after("b[2] = 255"), "01 FF 03");
    EXPECT_EQ(after("b[6] = 9"), "01 02 03 00 00 09");
    EXPECT_EQ(after("b[1] = 256"), "01 02 03");
    EXPECT_EQ(after("b[0] = 1"), "01 02 03");
    EXPECT_EQ(of("bytes.set_byte(b, 1, 5), bytes.set_byte(b, 0, 5), bytes.set_byte(b, 1, -1)"),
              "[true, false, false]");
}

TEST_F(bytes_test, length_operator_is_0_as_on_a_server) {
    EXPECT_EQ(of("#b, bytes.size(b)"), "[0, 4]");
}

TEST_F(bytes_test, set_size_only_says_whether_there_is_room) {
    EXPECT_EQ(of("bytes.set_size(b, 4), bytes.set_size(b, 5), bytes.set_size(b, -1)"),
              "[true, false, false]");
    EXPECT_EQ(run("local b = bytes(10); return list{bytes.set_size(b, 10), bytes.size(b)}").result,
              value(value::list{true, 0}));
}

TEST_F(bytes_test, integers_are_written_in_both_orders) {
    EXPECT_EQ(after("bytes.set_int16(b, 1, -2)"), "FF FE 03");
    EXPECT_EQ(after("bytes.set_int16_be(b, 2, 258)"), "01 01 02");
    EXPECT_EQ(after("bytes.set_int16_le(b, 2, 258)"), "01 02 01");
    EXPECT_EQ(after("bytes.set_int32(b, 1, 16909060)"), "01 02 03 04");
    EXPECT_EQ(after("bytes.set_int32_be(b, 1, 16909060)"), "01 02 03 04");
    EXPECT_EQ(after("bytes.set_int32_le(b, 1, -2)"), "FE FF FF FF");
    EXPECT_EQ(after("bytes.set_int64(b, 1, -2)"), "FF FF FF FF FF FF FF FE");
    EXPECT_EQ(after("bytes.set_int64_be(b, 1, 1)"), "00 00 00 00 00 00 00 01");
    EXPECT_EQ(after("bytes.set_int64_le(b, 1, 1)"), "01 00 00 00 00 00 00 00");
    EXPECT_EQ(after("bytes.append_byte(b, 4)"), "01 02 03 04");
    EXPECT_EQ(after("bytes.append_int16(b, 5)"), "01 02 03 00 05");
    EXPECT_EQ(after("bytes.append_int16_be(b, 5)"), "01 02 03 00 05");
    EXPECT_EQ(after("bytes.append_int16_le(b, 5)"), "01 02 03 05 00");
    EXPECT_EQ(after("bytes.append_int32(b, 5)"), "01 02 03 00 00 00 05");
    EXPECT_EQ(after("bytes.append_int32_be(b, 5)"), "01 02 03 00 00 00 05");
    EXPECT_EQ(after("bytes.append_int32_le(b, 5)"), "01 02 03 05 00 00 00");
    EXPECT_EQ(after("bytes.append_int64(b, 5)"), "01 02 03 00 00 00 00 00 00 00 05");
    EXPECT_EQ(after("bytes.append_int64_be(b, 5)"), "01 02 03 00 00 00 00 00 00 00 05");
    EXPECT_EQ(after("bytes.append_int64_le(b, 5)"), "01 02 03 05 00 00 00 00 00 00 00");
}

TEST_F(bytes_test, integers_beyond_their_range_are_refused) {
    EXPECT_EQ(of("bytes.set_int16(b, 1, 32768), bytes.set_int16(b, 1, -32769),"
                 "bytes.append_int32(b, 1 << 31), bytes.append_byte(b, 256)"),
              "[false, false, false, false]");
    EXPECT_EQ(of("bytes.set_int32(b, 0, 1), bytes.set_int32(b, 1 << 32, 1)"), "[false, false]");
    EXPECT_EQ(of("bytes.set_int64(b, 1, math.mininteger)"), "[true]");
}

TEST_F(bytes_test, integers_are_read_in_both_orders) {
    EXPECT_EQ(of("bytes.get_int16(b, 1), bytes.get_int16_le(b, 1), bytes.get_int16(b, 3)"),
              "[258, 513, 1022]");
    EXPECT_EQ(of("bytes.get_int16_be(b, 1), bytes.get_int16_be(b, 3)"), "[258, 1022]");
    EXPECT_EQ(of("bytes.get_int32(b, 1), bytes.get_int32_le(b, 1)"), "[16909310, -33357311]");
    EXPECT_EQ(of("bytes.get_int32_be(b, 1)"), "[16909310]");
    EXPECT_EQ(run("local b = bytes() bytes.append_int64(b, 258) return list{bytes.get_int64(b, 1), "
                  "bytes.get_int64_be(b, 1), bytes.get_int64_le(b, 1)}")
                  .result,
              value(value::list{258, 258, 144396663052566528}));
    EXPECT_EQ(of("bytes.get_int16(b, 4) == nil, bytes.get_int64(b, 1) == nil"), "[true, true]");
    EXPECT_EQ(of("bytes.get_int16(b, 0) == nil"), "[true]");
}

TEST_F(bytes_test, variable_integers_are_written_without_changing_the_size) {
    EXPECT_EQ(after("bytes.set_var_int(b, 1, 300)"), "AC 02 03");
    EXPECT_EQ(after("bytes.append_var_int(b, 300)"), "01 02 03");
    EXPECT_EQ(run("local b = bytes(10) "
                  "local n = bytes.append_var_int(b, -1) "
                  "local v, m = bytes.get_var_int(b, 1) "
                  "return list{n, v, m, bytes.size(b)}")
                  .result,
              value(value::list{5, 4294967295, 5, 0}));
    EXPECT_EQ(of("bytes.set_var_int(b, 1, 1 << 31), bytes.set_var_int(b, 0, 1)"), "[0, 0]");
}

TEST_F(bytes_test, variable_integer_that_runs_over_the_end_is_an_error_where_a_server_reads_on) {
    EXPECT_THAT(of("bytes.get_var_int(b, 4)"),
                HasSubstr("no integer ends between position 4 and the end of the bytes, 4"));
    EXPECT_THAT(of("bytes.get_var_int(b, 1000000)"), HasSubstr("no integer ends"));
    EXPECT_EQ(of("(bytes.get_var_int(b, 3))"), "[3]");
}

TEST_F(bytes_test, strings_and_bytes_are_copied) {
    EXPECT_EQ(after("bytes.set_string(b, 2, 'AB')"), "01 41 42");
    EXPECT_EQ(after("bytes.append_string(b, 'AB')"), "01 02 03 41 42");
    EXPECT_EQ(after("bytes.append_bytes(b, b, 2)"), "01 02 03 01 02");
    EXPECT_EQ(after("bytes.append_bytes(b, b, 100)"), "01 02 03 01 02 03");
    EXPECT_EQ(after("bytes.set_bytes(b, 2, b, 3)"), "01 01 02 03");
    EXPECT_EQ(of("bytes.append_string(b, ''), bytes.set_string(b, 0, 'x')"), "[false, false]");
    EXPECT_THAT(of("bytes.set_bytes(b, 1, 'x', 1)"), HasSubstr("(Bytes expected, got string)"));
}

TEST_F(bytes_test, part_is_what_there_is) {
    EXPECT_EQ(of("bytes.get_string(b, 2, 2)"), "[\"\\u0002\\u0003\"]");
    EXPECT_EQ(of("bytes.get_string(b, 4, 100)").size(), std::string("[\"\\xfe\"]").size());
    EXPECT_EQ(of("bytes.get_string(b, 9, 2)"), R"([""])");
    EXPECT_EQ(of("bytes.get_bytes(b, 2, 2)"), "[<0203>]");
    EXPECT_EQ(of("bytes.get_bytes(b, 3, 100)"), "[<03fe>]");
    EXPECT_EQ(of("bytes.get_bytes(b, 100, 1)"), "[<>]");
    EXPECT_EQ(of("bytes.get_bytes(b, 0, 1) == nil, bytes.get_bytes(b, 1, -1) == nil"),
              "[true, true]");
    EXPECT_EQ(of("bytes.get_bytes(b, 1, 1 << 31)"), "[<010203fe>]");
}

TEST_F(bytes_test, type_is_that_of_the_bin) {
    EXPECT_EQ(of("bytes.get_type(b), bytes.get_type(bytes(1))"), "[4, 4]");
    EXPECT_EQ(run("return bytes.get_type(a)",
                  {value::blob(wire::as_bytes("x"), particle_type::python_blob)})
                  .result,
              value(9));
    EXPECT_EQ(run("bytes.set_type(a, 9); return a", {blob("x")}).type, particle_type::python_blob);
    EXPECT_EQ(run("bytes.set_type(a, 3); return a", {blob("x")}).type, particle_type::blob);
    EXPECT_EQ(run("bytes.set_type(a, 1 << 20); return a", {blob("x")}).type, particle_type::blob);
    EXPECT_EQ(of("bytes.set_type(b, 0), bytes.set_type(b, 7)"), "[false, true]");
}

TEST_F(bytes_test, there_are_no_methods) {
    EXPECT_THAT(of("b:size()"), HasSubstr("(number expected, got string)"));
}

TEST_F(bytes_test, many_appended_bytes_take_little_time) {
    EXPECT_EQ(run("local b = bytes() for i = 1, 200000 do bytes.append_byte(b, 1) end "
                  "return bytes.size(b)")
                  .result,
              value(200000));
}

TEST_F(bytes_test, geojson_is_a_text_that_nobody_checks) {
    const applied a = run("return geojson('{}')");
    EXPECT_EQ(a.type, particle_type::geojson);
    EXPECT_EQ(a.particle, std::string("\0\0\0{}", 5)) << "no flags, no cells";
    EXPECT_EQ(run("return geojson('no json')").type, particle_type::geojson);
    EXPECT_EQ(evaluate("tostring(geojson('{}'))"), R"("\"{}\"")");
    EXPECT_EQ(evaluate("tostring(list{geojson('{}')})"), R"("[\"{}\"]")");
    EXPECT_EQ(evaluate("type(geojson('x'))"), R"("userdata")");
    EXPECT_EQ(evaluate("geojson()"), "nil");
    EXPECT_EQ(evaluate("geojson(a, b)", {"x", "y"}), "nil");
}

}  // namespace
}  // namespace spikelet::mock
