#include "metrics/quality_analysis.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "catch.h"
#include "metrics/bleu.h"
#include "metrics/golden_file.h"
#include "temporary_folder.h"

using namespace nmt;
using Catch::Matchers::Contains;
using nlohmann::json;
using Lines = std::vector<std::string>;

namespace {

/// tests/golden/quality.json, written by scripts/make_golden_quality.py.
const json& golden_quality() {
    static const json golden = read_golden("quality.json");
    return golden;
}

/// The texts of a case, and views of them.
struct Texts {
    explicit Texts(const json& row)
        : systems(row["systems"].get<std::vector<Lines>>()), references(row["references"].get<std::vector<Lines>>()) {
        for (std::size_t i = 0; i < systems.size(); ++i)
            input.systems.push_back({"system " + std::to_string(i), systems[i]});
        for (const Lines& lines : references) input.references.emplace_back(lines);
        if (!row["sources"].is_null()) {
            sources = row["sources"].get<Lines>();
            input.sources = sources;
        }
        options.is_lower_cased = row["lowercase"];
        options.listed_sentences = row["listed"];
        options.small_bucket_segments = row["small"];
        options.bootstrap_trials = row["trials"];
        if (row["train"].is_null()) return;
        std::string text;
        for (const auto& line : row["train"]) text += line.get<std::string>() + "\n";
        input.train_text_path = folder.write("train", text);
    }
    Texts(const Texts&) = delete;
    Texts& operator=(const Texts&) = delete;

    QualityAnalysis analyse() const {
        BleuOptions bleu;
        bleu.is_lower_cased = options.is_lower_cased;
        const Bleu metric(bleu);
        bleu.has_effective_order = true;
        return analyse_quality(input, metric, Bleu(bleu), options);
    }

    TemporaryFolder folder;
    std::vector<Lines> systems, references;
    Lines sources;
    QualityInput input;
    QualityOptions options;
};

void check_number(const std::optional<double>& number, const json& expected) {
    REQUIRE(number.has_value() == !expected.is_null());
    if (number) CHECK(*number == Approx(expected.get<double>()).epsilon(1e-12).margin(1e-12));
}

void check_faults(const FaultCounts& faults, const json& expected) {
    CHECK(faults.empty == expected["empty"]);
    CHECK(faults.over_long == expected["over_long"]);
    CHECK(faults.under_long == expected["under_long"]);
    CHECK(faults.loops == expected["loops"]);
    CHECK(faults.words == expected["words"]);
    CHECK(json(faults.repeated) == expected["repeated"]);
    CHECK(faults.copied == expected.value("copied", std::size_t{0}));
    CHECK(faults.copied_words == expected.value("copied_words", std::size_t{0}));
}

void check_bucket(const QualityBucket& bucket, const json& expected, std::size_t segments) {
    INFO(expected.dump());
    CHECK(bucket.label == expected["label"]);
    for (std::size_t i = 0; i < bucket.systems.size(); ++i) {
        const BucketScore& system = bucket.systems[i];
        CHECK(system.segments == expected["segments"][i]);
        CHECK(system.share == Approx(static_cast<double>(system.segments) / static_cast<double>(segments)));
        check_number(system.score, expected["scores"][i]);
    }
    for (std::size_t i = 0; i < bucket.differences.size(); ++i) {
        const auto& difference = bucket.differences[i];
        if (!expected.contains("p_values") || bucket.systems[0].segments == 0) {
            CHECK_FALSE(difference.has_value());
            continue;
        }
        REQUIRE(difference.has_value());
        CHECK(difference->difference == *bucket.systems[i + 1].score - *bucket.systems[0].score);
        check_number(difference->p_value, expected["p_values"][i]);
    }
}

Lines repeated(const std::string& line, std::size_t count) {
    return Lines(count, line);
}

}  // namespace

TEST_CASE("scores, buckets, faults, lists and p-values are those of sacrebleu and of plain counting") {
    for (const json& row : golden_quality()["cases"]) {
        const Texts texts(row);
        const QualityAnalysis analysis = texts.analyse();
        const json& expected = row["expected"];
        REQUIRE(analysis.systems.size() == texts.systems.size());
        for (std::size_t i = 0; i < analysis.systems.size(); ++i) {
            INFO("system " << i);
            check_number(analysis.systems[i].score, expected["scores"][i]);
            check_faults(analysis.systems[i].faults, expected["faults"][i]);
            CHECK(json(analysis.systems[i].best) == expected["best"][i]);
            CHECK(json(analysis.systems[i].worst) == expected["worst"][i]);
            for (const auto& [segment, shown] : analysis.shown)
                check_number(shown.scores[i], expected["sentence_scores"][i][segment]);
        }
        REQUIRE(analysis.comparisons.size() == expected["comparisons"].size());
        for (std::size_t i = 0; i < analysis.comparisons.size(); ++i) {
            const SystemComparison& comparison = analysis.comparisons[i];
            const json& other = expected["comparisons"][i];
            check_number(comparison.overall.p_value, other["p_value"]);
            CHECK(comparison.better == other["better"]);
            CHECK(comparison.worse == other["worse"]);
            CHECK(comparison.better + comparison.worse + comparison.equal == analysis.segment_count);
            CHECK(json(comparison.gained) == other["gained"]);
            CHECK(json(comparison.lost) == other["lost"]);
        }
        REQUIRE(analysis.breakdowns.size() == expected["breakdowns"].size());
        for (const QualityBreakdown& breakdown : analysis.breakdowns) {
            const json& buckets = expected["breakdowns"][name_of(breakdown.kind)];
            INFO(name_of(breakdown.kind));
            REQUIRE(breakdown.buckets.size() == buckets.size());
            for (std::size_t i = 0; i < buckets.size(); ++i)
                check_bucket(breakdown.buckets[i], buckets[i], analysis.segment_count);
        }
        REQUIRE(analysis.train_text.has_value() == expected.contains("unseen"));
        if (!analysis.train_text) continue;
        CHECK(analysis.train_text->lines == row["train"].size());
        CHECK(analysis.train_text->reference_words == expected["reference_words"]);
        CHECK(analysis.train_text->unseen_reference_words == expected["unseen"]);
    }
}

TEST_CASE("every segment is in one bucket, whatever the number of threads") {
    for (const json& row : golden_quality()["cases"]) {
        Texts texts(row);
        std::vector<double> scores[2];
        for (unsigned threads : {1U, 3U}) {
            texts.options.threads = threads;
            const QualityAnalysis analysis = texts.analyse();
            for (const QualityBreakdown& breakdown : analysis.breakdowns) {
                for (std::size_t system = 0; system < analysis.systems.size(); ++system) {
                    std::size_t segments = 0;
                    for (const QualityBucket& bucket : breakdown.buckets) {
                        segments += bucket.systems[system].segments;
                        scores[threads / 3].push_back(bucket.systems[system].score.value_or(-1));
                        for (const auto& difference : bucket.differences)
                            if (difference) scores[threads / 3].push_back(difference->p_value.value_or(-1));
                    }
                    CHECK(segments == analysis.segment_count);
                }
            }
        }
        CHECK(scores[0] == scores[1]);
    }
}

TEST_CASE("equal systems differ in nothing, and no chance is claimed") {
    const Lines lines = repeated("the dog bit the man .", 60);
    const QualityInput input{{{"a", lines}, {"b", lines}}, {lines}, {}, {}};
    const Bleu metric;
    const QualityAnalysis analysis = analyse_quality(input, metric, metric);
    const SystemComparison& comparison = analysis.comparisons.at(0);
    CHECK(comparison.overall.difference == 0);
    CHECK(comparison.overall.p_value == 1.0);  // sacreBLEU's formula would say 0.001
    CHECK(comparison.equal == 60);
    CHECK(comparison.gained.empty());
    CHECK(comparison.lost.empty());
}

TEST_CASE("a bucket of few segments gets no p-value, and none is computed for 0 trials") {
    Lines good = repeated("the dog bit the man", 10), bad = repeated("a cat saw an old house", 10);
    good.push_back("one two three four five six seven eight nine ten eleven twelve");
    bad.push_back("one two three");
    const QualityInput input{{{"bad", bad}, {"good", good}}, {good}, {}, {}};
    const Bleu metric;
    QualityOptions options{.small_bucket_segments = 10, .bootstrap_trials = 100};
    const auto buckets_of = [&] { return analyse_quality(input, metric, metric, options).breakdowns.at(0).buckets; };
    REQUIRE(buckets_of().size() == 2);
    CHECK(buckets_of()[0].differences[0]->p_value.has_value());
    CHECK_FALSE(buckets_of()[0].is_small);
    CHECK_FALSE(buckets_of()[1].differences[0]->p_value.has_value());
    CHECK(buckets_of()[1].is_small);
    options.bootstrap_trials = 0;
    CHECK_FALSE(buckets_of()[0].differences[0]->p_value.has_value());
}

TEST_CASE("texts that do not fit together are the user's mistake") {
    const Lines two{"a", "b"}, one{"a"}, none;
    const Bleu metric;
    const auto run = [&](const Lines& hypotheses, const Lines& references, const Lines& sources,
                         QualityOptions options = {}) {
        const QualityInput input{{{"system X", hypotheses}}, {references}, sources, {}};
        return analyse_quality(input, metric, metric, options);
    };
    CHECK_THROWS_WITH(run(one, two, two), Contains("the reference has 2, system X has 1"));
    CHECK_THROWS_WITH(run(two, two, one), Contains("the source has 1"));
    CHECK_THROWS_WITH(run(none, none, none), Contains("at least one line"));
    CHECK_THROWS_WITH(run(two, two, two, {.tokenizer = "14a"}), Contains("14a"));
    QualityInput input{{{"x", two}}, {two}, {}, "/no/such/file"};
    CHECK_THROWS_AS(analyse_quality(input, metric, metric), UserError);
}
