// Records and the global `aerospike` (chapter 14 §4.1, §4.2).
#include "udf_fixture.hpp"

#include <chrono>

namespace spikelet::mock {
namespace {

using testing::applied;
using testing::apply;
using ::testing::HasSubstr;
using wire::result_code;
using namespace std::chrono_literals;

class record_test : public testing::udf_test {
protected:
    mock::bins stored() {
        const auto r = cluster_.get(k_);
        return r ? r->bins : mock::bins{};
    }
    std::uint32_t generation() { return cluster_.get(k_)->generation; }
};

TEST_F(record_test, bins_of_all_types_are_read) {
    const mock::bins all = {{"i", 5},
                            {"d", 2.5},
                            {"s", "text"},
                            {"b", true},
                            {"bytes", value::blob(wire::as_bytes("xy"))},
                            {"l", value::list{1, "a"}},
                            {"m", value::map{{"k", 1}}},
                            {"g", value::geojson(R"({"type":"Point","coordinates":[1,2]})")}};
    cluster_.put(k_, all);
    for (const auto& [bin, v] : all) {
        EXPECT_EQ(run("return rec[a]", {bin}).result, v) << bin;
        EXPECT_EQ(run("rec.copy = rec[a]; return aerospike:update(rec)", {bin}).result, value(0));
        EXPECT_EQ(stored().at("copy"), v) << bin;
    }
    EXPECT_EQ(run("return type(rec.i) .. math.type(rec.i) .. type(rec.d) .. type(rec.s) .. "
                  "type(rec.b) .. type(rec.l) .. type(rec.none)")
                  .result,
              value("numberintegernumberstringbooleanuserdatanil"));
}

TEST_F(record_test, assigned_bin_is_seen_but_not_stored_without_update) {
    cluster_.put(k_, {{"a", 1}});
    EXPECT_EQ(run("rec.a = 2; return rec.a").result, value(2));
    EXPECT_EQ(stored().at("a"), value(1));
    EXPECT_EQ(generation(), 1u);
}

TEST_F(record_test, update_writes_in_one_go_at_the_end) {
    cluster_.put(k_, {{"a", 1}});
    const applied a =
        run("rec.a = 2; aerospike:update(rec); rec.b = 'x'; "
            "return aerospike:update(rec)");
    EXPECT_EQ(a.result, value(0));
    EXPECT_EQ(a.generation, 2u) << "one write, whatever the number of updates";
    EXPECT_EQ(stored(), (mock::bins{{"a", 2}, {"b", "x"}}));
}

TEST_F(record_test, update_without_changes_is_a_write) {
    cluster_.put(k_, {{"a", 1}});
    EXPECT_EQ(run("return aerospike:update(rec)").generation, 2u);
}

TEST_F(record_test, reading_call_leaves_the_generation_alone) {
    cluster_.put(k_, {{"a", 1}});
    const applied a = run("return rec.a");
    EXPECT_EQ(a.generation, 1u);
    EXPECT_EQ(generation(), 1u);
}

TEST_F(record_test, nil_removes_a_bin_and_the_last_one_the_record) {
    cluster_.put(k_, {{"a", 1}, {"b", 2}});
    run("rec.a = nil; aerospike:update(rec)");
    EXPECT_EQ(stored(), (mock::bins{{"b", 2}}));
    const applied a = run("rec.b = nil; return aerospike:update(rec)");
    EXPECT_EQ(a.result, value(0));
    EXPECT_EQ(a.generation, 3u);
    EXPECT_FALSE(cluster_.get(k_));
}

TEST_F(record_test, create_makes_a_record_and_refuses_a_second_one) {
    EXPECT_EQ(run("rec.a = 1; return aerospike:create(rec)").result, value(0));
    EXPECT_EQ(stored(), (mock::bins{{"a", 1}}));
    EXPECT_EQ(run("rec.a = 2; return aerospike:create(rec)").result, value(1));
    EXPECT_EQ(stored().at("a"), value(1));
    cluster_.remove(k_);
    EXPECT_EQ(run("rec.a = 1; aerospike:create(rec); return aerospike:create(rec)").result,
              value(1));
}

TEST_F(record_test, create_without_bins_is_not_found) {
    const applied a = run("return aerospike:create(rec)");
    EXPECT_EQ(a.code, result_code::record_not_found);
    EXPECT_EQ(a.operation_count, 0u);
}

TEST_F(record_test, update_of_no_record_does_nothing) {
    EXPECT_EQ(run("rec.a = 1; return aerospike:update(rec)").result, value(-2));
    EXPECT_FALSE(cluster_.get(k_));
}

TEST_F(record_test, exists_and_remove) {
    EXPECT_EQ(run("return aerospike:exists(rec)").result, value(false));
    EXPECT_EQ(run("return aerospike:remove(rec)").result, value(1));
    cluster_.put(k_, {{"a", 1}});
    EXPECT_EQ(run("return aerospike:exists(rec)").result, value(true));
    const applied a = run("return aerospike:remove(rec)");
    EXPECT_EQ(a.result, value(0));
    EXPECT_EQ(a.generation, 2u);
    EXPECT_FALSE(cluster_.get(k_));
}

TEST_F(record_test, remove_and_create_in_one_call_replace_the_record) {
    cluster_.put(k_, {{"a", 1}, {"b", 2}});
    EXPECT_EQ(run("local x = aerospike:remove(rec); rec.c = 3; "
                  "return list{x, aerospike:create(rec), rec.a == nil}")
                  .result,
              value(value::list{0, 0, true}));
    EXPECT_EQ(stored(), (mock::bins{{"c", 3}}));
    EXPECT_EQ(generation(), 2u);
}

TEST_F(record_test, error_after_an_update_undoes_it) {
    cluster_.put(k_, {{"a", 1}});
    const applied a = run("rec.a = 2; aerospike:update(rec); error('no')");
    EXPECT_EQ(a.code, result_code::udf);
    EXPECT_EQ(a.failure, "/opt/aerospike/usr/udf/lua/m.lua:2: no");
    EXPECT_EQ(a.generation, 1u);
    EXPECT_EQ(stored().at("a"), value(1));
    EXPECT_EQ(run("rec.x = 1; aerospike:remove(rec); error('no')").code, result_code::udf);
    EXPECT_EQ(stored().at("a"), value(1));
}

TEST_F(record_test, names_that_no_bin_has_are_ignored) {
    cluster_.put(k_, {{"a", 1}});
    EXPECT_EQ(run("rec['sixteen letters!'] = 1; rec[5] = 1; "
                  "return list{aerospike:update(rec), rec[5] == nil, "
                  "rec['sixteen letters!'] == nil, rec[nil] == nil}")
                  .result,
              value(value::list{0, true, true, true}));
    EXPECT_EQ(stored(), (mock::bins{{"a", 1}}));
    EXPECT_EQ(run("rec['a b'] = 1; rec[''] = 2; return aerospike:update(rec)").result, value(0));
    EXPECT_EQ(stored(), (mock::bins{{"a", 1}, {"a b", 1}, {"", 2}}));
    EXPECT_THAT(evaluate("rec[true]"), HasSubstr("(string expected, got boolean)"));
}

TEST_F(record_test, values_that_no_bin_holds_are_errors) {
    EXPECT_THAT(evaluate("(function() rec.x = {} end)()"),
                HasSubstr("m.lua:2: can't set bin x to unsupported type"));
    EXPECT_THAT(evaluate("(function() rec.x = print end)()"), HasSubstr("unsupported type"));
    EXPECT_THAT(evaluate("(function() rec.x = rec end)()"), HasSubstr("unsupported type"));
    EXPECT_EQ(evaluate("list{rec}"), "[]") << "a record is not put into a list";
}

TEST_F(record_test, string_ends_at_its_first_zero_byte) {
    EXPECT_EQ(run(R"(rec.s = 'ab\0cd'; aerospike:create(rec); return rec.s .. #rec.s)").result,
              value("ab2"));
    EXPECT_EQ(stored().at("s"), value("ab"));
    EXPECT_EQ(run(R"(return 'ab\0cd')").result, value("ab"));
    EXPECT_EQ(run("return #a", {std::string("ab\0cd", 5)}).result, value(2));
    EXPECT_EQ(run(R"(return list{'ab\0cd', map{['k\0l'] = 1}})").result,
              value(value::list{"ab", value::map{{"k", 1}}}));
}

TEST_F(record_test, list_read_from_a_bin_is_the_cached_value) {
    cluster_.put(k_, {{"l", value::list{1}}});
    EXPECT_EQ(run("list.append(rec.l, 2); return rec.l").result, value(value::list{1, 2}));
    EXPECT_EQ(stored().at("l"), value(value::list{1})) << "not assigned, not stored";
    run("local l = rec.l; list.append(l, 2); rec.l = l; aerospike:update(rec)");
    EXPECT_EQ(stored().at("l"), value(value::list{1, 2}));
}

TEST_F(record_test, ordered_list_becomes_an_unordered_one_when_it_is_written) {
    cluster_.put(k_, {{"l", value(value::list{1, 2}, list_order::ordered)}});
    run("local l = rec.l; list.append(l, 0); rec.l = l; aerospike:update(rec)");
    EXPECT_EQ(stored().at("l"), value(value::list{1, 2, 0}));
}

TEST_F(record_test, more_than_512_bins_are_refused) {
    const applied a = run("for i = 1, 513 do rec['b' .. i] = i end return aerospike:create(rec)");
    EXPECT_EQ(a.code, result_code::bin_name);
    EXPECT_FALSE(cluster_.get(k_));
    EXPECT_EQ(run("for i = 1, 512 do rec['b' .. i] = i end return aerospike:create(rec)").result,
              value(0));
    EXPECT_EQ(stored().size(), 512u);
    EXPECT_EQ(run("rec.more = 1; return aerospike:update(rec)").code, result_code::bin_name);
    EXPECT_EQ(generation(), 1u);
}

TEST_F(record_test, record_with_more_bins_is_neither_read_nor_changed) {
    mock::bins many;
    for (int i = 0; i < 600; ++i) {
        many.emplace("b" + std::to_string(i), i);
    }
    cluster_.put(k_, many);
    EXPECT_EQ(run("return list{rec.b1 == nil, record.numbins(rec), aerospike:exists(rec), "
                  "aerospike:update(rec), aerospike:remove(rec), record.gen(rec)}")
                  .result,
              value(value::list{true, 0, true, -2, 1, 1}));
    EXPECT_THAT(evaluate("record.bin_names(rec)"), HasSubstr("can't get bin names"));
}

TEST_F(record_test, refused_update_can_be_followed_by_a_good_one) {
    EXPECT_EQ(run("for i = 1, 513 do rec['b' .. i] = i end "
                  "local first = aerospike:create(rec); rec.a = 1; "
                  "return list{first, aerospike:create(rec)}")
                  .result,
              value(value::list{-1, 0}));
    EXPECT_EQ(stored(), (mock::bins{{"a", 1}}));
}

TEST_F(record_test, record_above_max_record_size_is_refused) {
    const applied a = run("rec.s = string.rep('x', 2000000); return aerospike:create(rec)");
    EXPECT_EQ(a.code, result_code::record_too_big);
    EXPECT_EQ(a.operation_count, 0u);
    EXPECT_FALSE(cluster_.get(k_));
}

TEST_F(record_test, metadata_of_a_stored_record) {
    cluster_.put(k_, {{"a", 1}, {"b", 2}}, {.ttl_s = 100});
    EXPECT_EQ(
        run("return list{record.gen(rec), record.ttl(rec), record.setname(rec), "
            "record.numbins(rec), record.key(rec) == nil, record.size(rec), "
            "record.memory_size(rec), record.device_size(rec), "
            "record.last_update_time(rec)}")
            .result,
        value(value::list{1, 100, "demo", 2, true, cluster_.get(k_)->stored_size,
                          cluster_.get(k_)->stored_size, 0, cluster_.get(k_)->last_update_time}));
    EXPECT_EQ(run("return record.digest(rec)").result, value::blob(k_.digest()));
    EXPECT_EQ(run("local n = record.bin_names(rec) table.sort(n) return #n .. n[1] .. n[2]").result,
              value("2ab"));
}

TEST_F(record_test, metadata_of_no_record) {
    EXPECT_EQ(run("return list{record.gen(rec), record.ttl(rec), record.setname(rec) == nil, "
                  "record.numbins(rec), record.key(rec) == nil, record.size(rec), "
                  "record.last_update_time(rec), tostring(record.digest(rec)) ~= ''}")
                  .result,
              value(value::list{0, 0, true, 0, true, 0, 0, true}));
    EXPECT_EQ(evaluate("record.bin_names(rec)"),
              "FAILURE /opt/aerospike/usr/udf/lua/m.lua:2: can't get bin names");
}

TEST_F(record_test, numbins_follows_updates_and_generation_does_not) {
    cluster_.put(k_, {{"a", 1}});
    EXPECT_EQ(run("rec.b = 1; local before = record.numbins(rec); aerospike:update(rec); "
                  "return list{before, record.numbins(rec), record.gen(rec)}")
                  .result,
              value(value::list{1, 2, 1}));
}

TEST_F(record_test, stored_key_is_read_and_can_be_dropped) {
    cluster_.put(k_, {{"a", 1}}, {.store_key = true});
    EXPECT_EQ(run("return record.key(rec)").result, value("k"));
    run("record.drop_key(rec)");
    EXPECT_EQ(cluster_.get(k_)->key.user_key(), value("k")) << "only with an update";
    run("record.drop_key(rec); aerospike:update(rec)");
    EXPECT_TRUE(cluster_.get(k_)->key.user_key().is_nil());
}

TEST_F(record_test, key_that_is_sent_is_stored_by_an_update) {
    cluster_.put(k_, {{"a", 1}});
    put("function f(rec) aerospike:update(rec); return record.key(rec) end");
    const applied a = apply(connection_, k_, {.key_field = k_.wire_form()});
    EXPECT_EQ(a.result, value("k"));
    EXPECT_EQ(cluster_.get(k_)->key.user_key(), value("k"));
    EXPECT_EQ(apply(connection_, k_, {.key_field = key("test", "demo", "other").wire_form()}).code,
              result_code::key_mismatch);
}

TEST_F(record_test, ttl_of_the_message_or_of_set_ttl) {
    put("function f(rec, ttl) rec.a = 1; if ttl then record.set_ttl(rec, ttl) end "
        "if aerospike:exists(rec) then aerospike:update(rec) else aerospike:create(rec) end end");
    const auto ttl = [&](std::uint32_t message, value::list arguments) {
        apply(connection_, k_, {.arguments = std::move(arguments), .ttl = message});
        return cluster_.get(k_)->ttl_s;
    };
    EXPECT_EQ(ttl(50, {}), 50u);
    EXPECT_EQ(ttl(50, {200}), 200u);
    EXPECT_EQ(ttl(0, {-2}), 200u) << "unchanged";
    EXPECT_EQ(ttl(0, {-1}), std::nullopt) << "never expires";
    EXPECT_EQ(ttl(0, {0}), std::nullopt) << "the default, 0";
    EXPECT_EQ(apply(connection_, k_, {.arguments = {400000000}}).code, result_code::parameter);
}

TEST_F(record_test, expired_record_is_none) {
    cluster_.put(k_, {{"a", 1}}, {.ttl_s = 10});
    cluster_.clock().advance(10s);
    EXPECT_EQ(run("return list{aerospike:exists(rec), rec.a == nil, record.gen(rec)}").result,
              value(value::list{false, true, 0}));
    const applied a = run("rec.b = 2; return aerospike:create(rec)");
    EXPECT_EQ(a.result, value(0));
    EXPECT_EQ(a.generation, 1u);
    EXPECT_EQ(stored(), (mock::bins{{"b", 2}}));
}

TEST_F(record_test, conditions_on_the_record_are_no_part_of_a_call) {
    put("function f(rec) return 1 end");
    for (const std::uint8_t bits :
         {wire::info2::generation, wire::info2::generation_gt, wire::info2::create_only}) {
        EXPECT_EQ(apply(connection_, k_, {.info2 = bits}).code, result_code::parameter);
    }
    for (const std::uint8_t bits :
         {wire::info3::update_only, wire::info3::create_or_replace, wire::info3::replace_only}) {
        EXPECT_EQ(apply(connection_, k_, {.info3 = bits}).code, result_code::parameter);
    }
    EXPECT_EQ(apply(connection_, k_, {.info1 = wire::info1::read}).result, value(1));
}

TEST_F(record_test, durable_delete_is_refused_by_a_community_server) {
    cluster_.put(k_, {{"a", 1}});
    put("function f(rec, name) aerospike:remove(rec) end "
        "function g(rec) rec.b = 1; return aerospike:update(rec) end");
    EXPECT_EQ(apply(connection_, k_, {.info2 = wire::info2::durable_delete}).code,
              result_code::enterprise_only);
    EXPECT_TRUE(cluster_.get(k_));
    EXPECT_EQ(
        apply(connection_, k_, {.function = "g", .info2 = wire::info2::durable_delete}).result,
        value(0));
}

TEST_F(record_test, wrong_arguments_of_aerospike_are_named) {
    EXPECT_THAT(evaluate("aerospike:create(5)"),
                HasSubstr("bad argument #1 to 'create' (Record expected, got number)"));
    EXPECT_THAT(evaluate("aerospike.create(rec)"), HasSubstr("(Aerospike expected, got Record)"));
    EXPECT_THAT(evaluate("aerospike:nope()"),
                HasSubstr("attempt to call a nil value (method 'nope')"));
    EXPECT_EQ(evaluate("aerospike:set_context(rec, 1)"), "2");
    EXPECT_EQ(evaluate("aerospike:get_config(rec)"), "2");
    EXPECT_THAT(evaluate("record.gen(list{})"), HasSubstr("(Record expected, got List)"));
}

TEST_F(record_test, kept_record_is_an_error_in_a_later_call) {
    put("function f(rec) kept = rec; return 1 end "
        "function g(rec) return kept.a end "
        "function h(rec) return aerospike:update(kept) end "
        "function i(rec) kept.a = 1 end "
        "function j(rec) return record.gen(kept) end "
        "function k(rec) f(rec); error('x') end");
    cluster_.put(k_, {{"a", 1}});
    for (const char* const keep : {"f", "k"}) {
        call(keep);
        for (const char* const use : {"g", "h", "i", "j"}) {
            EXPECT_THAT(call(use).failure, HasSubstr("the record belongs to a call that is over"));
        }
    }
}

TEST_F(record_test, current_time_is_the_clusters) {
    const auto now = static_cast<std::int64_t>(cluster_.clock().now()) + epoch_unix_s * 1000;
    EXPECT_EQ(run("return aerospike:get_current_time()").result, value(now));
}

TEST_F(record_test, stopped_namespace_refuses_updates) {
    cluster_config c = manual_clock();
    c.namespaces[0].stop_writes = true;
    cluster stopped(c);
    auto connection = stopped.connect();
    ASSERT_EQ(testing::info(connection, testing::put_command("m.lua",
                                                             "function f(rec) rec.a = 1 "
                                                             "return aerospike:create(rec) end "
                                                             "function g(rec) return rec.a end")),
              "ok");
    stopped.put(k_, {{"a", 5}});
    EXPECT_EQ(apply(connection, k_, {.function = "g"}).result, value(5));
    EXPECT_EQ(apply(connection, key("test", "demo", "new"), {}).code, result_code::server_full);
}

TEST_F(record_test, functions_are_refused_where_the_configuration_disables_them) {
    cluster_config without = manual_clock();
    without.disable_udf_execution = true;
    cluster_ = cluster(without);
    connection_ = cluster_.connect();
    cluster_.put(k_, {{"a", 1}});
    const applied a = run("rec.a = 2; return aerospike:update(rec)");
    EXPECT_EQ(a.code, result_code::forbidden);
    EXPECT_EQ(a.operation_count, 0u);
    EXPECT_EQ(stored().at("a"), value(1));
}

}  // namespace
}  // namespace spikelet::mock
