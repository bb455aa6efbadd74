#include "metrics/bleu.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "base/error.h"
#include "catch.h"
#include "evaluate/score_report.h"
#include "metrics/golden_bleu.h"

using namespace nmt;
using Lines = std::vector<std::string>;

namespace {

BleuOptions options_from(const nlohmann::json& json) {
    BleuOptions options;
    options.tokenizer = json.value("tokenize", "13a");
    options.is_lower_cased = json.value("lowercase", false);
    options.has_effective_order = json.value("effective_order", false);
    const auto method = json.value("smooth_method", "exp");
    options.smoothing = method == "none"    ? Smoothing::none
                        : method == "floor" ? Smoothing::floor
                        : method == "add-k" ? Smoothing::add_k
                                            : Smoothing::exp;
    if (json.contains("smooth_value")) options.smoothing_value = json["smooth_value"].get<double>();
    return options;
}

StatisticsTable statistics_of(const Bleu& bleu, const Lines& hypotheses, const std::vector<Lines>& references,
                              unsigned threads = 1) {
    return bleu.segment_statistics(
        hypotheses, std::vector<std::span<const std::string>>(references.begin(), references.end()), threads);
}

std::vector<double> row_of(const StatisticsTable& table, std::size_t segment) {
    return {table.row(segment).begin(), table.row(segment).end()};
}

/// sacrebleu's output without our tool's name.
std::string without_tool(std::string text) {
    const std::string tool = "|tool:" + tool_tag();
    const std::size_t at = text.find(tool);
    REQUIRE(at != std::string::npos);
    return text.erase(at, tool.size());
}

const Lines kHypotheses{"the man bit the dog .", "", "it was not so"};
const std::vector<Lines> kReferences{{"the man bit a dog .", "a", "it was so"},
                                     {"a man bit the dog", "", "was not so, it"}};

}  // namespace

TEST_CASE("statistics, score and output equal sacrebleu's to the last digit") {
    for (const auto& row : golden_bleu()["corpora"]) {
        INFO(row.dump());
        const Bleu bleu(options_from(row["options"]));
        const auto references = row["references"].get<std::vector<Lines>>();
        const auto statistics = statistics_of(bleu, row["hypotheses"].get<Lines>(), references);
        const auto expected = row["statistics"].get<std::vector<std::vector<double>>>();
        REQUIRE(statistics.rows() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) CHECK(row_of(statistics, i) == expected[i]);

        const BleuScore score = bleu.parts(statistics.sum());
        CHECK(bleu.score(statistics.sum()).score == score.score);
        CHECK(score.score == row["score"].get<double>());
        CHECK(std::vector<double>(score.precisions.begin(), score.precisions.end()) ==
              row["precisions"].get<std::vector<double>>());
        CHECK(score.bp == row["bp"].get<double>());
        CHECK(score.ratio == row["ratio"].get<double>());
        CHECK(score.hyp_len == row["hyp_len"].get<std::int64_t>());
        CHECK(score.ref_len == row["ref_len"].get<std::int64_t>());

        const ScoreReport report{
            bleu.name(), score.score, {}, bleu.score(statistics.sum()).verbose, bleu.signature(references.size())};
        CHECK(without_tool(report.signature.text()) == row["signature"].get<std::string>());
        CHECK(without_tool(text_line(report, 2)) == row["text"].get<std::string>());
        CHECK(without_tool(json_text(report, 3)) == row["json"].get<std::string>());
    }
}

TEST_CASE("corpus_bleu is the score of the sum of segment statistics") {
    const Lines references = kReferences[0];
    const Bleu bleu;
    const auto statistics = statistics_of(bleu, kHypotheses, {references});
    const BleuScore direct = corpus_bleu(kHypotheses, references);
    CHECK(direct.score == bleu.score(statistics.sum()).score);
    for (std::size_t i = 0; i < kHypotheses.size(); ++i)
        CHECK(row_of(statistics_of(bleu, {kHypotheses[i]}, {{references[i]}}), 0) == row_of(statistics, i));
}

TEST_CASE("the order of segments and of references changes nothing") {
    const Bleu bleu;
    const auto forward = statistics_of(bleu, kHypotheses, kReferences).sum();
    Lines hypotheses = kHypotheses;
    std::vector<Lines> references{kReferences[1], kReferences[0]};
    std::reverse(hypotheses.begin(), hypotheses.end());
    for (Lines& reference : references) std::reverse(reference.begin(), reference.end());
    CHECK(statistics_of(bleu, hypotheses, references).sum() == forward);
}

TEST_CASE("the number of threads changes nothing") {
    Lines hypotheses;
    std::vector<Lines> references(2);
    for (std::size_t i = 0; i < 1000; ++i) {
        hypotheses.push_back(kHypotheses[i % 3] + std::to_string(i % 7));
        for (std::size_t r = 0; r < 2; ++r) references[r].push_back(kReferences[r][i % 3]);
    }
    const Bleu bleu;
    CHECK(statistics_of(bleu, hypotheses, references, 1).values ==
          statistics_of(bleu, hypotheses, references, 4).values);
}

TEST_CASE("no segments at all score 0") {
    const BleuScore score = corpus_bleu({}, {});
    CHECK(score.score == 0);
    CHECK(score.hyp_len == 0);
}

TEST_CASE("long segments are counted exactly") {
    std::string text;
    for (int i = 0; i < 70000; ++i) text += "w" + std::to_string(i % 1000) + " ";
    CHECK(row_of(statistics_of(Bleu(), {text}, {{text}}), 0) ==
          std::vector<double>{70000, 70000, 70000, 69999, 69998, 69997, 70000, 69999, 69998, 69997});
}

TEST_CASE("a reference is missing: our mistake; a bad smoothing value: the user's") {
    CHECK_THROWS_AS(corpus_bleu(Lines{"a", "b"}, Lines{"a"}), InternalError);
    CHECK_THROWS_AS(Bleu().segment_statistics(Lines{"a"}, {}, 1), InternalError);
    for (double value : {-1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
        CHECK_THROWS_AS(Bleu({.smoothing = Smoothing::floor, .smoothing_value = value}), UserError);
}

TEST_CASE("the signature names the tool without space, quote or bar") {
    CHECK(tool_tag().find_first_of(" \"'|:") == std::string::npos);
    CHECK(Bleu().signature(2).text() ==
          "nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0|tool:" + tool_tag());
}
