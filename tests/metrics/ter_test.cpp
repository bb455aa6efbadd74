#include "metrics/ter.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/error.h"
#include "catch.h"
#include "metrics/golden_ter.h"
#include "evaluate/score_report.h"

using namespace nmt;
using Lines = std::vector<std::string>;

namespace {

StatisticsTable statistics_of(const Ter& ter, const Lines& hypotheses, const std::vector<Lines>& references,
                              unsigned threads = 1) {
    return ter.segment_statistics(
        hypotheses, std::vector<std::span<const std::string>>(references.begin(), references.end()), threads);
}

/// sacrebleu's output without our tool's name.
std::string without_tool(std::string text) {
    const std::string tool = "|tool:" + tool_tag();
    const std::size_t at = text.find(tool);
    REQUIRE(at != std::string::npos);
    return text.erase(at, tool.size());
}

}  // namespace

TEST_CASE("TER's statistics, scores and output equal sacrebleu's to the last digit") {
    for (const auto& row : golden_ter()["corpora"]) {
        INFO(row.dump());
        const Ter ter(ter_options_from(row["options"]));
        const auto references = row["references"].get<std::vector<Lines>>();
        const StatisticsTable table = statistics_of(ter, row["hypotheses"].get<Lines>(), references);
        const auto expected = row["statistics"].get<std::vector<std::vector<double>>>();
        REQUIRE(table.rows() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            CHECK(std::vector<double>(table.row(i).begin(), table.row(i).end()) == expected[i]);
            CHECK(ter.score(table.row(i)).score == row["sentences"][i].get<double>());
        }
        const MetricScore score = ter.score(table.sum());
        CHECK(score.score == row["score"].get<double>());

        const ScoreReport report{ter.name(), score.score, {}, score.verbose, ter.signature(references.size())};
        CHECK(without_tool(report.signature.text()) == row["signature"].get<std::string>());
        CHECK(without_tool(text_line(report, 2)) == row["text"].get<std::string>());
        CHECK(without_tool(json_text(report, 3)) == row["json"].get<std::string>());
    }
}

TEST_CASE("a resampled TER is rounded as NumPy rounds single precision") {
    const Ter ter;
    for (const auto& row : golden_ter()["resampled"]) {
        INFO(row.dump());
        const std::vector<float> sums{row[0].get<float>(), row[1].get<float>()};
        CHECK(ter.resampled_score(sums).value() == row[2].get<double>());
    }
}

TEST_CASE("neither threads nor the order of segments and references change TER") {
    Lines hypotheses, first, second;
    for (int i = 0; i < 700; ++i) {
        const std::string a = "w" + std::to_string(i % 7), b = "w" + std::to_string(i % 5), c = i % 3 == 0 ? "" : " x";
        hypotheses.push_back(a + " " + b + c + " d e f g");
        first.push_back("d e " + b + " " + a + c + " g");
        second.push_back(i % 11 == 0 ? "" : b + " f g d e " + a + c + c);
    }
    const Ter ter;
    const StatisticsTable alone = statistics_of(ter, hypotheses, {first, second}, 1);
    CHECK(statistics_of(ter, hypotheses, {first, second}, 4).values == alone.values);
    CHECK(statistics_of(ter, hypotheses, {second, first}, 0).values == alone.values);
    for (Lines* lines : {&hypotheses, &first, &second}) std::reverse(lines->begin(), lines->end());
    CHECK(statistics_of(ter, hypotheses, {first, second}, 1).sum() == alone.sum());
}

TEST_CASE("TER is an error rate: lower is better, equal text scores 0") {
    const Ter ter;
    CHECK(ter.name() == "TER");
    CHECK_FALSE(ter.is_higher_better());
    CHECK(ter.score(statistics_of(ter, {"The man, bit."}, {Lines{"the MAN, bit."}}).row(0)).score == 0);
    CHECK(statistics_of(ter, {}, {Lines{}}).rows() == 0);
}

TEST_CASE("TER without a reference, or with one too short, is our mistake") {
    CHECK_THROWS_AS(statistics_of(Ter(), {"a"}, std::vector<Lines>{}), InternalError);
    CHECK_THROWS_AS(statistics_of(Ter(), {"a", "b"}, {Lines{"a"}}), InternalError);
    CHECK_THROWS_AS(Ter().score(std::vector<double>{1}), InternalError);
}

TEST_CASE("TER normalizes references twice, as sacreBLEU does") {
    // sacrebleu 2.6.0: TER(normalized=True).sentence_score(text, [text])
    const Ter ter({.is_normalized = true});
    const std::vector<std::pair<std::string, double>> scores{{".,5", 66.66666666666666}, {"it's\u2004T", 66.66666666666666}, {"a b.", 0.0}};
    for (const auto& [text, wanted] : scores) {
        INFO(text);
        const std::vector<std::string> segments{text};
        const std::vector<std::span<const std::string>> references{segments};
        CHECK(ter.score(ter.segment_statistics(segments, references, 1).sum()).score == wanted);
    }
}
