#include "answers.hpp"
#include "recorded_case.hpp"

#include <zlib.h>

namespace spikelet::conformance {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr const char* minimal_case =
    R"({"id": "a/b/1", "category": "a", "op": "b", "text": "t", "features": ["f"],)"
    R"( "steps": [{"req": "0a", "resp": "0B", "check": true}]})";

bytes gzip(std::string_view text) {
    bytes out(::compressBound(text.size()) + 64, '\0');
    z_stream stream{};
    EXPECT_EQ(Z_OK, ::deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(Z_STREAM_END, ::deflate(&stream, Z_FINISH));
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return out;
}

// What the reader says about a file, or "" if it reads it to the end.
std::string complaint(const std::filesystem::path& file) {
    try {
        corpus_reader reader(file);
        while (reader.next()) {
        }
    } catch (const corpus_error& error) {
        return error.what();
    }
    return "";
}

class corpus : public ::testing::Test {
protected:
    std::string complaint_about(std::string_view content) {
        return complaint(folder_.write("c.jsonl", content));
    }
    recorded_case parse(std::string_view line) {
        return corpus_reader(folder_.write("c.jsonl", line)).next().value();
    }

    temporary_folder folder_;
};

TEST_F(corpus, plain_and_compressed_files_hold_the_same_cases) {
    const bytes text = bytes(minimal_case) + "\n\n" + minimal_case;
    for (const auto& file :
         {folder_.write("c.jsonl", text), folder_.write("c.jsonl.gz", gzip(text))}) {
        corpus_reader reader(file);
        const auto first = reader.next();
        const auto second = reader.next();
        ASSERT_TRUE(first && second);
        EXPECT_FALSE(reader.next());
        EXPECT_EQ(first->id, "a/b/1");
        EXPECT_EQ(first->position, file.string() + ":1");
        EXPECT_EQ(second->position, file.string() + ":3");
    }
}

TEST_F(corpus, defaults_of_a_step) {
    const recorded_case c = parse(minimal_case);
    EXPECT_EQ(c.category, "a");
    EXPECT_EQ(c.operation, "b");
    EXPECT_EQ(c.text, "t");
    EXPECT_THAT(c.features, ::testing::ElementsAre("f"));
    EXPECT_EQ(c.wait.count(), 0);
    EXPECT_FALSE(c.preamble);
    ASSERT_EQ(c.steps.size(), 1u);
    EXPECT_EQ(c.steps[0].request, "0a");
    EXPECT_EQ(c.steps[0].answer, "0B");
    EXPECT_FALSE(c.steps[0].closes);
    EXPECT_TRUE(c.steps[0].checked);
    EXPECT_EQ(c.steps[0].kind, answer_kind::message);
    EXPECT_EQ(c.steps[0].rule.mode, compare_mode::exact);
}

TEST_F(corpus, everything_optional_is_read) {
    const recorded_case c = parse(
        R"({"id":"i","category":"c","op":"o","text":"t","features":[],"wait":0.25,"preamble":true,)"
        R"("steps":[{"req":"","resp":"CLOSED","check":false},)"
        R"({"req":"00","resp":"00","check":true,"kind":"multi","mode":"set","masks":["bval"]},)"
        R"({"req":"00","resp":"00","check":true,"kind":"info","mode":"info-set","masks":[["\\d","N"]]}]})");
    EXPECT_EQ(c.wait.count(), 250);
    EXPECT_TRUE(c.preamble);
    ASSERT_EQ(c.steps.size(), 3u);
    EXPECT_TRUE(c.steps[0].closes);
    EXPECT_EQ(c.steps[0].answer, "");
    EXPECT_EQ(c.steps[1].kind, answer_kind::stream);
    EXPECT_EQ(c.steps[1].rule.mode, compare_mode::set);
    EXPECT_TRUE(c.steps[1].rule.mask_index_values);
    EXPECT_EQ(c.steps[2].kind, answer_kind::info);
    ASSERT_EQ(c.steps[2].rule.text_masks.size(), 1u);
    EXPECT_EQ(c.steps[2].rule.text_masks[0]->apply("a12"), "aNN");
}

TEST_F(corpus, long_values_are_the_same_as_short_ones) {
    const std::string request(100'000, 'a');
    const std::string answer(700'000, 'b');
    const std::string text(1000, 'c');
    const recorded_case c = parse(
        R"({"text":"\"req\":\")" + text + R"(","id":"i","category":"c","op":"o","features":[],)" +
        R"("steps":[{"req":"aa","resp":")" + answer + R"(","check":true},)" + R"({"req":")" +
        request + R"(","resp":")" + answer + R"(","check":true,"text":")" + text + "\"}]}");
    EXPECT_EQ(c.text, "\"req\":\"" + text);
    ASSERT_EQ(c.steps.size(), 2u);
    EXPECT_EQ(c.steps[0].request, "aa");
    EXPECT_EQ(c.steps[0].answer, answer);
    EXPECT_EQ(c.steps[1].request, request);
    EXPECT_EQ(c.steps[1].answer, answer);
}

TEST_F(corpus, file_that_does_not_exist_is_named) {
    EXPECT_THAT(
        complaint(folder_.path() / "none.jsonl"),
        AllOf(HasSubstr("none.jsonl: cannot open: "), EndsWith("No such file or directory")));
}

TEST_F(corpus, plain_text_under_a_compressed_name_is_an_error) {
    EXPECT_THAT(complaint(folder_.write("c.jsonl.gz", minimal_case)),
                EndsWith("c.jsonl.gz: is not gzip data"));
}

TEST_F(corpus, truncated_gzip_is_an_error) {
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text.append(minimal_case).append("\n");
    const bytes whole = gzip(text);
    for (const std::size_t size : {whole.size() - 1, whole.size() - 9, whole.size() / 2}) {
        EXPECT_THAT(complaint(folder_.write("c.jsonl.gz", whole.substr(0, size))),
                    HasSubstr("c.jsonl.gz: cannot read behind line "));
    }
}

TEST_F(corpus, corrupt_gzip_is_an_error) {
    bytes whole = gzip(minimal_case);
    whole[whole.size() - 6] ^= 1;  // the checksum
    EXPECT_THAT(complaint(folder_.write("c.jsonl.gz", whole)),
                HasSubstr("cannot read behind line"));
}

TEST_F(corpus, truncated_json_names_file_and_line) {
    const std::string text = minimal_case;
    EXPECT_THAT(complaint_about(text + "\n" + text.substr(0, 40)),
                HasSubstr("c.jsonl:2: is not JSON: "));
    EXPECT_THAT(complaint_about("[]"), EndsWith("c.jsonl:1: a case must be an object"));
}

TEST_F(corpus, complaint_about_a_long_line_is_short) {
    const std::string said = complaint_about("{\"id\":\"" + std::string(100000, 'a'));
    EXPECT_THAT(said, HasSubstr("c.jsonl:1: is not JSON: "));
    EXPECT_LT(said.size(), 1000U);
}

TEST_F(corpus, missing_and_wrong_keys_are_named) {
    struct row {
        const char* replace;
        const char* with;
        const char* complaint;
    };
    for (const row& r : {
             row{"\"id\"", "\"x\"", "c.jsonl:1: key \"id\" is missing"},
             row{"\"category\"", "\"x\"", "key \"category\" is missing"},
             row{"\"op\"", "\"x\"", "key \"op\" is missing"},
             row{"\"text\"", "\"x\"", "key \"text\" is missing"},
             row{"\"features\"", "\"x\"", "key \"features\" is missing"},
             row{"\"steps\"", "\"x\"", "key \"steps\" is missing"},
             row{"\"req\"", "\"x\"", "step 1: key \"req\" is missing"},
             row{"\"resp\"", "\"x\"", "step 1: key \"resp\" is missing"},
             row{"\"check\"", "\"x\"", "step 1: key \"check\" is missing"},
             row{"\"a/b/1\"", "1", "\"id\" must be a string"},
             row{"[\"f\"]", "1", "\"features\" must be a list"},
             row{"[\"f\"]", "[1]", "\"features\" must be a string"},
             row{"true", "1", "step 1: \"check\" must be true or false"},
             row{"true", "true, \"kind\": \"x\"",
                 "step 1: \"kind\" is \"x\"; allowed: msg, multi, info"},
             row{"true", "true, \"mode\": \"x\"",
                 "step 1: \"mode\" is \"x\"; allowed: exact, bins, set, rc, info, info-set"},
             row{"true", "true, \"masks\": [\"x\"]",
                 "step 1: \"masks\" holds \"x\"; allowed: \"bval\", [pattern, replacement]"},
             row{"true", "true, \"masks\": [[\"(\", \"\"]]",
                 "step 1: the pattern \"(\" is wrong: "},
             row{"\"text\"", "\"wait\": -1, \"text\"", "\"wait\" must be a number of seconds"},
             row{"\"0a\"", "\"\\u00007\"", "step 1: \"req\" is not hex"},
         }) {
        std::string text = minimal_case;
        text.replace(text.find(r.replace), std::string_view(r.replace).size(), r.with);
        EXPECT_THAT(complaint_about(text), HasSubstr(r.complaint)) << text;
    }
}

TEST(hex, decodes_both_cases_and_nothing_else) {
    wire::buffer out;
    EXPECT_TRUE(decode_hex("00fFA9", out));
    EXPECT_EQ(encode_hex(out.view()), "00ffa9");
    for (const char* bad : {"0", "0g", "g0", " 0", "0x", "\xff\xff"}) {
        wire::buffer ignored;
        EXPECT_FALSE(decode_hex(bad, ignored)) << bad;
    }
}

}  // namespace
}  // namespace spikelet::conformance
