#include "evaluate/evaluate.h"

#include <zlib.h>

#include <sstream>
#include <string>

#include "base/error.h"
#include "base/log.h"
#include "catch.h"
#include "evaluate/evaluation_text.h"
#include "evaluate/segment_reader.h"
#include "temporary_folder.h"

using namespace nmt;
using Catch::Matchers::Contains;
using Lines = std::vector<std::string>;

namespace {

std::string gzipped(const std::string& plain) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string compressed(plain.size() + 1000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
    stream.avail_out = static_cast<uInt>(compressed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    compressed.resize(stream.total_out);
    deflateEnd(&stream);
    return compressed;
}

std::string evaluate_with(const EvaluateOptions& options, const std::string& standard_input = "") {
    std::istringstream input(standard_input);
    return evaluate(options, input);
}

Lines read_standard_input(const std::string& bytes) {
    std::istringstream input(bytes);
    return read_segments(input);
}

}  // namespace

TEST_CASE("only LF ends a line of a file; white space at its end goes, a byte order mark stays") {
    const TemporaryFolder folder;
    CHECK(read_segments(folder.write("a", "")) == Lines{});
    CHECK(read_segments(folder.write("a", "\n")) == Lines{""});
    CHECK(read_segments(folder.write("a", "one\n\n two \t\r\nlast")) == Lines{"one", "", " two", "last"});
    CHECK(read_segments(folder.write("a", "a\rb\n\xE2\x80\xA8x\xE3\x80\x80\n")) == Lines{"a\rb", "\xE2\x80\xA8x"});
    CHECK(read_segments(folder.write("a", "\xEF\xBB\xBFx\n")) == Lines{"\xEF\xBB\xBFx"});
    CHECK(read_segments(folder.write("a", std::string("a\0b\n", 4))) == Lines{std::string("a\0b", 3)});
}

TEST_CASE("LF, CR and CR LF end a line of standard input") {
    CHECK(read_standard_input("") == Lines{});
    CHECK(read_standard_input("a\rb\r\nc\n\rd\r\r") == Lines{"a", "b", "c", "", "d", ""});
}

TEST_CASE("a sound .gz is read, of one member or several, with zeros behind it") {
    const TemporaryFolder folder;
    std::string big;
    for (int i = 0; i < 300000; ++i) big += std::to_string(i) + "\n";
    CHECK(read_segments(folder.write("a.gz", gzipped(big))).size() == 300000);
    CHECK(read_segments(folder.write("a.gz", gzipped("a\nb") + gzipped("c\n") + std::string(9, '\0'))) ==
          Lines{"a", "bc"});
    CHECK(read_segments(folder.write("a.gz", "")) == Lines{});
}

TEST_CASE("a damaged .gz is the user's mistake") {
    const TemporaryFolder folder;
    const std::string sound = gzipped("one\ntwo\nthree\n");
    std::string changed = sound;
    changed[sound.size() - 6] ^= 1;  // in the checksum
    for (const std::string& bytes :
         {sound.substr(0, sound.size() - 3), sound.substr(0, 5), changed, sound + "x", std::string("plain\n")})
        CHECK_THROWS_WITH(read_segments(folder.write("a.gz", bytes)), Contains("a.gz: is not a sound .gz file"));
}

TEST_CASE("unreadable text is the user's mistake, with file and line") {
    const TemporaryFolder folder;
    CHECK_THROWS_AS(read_segments(folder.file("missing")), UserError);
    CHECK_THROWS_WITH(read_segments(folder.file("missing")), Contains("missing: cannot be opened: No such file"));
    CHECK_THROWS_WITH(read_segments(folder.file("")), Contains("is a directory"));
    // An overlong form, a surrogate, a number above U+10FFFF, a cut character, a lone continuation.
    for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xFF"}) {
        CHECK_THROWS_WITH(read_segments(folder.write("a", std::string("ok\n\nx") + bad + "\nok\n")),
                          Contains("/a:3: is not valid UTF-8"));
        CHECK_THROWS_WITH(read_standard_input(std::string("ok\r") + bad), "<stdin>:2: is not valid UTF-8");
    }
}

TEST_CASE("what cannot be scored is the user's mistake") {
    const TemporaryFolder folder;
    EvaluateOptions options;
    CHECK_THROWS_WITH(evaluate_with(options), Contains("no reference file given"));
    options.input.reference_paths = {folder.write("ref", "a\nb\n"), folder.write("ref2", "a\n")};
    options.input.system_paths = Lines{folder.write("hyp", "a\nb\n")};
    CHECK_THROWS_WITH(evaluate_with(options), Contains("ref2 has 1 line, ") && Contains("hyp has 2 lines"));
    options.input.reference_paths = {folder.write("empty", "")};
    options.input.system_paths = options.input.reference_paths;
    CHECK_THROWS_WITH(evaluate_with(options), Contains("empty: holds no line to score"));
    options.input.system_paths = Lines{};
    CHECK_THROWS_WITH(evaluate_with(options), Contains("-i names no file"));
    options.output.decimals = -1;
    CHECK_THROWS_WITH(evaluate_with(options), Contains("the width is -1"));
}

TEST_CASE("hypotheses come from a file or from standard input, with the same result") {
    const TemporaryFolder folder;
    EvaluateOptions options;
    options.input.reference_paths = {folder.write("ref.gz", gzipped("the man bit the dog\nyes\n"))};
    options.output.prints_score_only = true;
    options.output.decimals = 4;
    options.output.format = OutputFormat::text;
    CHECK(evaluate_with(options, "the man bit the dog\r\nyes") == "100.0000\n");
    options.input.system_paths = Lines{folder.write("hyp", "the man bit the dog\nyes")};
    CHECK(evaluate_with(options) == "100.0000\n");
}

TEST_CASE("an empty standard input is one empty line to sacreBLEU") {
    const TemporaryFolder folder;
    EvaluateOptions options;
    options.input.reference_paths = {folder.write("ref", "a\n")};
    options.output.prints_score_only = true;
    CHECK(evaluate_with(options) == "0.0\n");
}

TEST_CASE("tabs in standard input separate systems, whose number the first line tells") {
    const TemporaryFolder folder;
    const InputOptions options{.reference_paths = {folder.write("ref", "a\nb\n")}};
    std::istringstream input("one \ttwo\nthree \tfour\t\n");
    const EvaluationText text = read_evaluation_text(options, false, input);
    REQUIRE(text.systems.size() == 2);
    CHECK(text.systems[0].name == "System 1");
    CHECK(text.systems[1].name == "System 2");
    CHECK(text.systems[0].hypotheses == Lines{"one ", "three"});
    CHECK(text.systems[1].hypotheses == Lines{"two", "four"});
    std::istringstream again("a\tb\nc\td\n"), uneven("a\tb\nc\n");
    const EvaluationText paired = read_evaluation_text(options, true, again);
    CHECK(paired.systems[0].name == "Baseline");
    CHECK(paired.systems[1].name == "System 1");
    CHECK_THROWS_WITH(read_evaluation_text(options, false, uneven), Contains("<stdin>:2: holds 1 systems"));
}

TEST_CASE("tabs in one file separate references, of which the last one keeps further tabs") {
    const TemporaryFolder folder;
    InputOptions options{.reference_paths = {folder.write("ref", "a\tb\tc\nd \te\n")}, .reference_columns = 2};
    options.system_paths = Lines{folder.write("hyp", "x\ny\n")};
    std::istringstream none;
    const EvaluationText text = read_evaluation_text(options, false, none);
    REQUIRE(text.references.size() == 2);
    CHECK(text.references[0] == Lines{"a", "d "});
    CHECK(text.references[1] == Lines{"b\tc", "e"});
    options.reference_columns = 3;
    CHECK_THROWS_WITH(read_evaluation_text(options, false, none),
                      Contains("ref:2: holds 2 references") && Contains("--num-refs says 3"));
    options.reference_columns = 0;
    CHECK_THROWS_WITH(read_evaluation_text(options, false, none), Contains("--num-refs is 0"));
    options = {.reference_paths = {"a", "b"}, .reference_columns = 2};
    CHECK_THROWS_WITH(read_evaluation_text(options, false, none), Contains("one reference file"));
}

TEST_CASE("systems are called as they were given; the baseline's file counts once") {
    const TemporaryFolder folder;
    const std::string first = folder.write("first", "a\n"), second = folder.write("second", "b\n");
    InputOptions options{.reference_paths = {folder.write("ref", "a\n")}};
    options.system_paths = Lines{first, second};
    std::istringstream none;
    CHECK(read_evaluation_text(options, false, none).systems[0].name == first);
    CHECK(read_evaluation_text(options, true, none).systems[0].name == "Baseline: " + first);
    CHECK(read_evaluation_text(options, true, none).systems[1].name == second);
    options.system_paths = Lines{first, second, second};
    CHECK_THROWS_WITH(read_evaluation_text(options, true, none), Contains("second' twice"));
    options.system_paths = Lines{first, second, first};
    CHECK_THROWS_WITH(read_evaluation_text(options, false, none), Contains("first' twice"));
    set_log_level(LogLevel::error);
    CHECK(read_evaluation_text(options, true, none).systems.size() == 2);
    set_log_level(LogLevel::info);
}

TEST_CASE("options that exclude one another are the user's mistake") {
    const TemporaryFolder folder;
    EvaluateOptions options;
    options.input.reference_paths = {folder.write("ref", "a\n")};
    options.input.system_paths = Lines{folder.write("hyp", "a\n")};
    options.significance.kind = SignificanceKind::paired_bootstrap;
    CHECK_THROWS_WITH(evaluate_with(options), Contains("two systems or more"));
    options.is_sentence_level = true;
    CHECK_THROWS_WITH(evaluate_with(options), Contains("goes without confidence"));
    options.significance = {};
    options.metrics = {MetricKind::bleu, MetricKind::ter};
    CHECK_THROWS_WITH(evaluate_with(options), Contains("one metric only"));
    options.metrics = {MetricKind::bleu};
    options.input.system_paths->push_back(folder.write("hyp2", "a\n"));
    CHECK_THROWS_WITH(evaluate_with(options), Contains("scores one system; there are 2"));
    options.is_sentence_level = false;
    options.significance.kind = SignificanceKind::confidence;
    CHECK_THROWS_WITH(evaluate_with(options), Contains("--confidence is for one system"));
    options.significance.confidence_trials = -3;
    CHECK_THROWS_WITH(evaluate_with(options), Contains("the number of trials is -3"));
}

TEST_CASE("each segment gets a line of its own") {
    const TemporaryFolder folder;
    EvaluateOptions options;
    options.input.reference_paths = {folder.write("ref", "the man bit the dog\nyes\n")};
    options.input.system_paths = Lines{folder.write("hyp", "the man bit the dog\nno\n")};
    options.is_sentence_level = true;
    options.output.prints_score_only = true;
    CHECK(evaluate_with(options) == "100.0\n0.0\n");
    options.output.prints_score_only = false;
    CHECK_THAT(evaluate_with(options), Contains("|eff:yes|") && Contains(" = 0.0 0.0/0.0/0.0/0.0 (BP = 1.000"));
}

TEST_CASE("an alignment has its own score and needs no text") {
    const TemporaryFolder folder;
    EvaluateOptions options;
    options.alignment = AlignmentOptions{.gold_path = folder.write("gold", "0-0 1-1\n")};
    CHECK_THROWS_WITH(evaluate_with(options), Contains("--aer needs one file"));
    options.input.system_paths = Lines{folder.write("mine", "0-0\n")};
    options.output.prints_score_only = true;
    CHECK(evaluate_with(options) == "33.3\n");
}
