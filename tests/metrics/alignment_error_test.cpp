#include "metrics/alignment_error.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "catch.h"
#include "temporary_folder.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

AlignmentError error_of(const std::string& hypothesis, const std::string& gold,
                        const AlignmentErrorOptions& options = {}) {
    const TemporaryFolder folder;
    return alignment_error(folder.write("hyp", hypothesis), folder.write("gold", gold), options);
}

}  // namespace

TEST_CASE("precision is by possible links, recall by sure ones, the error rate by both") {
    // By hand: A = {0-0, 1-2, 2-1, 3-3}, S = {0-0, 1-1, 3-3}, P = S and {1-2, 4-4}.
    // |A and S| = 2, |A and P| = 3: precision 3/4, recall 2/3, AER = 1 - 5/7.
    const AlignmentError error = error_of("0-0 1-2 2-1 3-3\n", "0-0 1-1 1p2 3-3 4p4\n");
    CHECK(error.sentences == 1);
    CHECK(error.hypothesis_links == 4);
    CHECK(error.sure_links == 3);
    CHECK(error.possible_links == 5);
    CHECK(error.correct_sure == 2);
    CHECK(error.correct_possible == 3);
    CHECK(error.precision() == Approx(0.75));
    CHECK(error.recall() == Approx(2.0 / 3));
    CHECK(error.error_rate() == Approx(2.0 / 7));
}

TEST_CASE("the three signs of a possible link mean the same, and sure links are possible") {
    for (const char* gold : {"0-0 1p2", "0-0 1?2", "0-0 1:2", "1p2 1?2 0-0\t0p0"}) {
        const AlignmentError error = error_of("1-2 0-0", gold);
        CHECK(error.sure_links == 1);
        CHECK(error.possible_links == 2);
        CHECK(error.error_rate() == 0);
    }
}

TEST_CASE("sentences are summed, an empty line has no links, a link named twice counts once") {
    const AlignmentError error = error_of("0-0 0-0 1-1\n\n5-5\n", "0-0\n0-1\n\n");
    CHECK(error.sentences == 3);
    CHECK(error.hypothesis_links == 3);
    CHECK(error.sure_links == 2);
    CHECK(error.error_rate() == Approx(1 - 2.0 / 5));
}

TEST_CASE("each file may count its words from 1") {
    const AlignmentErrorOptions gold_from_1{.is_gold_one_based = true};
    CHECK(error_of("0-0 1-2", "1-1 2-3", gold_from_1).error_rate() == 0);
    CHECK(error_of("0-0 1-2", "1-1 2-3").error_rate() == 1);
    CHECK(error_of("1-1 2-3", "0-0 1-2", {.is_hypothesis_one_based = true}).error_rate() == 0);
    CHECK(error_of("1-1 2-3", "1-1 2-3", {true, true}).error_rate() == 0);
    CHECK_THROWS_WITH(error_of("0-0", "1-1\n", {true, true}), Contains("/hyp:1: '0-0' has a word 0"));
    CHECK_THROWS_WITH(error_of("0-0\n0-0", "1-1\n1p0\n", gold_from_1), Contains("/gold:2: '1p0' has a word 0"));
}

TEST_CASE("a share of no links is 1: nothing is wrong and nothing is missing") {
    CHECK(error_of("\n", "\n").error_rate() == 0);
    CHECK(error_of("\n", "0-0\n").precision() == 1);
    CHECK(error_of("\n", "0-0\n").recall() == 0);
    CHECK(error_of("\n", "0-0\n").error_rate() == 1);
    CHECK(error_of("0-0\n", "\n").recall() == 1);
    CHECK(error_of("0-0\n", "\n").error_rate() == 1);
}

TEST_CASE("what is no link is the user's mistake, with file and line") {
    for (const char* bad :
         {"3", "-", "a-1", "1-a", "1-", "-1", "1--2", "1-2-3", "1/2", "1-2,", "1.0-2", "+1-2", "1-99999999999"}) {
        INFO(bad);
        CHECK_THROWS_AS(error_of(std::string("0-0\n0-0 ") + bad + "\n", "\n\n"), UserError);
        CHECK_THROWS_WITH(error_of("\n\n", std::string("0-0\n0-0 ") + bad + "\n"),
                          Contains("/gold:2: '" + std::string(bad) + "'"));
    }
    CHECK_THROWS_WITH(error_of("0-0\n1p1\n", "\n\n"), Contains("/hyp:2: '1p1' is a possible link"));
    CHECK_THROWS_WITH(error_of("x", "0-0\n"), Contains("allowed: 3-5"));
    CHECK_THROWS_WITH(error_of("\n", "0-0\n1-1\n\n"), Contains("gold has 3, ") && Contains("hyp has 1"));
    CHECK_THROWS_WITH(error_of("\n\n\n", "0-0\n"), Contains("gold has 1, ") && Contains("hyp has 3"));
    const TemporaryFolder folder;
    CHECK_THROWS_AS(alignment_error(folder.file("none"), folder.write("gold", "\n")), UserError);
}

TEST_CASE("the result as a line and as JSON, in percent") {
    const AlignmentError error = error_of("0-0 1-2 2-1 3-3\n", "0-0 1-1 1p2 3-3 4p4\n");
    CHECK(alignment_error_text(error, 1) ==
          "AER = 28.6 (precision = 75.0 recall = 66.7 sentences = 1 links = 4 sure = 3 possible = 5)");
    const auto object = nlohmann::json::parse(alignment_error_json(error, 2));
    CHECK(object["name"] == "AER");
    CHECK(object["score"] == 28.57);
    CHECK(object["precision"] == 75.0);
    CHECK(object["recall"] == 66.67);
    CHECK(object["correct_possible"] == 3);
}
