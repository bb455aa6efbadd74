// Resampling, confidence intervals and paired tests against NumPy and sacrebleu: tests/golden/significance.json,
// written by scripts/make_golden_significance.py.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "catch.h"
#include "metrics/bleu.h"
#include "metrics/chrf.h"
#include "metrics/confidence.h"
#include "metrics/golden_file.h"
#include "metrics/paired_test.h"
#include "metrics/resampling.h"
#include "metrics/resampling_seed.h"
#include "metrics/score_sample.h"
#include "metrics/ter.h"

using namespace nmt;
using Json = nlohmann::json;
using Rows = std::vector<std::vector<std::uint32_t>>;

namespace {

const Json& golden() {
    static const Json json = read_golden("significance.json");
    return json;
}

std::unique_ptr<const Metric> metric_from(const Json& test) {
    const Json& arguments = test["arguments"];
    if (test["metric"] == "ter") return std::make_unique<Ter>();
    if (test["metric"] == "chrf")
        return std::make_unique<Chrf>(ChrfOptions{.char_order = arguments.value("char_order", 6),
                                                  .word_order = arguments.value("word_order", 0),
                                                  .beta = arguments.value("beta", 2),
                                                  .has_eps_smoothing = arguments.value("eps_smoothing", false)});
    BleuOptions options;
    const std::string method = arguments.value("smooth_method", "exp");
    options.smoothing = method == "none"    ? Smoothing::none
                        : method == "floor" ? Smoothing::floor
                        : method == "add-k" ? Smoothing::add_k
                                            : Smoothing::exp;
    if (arguments.contains("smooth_value")) options.smoothing_value = arguments["smooth_value"].get<double>();
    options.has_effective_order = arguments.value("effective_order", false);
    return std::make_unique<Bleu>(options);
}

StatisticsTable table_from(const Json& rows) {
    StatisticsTable table{rows[0].size(), {}};
    for (const Json& row : rows)
        for (const Json& value : row) table.values.push_back(value.get<double>());
    return table;
}

std::vector<std::vector<StatisticsTable>> systems_from(const Json& test) {
    std::vector<std::vector<StatisticsTable>> systems;
    for (const Json& rows : test["rows"]) systems.push_back({table_from(rows)});
    return systems;
}

std::optional<double> number(const Json& json) {
    return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

void check_paired_test(const Json& test, const char* name, PairedTestKind kind, unsigned threads) {
    const auto metric = metric_from(test);
    const Metric* const metrics[] = {metric.get()};
    const auto results = paired_test(metrics, systems_from(test),
                                     {.kind = kind,
                                      .trials = test["trials"].get<std::size_t>(),
                                      .seed = ResamplingSeed(test["seed"].get<std::string>()),
                                      .threads = threads});
    REQUIRE(results.size() == test[name].size());
    for (std::size_t s = 0; s < results.size(); ++s) {
        const PairedResult& result = results[s][0];
        CHECK(result.score == test[name][s][0].get<double>());
        CHECK(result.p_value == number(test[name][s][1]));
        CHECK(result.confidence.has_value() == !test[name][s][2].is_null());
        if (!result.confidence) continue;
        CHECK(result.confidence->mean == test[name][s][2].get<double>());
        CHECK(result.confidence->half_width == test[name][s][3].get<double>());
    }
}

}  // namespace

TEST_CASE("the generator, its samples and its halves are NumPy's") {
    for (const Json& row : golden()["generators"]) {
        INFO(row["seed"]);
        const ResamplingSeed seed(row["seed"].get<std::string>());
        Pcg64 generator = seed.generator();
        std::vector<std::uint64_t> numbers;
        for (std::size_t i = 0; i < row["numbers"].size(); ++i) numbers.push_back(generator.next());
        CHECK(numbers == row["numbers"].get<std::vector<std::uint64_t>>());
        for (const Json& golden_samples : row["samples"]) {
            BootstrapSamples samples(seed.generator(), golden_samples["segments"].get<std::size_t>());
            std::vector<std::uint32_t> sample;
            for (const Json& expected : golden_samples["rows"]) {
                samples.next(sample);
                CHECK(sample == expected.get<std::vector<std::uint32_t>>());
            }
        }
        for (const Json& golden_halves : row["halves"]) {
            const RandomHalves halves(seed.generator(), golden_halves["segments"].get<std::size_t>());
            const Rows expected = golden_halves["rows"].get<Rows>();
            std::vector<std::uint32_t> half;
            for (std::size_t trial = expected.size(); trial-- > 0;) {  // any order will do
                halves.get(trial, half);
                CHECK(half == expected[trial]);
            }
        }
    }
}

TEST_CASE("leaving out numbers of the generator is drawing them") {
    for (std::uint64_t count : {0, 1, 2, 63, 1000}) {
        Pcg64 drawn = ResamplingSeed().generator(), advanced = drawn;
        for (std::uint64_t i = 0; i < count; ++i) drawn.next();
        advanced.advance(count);
        CHECK(drawn.next() == advanced.next());
    }
}

TEST_CASE("means are NumPy's and Python's, to the last digit") {
    for (const Json& row : golden()["means"]) {
        const auto singles = row["singles"].get<std::vector<double>>(),
                   doubles = row["doubles"].get<std::vector<double>>();
        CHECK(numpy_mean(singles, true) == row["numpy_singles"].get<double>());
        CHECK(numpy_mean(doubles, false) == row["numpy_doubles"].get<double>());
        CHECK(exact_mean(doubles) == row["exact_doubles"].get<double>());
    }
}

TEST_CASE("confidence intervals equal sacrebleu's to the last digit") {
    for (const Json& test : golden()["tests"]) {
        if (test["interval"].is_null()) continue;
        INFO(test["metric"] << test["arguments"] << test["trials"]);
        const auto metric = metric_from(test);
        const StatisticsTable table = table_from(test["rows"][0]);
        const ScoredTable scored{metric.get(), &table};
        const ResamplingSeed seed(test["seed"].get<std::string>());
        const auto samples = bootstrap_scores({&scored, 1}, test["trials"].get<std::size_t>(), seed.generator(), 2);
        const ConfidenceInterval interval = single_system_confidence(samples[0]);
        CHECK(interval.mean == test["interval"][0].get<double>());
        CHECK(interval.half_width == test["interval"][1].get<double>());
    }
}

TEST_CASE("paired tests equal sacrebleu's to the last digit, with any number of threads") {
    for (const Json& test : golden()["tests"]) {
        INFO(test["metric"] << test["arguments"] << test["trials"] << " " << test["rows"][0].size() << " segments");
        for (unsigned threads : {1U, 3U}) {
            check_paired_test(test, "bootstrap", PairedTestKind::bootstrap, threads);
            check_paired_test(test, "randomization", PairedTestKind::randomization, threads);
        }
    }
}

TEST_CASE("metrics that share the trials get the results that each gets alone") {
    const Json& test = golden()["tests"][3];
    const auto metric = metric_from(test);
    const Bleu other({.smoothing = Smoothing::none});
    const Metric* const both[] = {metric.get(), &other};
    auto systems = systems_from(test);
    const PairedTestOptions options{.kind = PairedTestKind::bootstrap, .trials = 50};
    const auto alone = paired_test(std::span(both).first(1), systems, options);
    for (auto& of_system : systems) of_system.push_back(of_system[0]);
    const auto together = paired_test(both, systems, options);
    for (std::size_t s = 0; s < systems.size(); ++s) {
        CHECK(together[s][0].p_value == alone[s][0].p_value);
        CHECK(together[s][0].confidence->mean == alone[s][0].confidence->mean);
    }
}

TEST_CASE("the seed 0 is fixed for the baseline's interval and random for the comparison, as in sacrebleu") {
    const Json& test = golden()["tests"][4];
    const auto metric = metric_from(test);
    const Metric* const metrics[] = {metric.get()};
    const auto systems = systems_from(test);
    const PairedTestOptions options{.trials = 40, .seed = ResamplingSeed("0")};
    const auto first = paired_test(metrics, systems, options), second = paired_test(metrics, systems, options);
    CHECK(first[0][0].confidence->mean == second[0][0].confidence->mean);
    CHECK(first[0][0].confidence->half_width == second[0][0].confidence->half_width);
}

TEST_CASE("a seed is what Python's int() reads, or none") {
    CHECK(ResamplingSeed().number_text() == "12345");
    CHECK(ResamplingSeed(" +0_012\n").number_text() == "12");
    CHECK(ResamplingSeed(" +0_012\n").given_text() == " +0_012\n");
    CHECK(ResamplingSeed("-0").is_zero());
    CHECK(ResamplingSeed("NONE").is_none());
    CHECK(ResamplingSeed("NONE").given_text() == "none");
    for (const char* bad : {"", " ", "x", "-1", "1.0", "1__0", "_1", "1_", "0x10", "1e3", "+", "nones"})
        CHECK_THROWS_WITH(ResamplingSeed(bad), Catch::Matchers::Contains("SACREBLEU_SEED"));
}
