#include "metrics/chrf.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "catch.h"
#include "metrics/chrf_symbols.h"
#include "metrics/golden_file.h"

using namespace nmt;
using Lines = std::vector<std::string>;

namespace {

const nlohmann::json& golden() {
    static const nlohmann::json golden = read_golden("chrf.json");
    return golden;
}

ChrfOptions options_from(const nlohmann::json& json) {
    return {.char_order = json.value("char_order", 6),
            .word_order = json.value("word_order", 0),
            .beta = json.value("beta", 2),
            .is_lower_cased = json.value("lowercase", false),
            .keeps_white_space = json.value("whitespace", false),
            .has_eps_smoothing = json.value("eps_smoothing", false)};
}

StatisticsTable statistics_of(const Chrf& chrf, const Lines& hypotheses, const std::vector<Lines>& references,
                              unsigned threads = 1) {
    return chrf.segment_statistics(
        hypotheses, std::vector<std::span<const std::string>>(references.begin(), references.end()), threads);
}

std::vector<double> row_of(const StatisticsTable& table, std::size_t segment) {
    return {table.row(segment).begin(), table.row(segment).end()};
}

/// sacrebleu's signature without our tool's name.
std::string without_tool(std::string text) {
    const std::string tool = "|tool:" + tool_tag();
    REQUIRE(text.ends_with(tool));
    return text.erase(text.size() - tool.size());
}

/// Segments of few different characters, so that n-grams repeat.
Lines repetitive_lines(std::size_t count, unsigned seed) {
    Lines lines(count);
    for (std::string& line : lines) {
        const unsigned length = (seed = seed * 1664525 + 1013904223) >> 25;
        for (unsigned i = 0; i < length; ++i) line += "ab c."[((seed = seed * 1664525 + 1013904223) >> 16) % 5];
    }
    return lines;
}

/// The same count by texts in a map.
double brute_force_matches(const std::string& hypothesis, const std::string& reference, std::size_t order) {
    std::map<std::string, int> hyp_counts, ref_counts;
    for (std::size_t i = 0; i + order <= hypothesis.size(); ++i) ++hyp_counts[hypothesis.substr(i, order)];
    for (std::size_t i = 0; i + order <= reference.size(); ++i) ++ref_counts[reference.substr(i, order)];
    double matches = 0;
    for (const auto& [ngram, count] : hyp_counts) matches += std::min(count, ref_counts[ngram]);
    return matches;
}

}  // namespace

TEST_CASE("chrF's statistics, score, name and signature equal sacrebleu's to the last digit") {
    for (const auto& row : golden()["corpora"]) {
        INFO(row.dump());
        const Chrf chrf(options_from(row["options"]));
        const auto references = row["references"].get<std::vector<Lines>>();
        const StatisticsTable table = statistics_of(chrf, row["hypotheses"].get<Lines>(), references);
        const auto expected = row["statistics"].get<std::vector<std::vector<double>>>();
        REQUIRE(table.rows() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) CHECK(row_of(table, i) == expected[i]);

        CHECK(chrf.score(table.sum()).score == row["score"].get<double>());
        CHECK(chrf.score(table.sum()).verbose.empty());
        CHECK(chrf.name() == row["name"].get<std::string>());
        CHECK(without_tool(chrf.signature(references.size()).text()) == row["signature"].get<std::string>());
        for (const auto& resample : row["resamples"])
            CHECK(chrf.resampled_score(resample[0].get<std::vector<float>>()).value() == resample[1].get<double>());
    }
}

TEST_CASE("sums that no corpus gives are scored as NumPy 2 and Python score them") {
    for (const auto& row : golden()["sums"]) {
        INFO(row.dump());
        const Chrf chrf(options_from(row["options"]));
        CHECK(chrf.score(row["sums"].get<std::vector<double>>()).score == row["score"].get<double>());
        CHECK(chrf.resampled_score(row["single_sums"].get<std::vector<float>>()).value() == row["single_score"].get<double>());
    }
}

TEST_CASE("chrF++ sets punctuation at a word's end apart, or else at its start") {
    for (const auto& row : golden()["words"]) {
        INFO(row.dump());
        const auto line = row[0].get<std::string>();
        std::vector<std::string_view> words{"left over"};
        chrf_words(line, words);
        CHECK(Lines(words.begin(), words.end()) == row[1].get<Lines>());
    }
}

TEST_CASE("matches equal those counted by texts in a map") {
    const Lines hypotheses = repetitive_lines(70, 1), references = repetitive_lines(70, 2);
    const Chrf chrf({.char_order = 7, .keeps_white_space = true});
    const StatisticsTable table = statistics_of(chrf, hypotheses, {references});
    for (std::size_t i = 0; i < hypotheses.size(); ++i)
        for (std::size_t order = 1; order <= 7; ++order)
            CHECK(table.row(i)[3 * order - 1] == brute_force_matches(hypotheses[i], references[i], order));
}

TEST_CASE("the number of threads changes nothing in chrF") {
    const Lines hypotheses = repetitive_lines(1300, 3);
    const std::vector<Lines> references{repetitive_lines(1300, 4), repetitive_lines(1300, 5)};
    const Chrf chrf({.word_order = 2, .is_lower_cased = true});
    const StatisticsTable single = statistics_of(chrf, hypotheses, references, 1);
    CHECK(statistics_of(chrf, hypotheses, references, 3).values == single.values);
    CHECK(statistics_of(chrf, hypotheses, references, 0).values == single.values);
    for (std::size_t i = 0; i < hypotheses.size(); i += 257)
        CHECK(row_of(statistics_of(chrf, {hypotheses[i]}, {{references[0][i]}, {references[1][i]}}), 0) ==
              row_of(single, i));
}

TEST_CASE("chrF counts a long segment exactly") {
    std::string text;
    for (int i = 0; i < 60000; ++i) text += std::to_string(i % 1000);
    const StatisticsTable table = statistics_of(Chrf(), {text}, {{text}});
    for (std::size_t order = 0; order < 6; ++order) {
        const auto ngrams = static_cast<double>(text.size() - order);
        for (std::size_t i = 0; i < 3; ++i) CHECK(table.row(0)[3 * order + i] == ngrams);
    }
    CHECK(Chrf().score(table.sum()).score == 100);
}

TEST_CASE("no segments at all score chrF 0") {
    const StatisticsTable table = statistics_of(Chrf(), {}, {{}});
    CHECK(table.rows() == 0);
    CHECK(Chrf().score(table.sum()).score == 0);
}

TEST_CASE("chrF's wrong orders are the user's mistake; missing references and numbers are ours") {
    CHECK_THROWS_WITH(Chrf({.char_order = -1}), "chrF's character order is -1; it must be 0 or more");
    CHECK_THROWS_WITH(Chrf({.word_order = -2}), "chrF's word order is -2; it must be 0 or more");
    CHECK_THROWS_WITH(Chrf({.beta = -3}), "chrF's beta is -3; it must be 0 or more");
    CHECK_THROWS_AS(Chrf({.beta = -3}), UserError);
    CHECK_THROWS_AS(Chrf({.char_order = 0}), UserError);
    CHECK_THROWS_AS(statistics_of(Chrf(), {"a"}, {}), InternalError);
    CHECK_THROWS_AS(statistics_of(Chrf(), {"a", "b"}, {{"a"}}), InternalError);
    CHECK_THROWS_AS(Chrf().score(std::vector<double>(17)), InternalError);
    CHECK_THROWS_AS(Chrf().resampled_score(std::vector<float>(19)), InternalError);
}
