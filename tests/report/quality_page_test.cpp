#include "report/quality_page.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <regex>

#include "base/cat.h"
#include "base/error.h"
#include "catch.h"
#include "report/bar_chart.h"
#include "report/quality_json.h"
#include "report/quality_page_parts.h"
#include "report/quality_report.h"
#include "temporary_folder.h"

using namespace nmt;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

/// Two systems, three segments, two breakdowns.
QualityAnalysis small_analysis() {
    QualityAnalysis analysis;
    analysis.metric = "BLEU";
    analysis.signature = "nrefs:1|case:mixed|tok:13a|version:2.6.0";
    analysis.tokenizer = "13a";
    analysis.segment_count = 3;
    analysis.reference_count = 1;
    analysis.small_bucket_segments = 2;
    analysis.bootstrap_trials = 1000;
    analysis.has_sources = true;
    analysis.train_text = TrainingText{"train.en", 1234567, 12, 2};
    SystemQuality base{.name = "base", .score = 20.5, .verbose = "50.0/25.0/12.5/6.2", .best = {2}, .worst = {0}};
    base.faults.loops = 1;
    base.faults.words = 20;
    base.faults.copied_words = 5;
    base.loop_examples = {1};
    SystemQuality other = base;
    other.name = "other";
    other.score = 21.75;
    other.faults = {};
    other.loop_examples.clear();
    analysis.systems = {base, other};
    analysis.comparisons = {{.overall = {1.25, 0.012}, .better = 2, .worse = 1, .gained = {0, 2}, .lost = {1}}};
    const double infinity = std::numeric_limits<double>::infinity();
    QualityBucket first{.label = "1–10", .least = 1, .below = 11, .systems = {{2, 2.0 / 3, 30.0}, {2, 2.0 / 3, 28.0}}};
    first.differences = {ScoreDifference{-2.0, 0.25}};
    QualityBucket last{
        .label = "61+", .least = 61, .below = infinity, .systems = {{1, 1.0 / 3, 5.0}, {1, 1.0 / 3, 9.0}}};
    last.differences = {ScoreDifference{4.0, {}}};
    last.is_small = true;
    analysis.breakdowns = {{BreakdownKind::source_length, {first, last}}};
    QualityBucket ratio{.label = "0.95–1.05", .least = 0.95, .below = 1.05, .systems = {{3, 1, 20.5}, {0, 0, {}}}};
    ratio.differences = {std::nullopt};
    analysis.breakdowns.push_back({BreakdownKind::length_ratio, {ratio}});
    for (std::size_t segment = 0; segment < 3; ++segment)
        analysis.shown[segment] = {"la source", {"the man bit the dog"}, {"the man bit", "a cat bit."}, {12.5, 25.0}};
    return analysis;
}

std::size_t count_of(const std::string& text, const std::string& wanted) {
    std::size_t count = 0;
    for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("the page shows scores, differences and their p-values") {
    const std::string page = quality_page(small_analysis());
    for (const char* wanted : {"20.50", "21.75", "+1.25", "0.012&nbsp;★", "50.0/25.0/12.5/6.2", "\u22122.00", "0.250",
                               "<bdi>other</bdi>", "n = 3 / 0", "1–10", "61+"})
        CHECK_THAT(page, Contains(wanted));
    CHECK(count_of(page, "<svg ") == 3);  // two charts by source length, one by ratio
    QualityAnalysis by_word = small_analysis();
    by_word.breakdowns[0].kind = BreakdownKind::rarest_word;
    CHECK_THAT(quality_page(by_word),
               Contains("12 different words, 2 are not in the training text of 1,234,567 lines"));
}

TEST_CASE("small buckets are pale, differences without significance are outlines") {
    const std::string page = quality_page(small_analysis());
    CHECK(count_of(page, "<tr class=\"faint\">") == 1);
    CHECK(count_of(page, "class=\"bar s1 hollow\"") == 1);
    CHECK(count_of(page, "class=\"bar s1 faint hollow\"") == 1);
    CHECK(count_of(page, "class=\"bar s0 faint\"") == 1);
}

TEST_CASE("words of an output that are in no reference are marked") {
    const std::string page = quality_page(small_analysis());
    CHECK_THAT(page, Contains("<mark>a</mark> <mark>cat</mark> bit."));
    CHECK_THAT(page, Contains(">the man bit</dd>"));
}

TEST_CASE("no text can leave its place on a quality page") {
    const std::string evil = "</title></style><script>alert(1)</script><b x=\"&'>";
    QualityAnalysis analysis = small_analysis();
    const std::string plain = quality_page(analysis);
    analysis.metric = analysis.signature = analysis.tokenizer = evil;
    for (auto& system : analysis.systems) system.name = system.verbose = evil;
    for (auto& [segment, shown] : analysis.shown) {
        shown.source = evil;
        shown.references = {evil};
        shown.hypotheses = {evil, evil + " \xFF\x1B"};
    }
    const std::string page = quality_page(analysis);
    CHECK(count_of(page, "<script") == 0);
    for (const char* wanted : {"</title", "</style", "<b ", "<b>", "<dd ", "<svg", "<g "}) {
        INFO(wanted);
        CHECK(count_of(page, wanted) == count_of(plain, wanted));
    }
    CHECK(count_of(page, "\xFF") == 0);
    CHECK(count_of(page, "\x1B") == 0);
}

TEST_CASE("a quality page refers to nothing outside itself and runs nothing") {
    const std::string page = quality_page(small_analysis());
    for (const char* outside : {"http:", "https:", "url(", "@import", " src=", "<link", "<script", "onclick"}) {
        INFO(outside);
        CHECK(count_of(page, outside) == 0);
    }
    CHECK_THAT(page, Contains("default-src 'none'"));
}

TEST_CASE("every element that a quality page opens is closed, in order") {
    const std::string page = quality_page(small_analysis());
    std::vector<std::string> open;
    const std::regex tag("<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>");
    for (std::sregex_iterator it(page.begin(), page.end(), tag), end; it != end; ++it) {
        const std::string name = (*it)[2];
        if (name == "meta" || (*it)[3] == "/") continue;
        if ((*it)[1] == "") {
            open.push_back(name);
            continue;
        }
        REQUIRE_FALSE(open.empty());
        CHECK(open.back() == name);
        open.pop_back();
    }
    CHECK(open.empty());
    for (const char* anchor : {"scores", "source-length", "length-ratio", "faults", "sentences"}) {
        CHECK(count_of(page, cat("href=\"#", anchor, "\"")) == 1);
        CHECK(count_of(page, cat("id=\"", anchor, "\"")) == 1);
    }
}

TEST_CASE("one system has a page without comparisons") {
    QualityAnalysis analysis = small_analysis();
    analysis.systems.pop_back();
    analysis.comparisons.clear();
    for (auto& breakdown : analysis.breakdowns) {
        for (auto& bucket : breakdown.buckets) {
            bucket.systems.pop_back();
            bucket.differences.clear();
        }
    }
    const std::string page = quality_page(analysis);
    CHECK(count_of(page, "<svg ") == 2);
    CHECK(count_of(page, "the baseline") == 0);
    CHECK(count_of(page, "Gained most") == 0);
}

TEST_CASE("the JSON has the documented shape") {
    const json root = json::parse(quality_json(small_analysis()));
    CHECK(root["version"] == kQualityJsonVersion);
    CHECK(root["metric"] == "BLEU");
    CHECK(root["segments"] == 3);
    CHECK(root["train_text"] ==
          json({{"path", "train.en"}, {"lines", 1234567}, {"reference_words", 12}, {"unseen_reference_words", 2}}));
    CHECK(root["systems"][0]["name"] == "base");
    CHECK(root["systems"][0]["faults"]["loops"] == 1);
    CHECK(root["systems"][0]["faults"]["repeated"] == json({0, 0, 0, 0}));
    CHECK(root["systems"][0]["best"] == json({3}));  // lines count from 1
    CHECK(root["comparisons"][0] == json({{"system", 1},
                                          {"baseline", 0},
                                          {"difference", 1.25},
                                          {"p_value", 0.012},
                                          {"better", 2},
                                          {"worse", 1},
                                          {"equal", 0},
                                          {"gained", {1, 3}},
                                          {"lost", json::array({2})}}));
    const json& buckets = root["breakdowns"][0]["buckets"];
    CHECK(root["breakdowns"][0]["by"] == "source_length");
    CHECK(buckets[0]["systems"][1]["score"] == 28.0);
    CHECK(buckets[0]["differences"][0] == json({{"difference", -2.0}, {"p_value", 0.25}}));
    CHECK(buckets[1]["least"] == 61.0);
    CHECK(buckets[1]["below"].is_null());
    CHECK(buckets[1]["differences"][0]["p_value"].is_null());
    CHECK(root["breakdowns"][1]["buckets"][0]["systems"][1]["score"].is_null());
    CHECK(root["lines"]["2"]["hypotheses"][1] == "a cat bit.");
    CHECK(root["lines"].size() == 3);
}

TEST_CASE("what needs the source is null in the JSON without one") {
    QualityAnalysis analysis = small_analysis();
    analysis.has_sources = false;
    analysis.train_text.reset();
    analysis.shown[0].source.reset();
    analysis.shown[0].hypotheses[0] = "\xFF";
    const json root = json::parse(quality_json(analysis));
    CHECK(root["systems"][0]["faults"]["copied"].is_null());
    CHECK(root["train_text"].is_null());
    CHECK(root["lines"]["1"]["source"].is_null());
    CHECK(root["lines"]["1"]["hypotheses"][0] == "\uFFFD");
}

TEST_CASE("the path's ending chooses page or JSON; any other is the user's mistake") {
    const TemporaryFolder folder;
    write_quality_report(folder.file("a.json"), small_analysis());
    CHECK(json::parse(folder.read("a.json"))["version"] == 1);
    write_quality_report(folder.file("a.html"), small_analysis());
    CHECK(folder.read("a.html").starts_with("<!DOCTYPE html>"));
    CHECK_THROWS_WITH(check_quality_report_path("a.pdf"), Contains("a.pdf") && Contains(".html") && Contains(".json"));
    CHECK_THROWS_AS(write_quality_report(folder.file("a"), small_analysis()), UserError);
    CHECK_THROWS_AS(write_quality_report(folder.file("no/folder/a.html"), small_analysis()), UserError);
    CHECK(folder.file_count() == 2);
}

TEST_CASE("a chart's axis covers its values, from 0, in even steps") {
    const auto ticks = [](std::vector<std::optional<double>> values) {
        BarChart chart;
        for (const auto& value : values) chart.groups.push_back({"x", "", {{.value = value}}});
        const std::string svg = bar_chart_svg(chart);
        std::vector<std::string> labels;
        const std::regex tick("class=\"tick\"[^>]*>([^<]*)<");
        for (std::sregex_iterator it(svg.begin(), svg.end(), tick), end; it != end; ++it) labels.push_back((*it)[1]);
        return labels;
    };
    using Labels = std::vector<std::string>;
    CHECK(ticks({38.2, 12.0}) == Labels{"0", "10", "20", "30", "40"});
    CHECK(ticks({100.0}) == Labels{"0", "20", "40", "60", "80", "100"});
    CHECK(ticks({-3.0, 5.5}) == Labels{"-4", "-2", "0", "2", "4", "6"});
    CHECK(ticks({-0.3}) == Labels{"-0.3", "-0.2", "-0.1", "0.0"});
    CHECK(ticks({0.0, std::nullopt}) == ticks({}));
    CHECK(ticks({}).size() >= 2);
    CHECK(ticks({std::nan("")}) == ticks({}));
}

TEST_CASE("a difference of scores carries its sign unless it shows as 0") {
    CHECK(signed_text(1.26, 1) == "+1.3");
    CHECK(signed_text(-0.5, 2) == "\u22120.50");
    CHECK(signed_text(-0.04, 1) == "0.0");
    CHECK(signed_text(0.0, 2) == "0.00");
}
