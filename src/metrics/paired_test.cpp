#include "metrics/paired_test.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <numeric>

#include "base/error.h"
#include "base/parallel.h"
#include "metrics/packed_rows.h"
#include "metrics/resampling.h"

namespace nmt {
namespace {

using Results = std::vector<std::vector<PairedResult>>;
using Statistics = std::span<const std::vector<StatisticsTable>>;

constexpr std::size_t kTrialsAtOnce = 16;  // of one thread, with one buffer

/// The share of trials whose statistic is above the real difference, the real one counted as one more trial.
double p_value(std::size_t trials_above, std::size_t trials) {
    return static_cast<double>(trials_above + 1) / static_cast<double>(trials + 1);
}

Results real_scores(std::span<const Metric* const> metrics, Statistics statistics) {
    Results results(statistics.size());
    for (std::size_t s = 0; s < statistics.size(); ++s)
        for (std::size_t m = 0; m < metrics.size(); ++m)
            results[s].push_back({.score = metrics[m]->score(statistics[s][m].sum()).score});
    return results;
}

/// A sample's difference from the baseline's counts less the mean difference (Koehn's null hypothesis). NumPy computes
/// in single precision if both samples are float32, and compares in it too.
double bootstrap_p_value(const ScoreSample& baseline, const ScoreSample& system, double difference) {
    const bool is_float32 = baseline.is_float32() && system.is_float32();
    const auto as_array = [&](double value) { return is_float32 ? static_cast<float>(value) : value; };
    std::vector<double> differences(baseline.values().size());
    for (std::size_t i = 0; i < differences.size(); ++i)
        differences[i] = std::abs(as_array(system.values()[i] - baseline.values()[i]));
    const double mean = numpy_mean(differences, is_float32);
    const auto above = std::ranges::count_if(
        differences, [&](double sampled) { return as_array(sampled - mean) > as_array(difference); });
    return p_value(static_cast<std::size_t>(above), differences.size());
}

void run_bootstrap(std::span<const Metric* const> metrics, Statistics statistics, const PairedTestOptions& options,
                   Results& results) {
    std::vector<ScoredTable> tables;  // all of the baseline's, then all of the next system's, ...
    for (const auto& of_system : statistics)
        for (std::size_t m = 0; m < metrics.size(); ++m) tables.push_back({metrics[m], &of_system[m]});
    const ResamplingSeed seed = options.seed.is_zero() ? ResamplingSeed("none") : options.seed;
    const auto scores = bootstrap_scores(tables, options.trials, seed.generator(), options.threads);
    for (std::size_t s = 0; s < statistics.size(); ++s)
        for (std::size_t m = 0; m < metrics.size(); ++m) {
            const ScoreSample& sample = scores[s * metrics.size() + m];
            PairedResult& result = results[s][m];
            result.confidence = paired_test_confidence(sample);
            if (s > 0)
                result.p_value = bootstrap_p_value(scores[m], sample, std::abs(results[0][m].score - result.score));
        }
    if (!options.seed.is_zero()) return;
    // The baseline's interval takes the seed 0 as it is.
    const auto baseline = bootstrap_scores(std::span(tables).first(metrics.size()), options.trials,
                                           options.seed.generator(), options.threads);
    for (std::size_t m = 0; m < metrics.size(); ++m) results[0][m].confidence = paired_test_confidence(baseline[m]);
}

/// True if sums of the table's numbers come out the same in any order: they are halves, quarters, ... of whole numbers.
bool has_exact_sums(const StatisticsTable& table) {
    constexpr double denominator = 1024;
    return std::ranges::all_of(table.values,
                               [](double value) { return std::floor(value * denominator) == value * denominator; });
}

/// The same in single precision: halves of whole numbers >= 0, with a `total` that leaves it a bit to spare.
bool has_exact_float_sums(const StatisticsTable& table, const std::vector<double>& total) {
    constexpr double limit = 1 << 22;
    return std::ranges::all_of(table.values,
                               [](double value) { return value >= 0 && std::floor(2 * value) == 2 * value; }) &&
           std::ranges::all_of(total, [](double sum) { return sum < limit; });
}

/// A trial gives one pseudo-system the baseline's segments of a random half and the system's of the rest; a second
/// pseudo-system gets the others.
class Randomization {
public:
    Randomization(std::span<const Metric* const> metrics, Statistics statistics, const Results& results)
        : metrics_(metrics), results_(results), trials_above_((statistics.size() - 1) * metrics.size()) {
        for (const auto& of_system : statistics)
            for (const StatisticsTable& table : of_system) {
                tables_.push_back(&table);
                totals_.push_back(table.sum());
                has_exact_sums_ = has_exact_sums_ && has_exact_sums(table);
                fits_float_ = fits_float_ && has_exact_float_sums(table, totals_.back());
            }
    }

    void run(const PairedTestOptions& options) {
        if (fits_float_)
            run_trials(PackedRows<float>(tables_), options);
        else
            run_trials(PackedRows<double>(tables_), options);
    }

    std::size_t trials_above(std::size_t system, std::size_t metric) const {
        return trials_above_[(system - 1) * metrics_.size() + metric];
    }

private:
    template <class Scalar>
    void run_trials(const PackedRows<Scalar>& rows, const PairedTestOptions& options) {
        const std::size_t segments = tables_[0]->rows();
        const ResamplingSeed seed = options.seed.is_zero() ? ResamplingSeed("none") : options.seed;
        const RandomHalves halves(seed.generator(), segments);
        for_each_range(options.trials, kTrialsAtOnce, options.threads, [&](std::size_t begin, std::size_t end) {
            std::vector<std::uint32_t> half;
            std::vector<Scalar> half_sums(rows.width()), rest_sums(rows.width());
            for (std::size_t trial = begin; trial < end; ++trial) {
                halves.get(trial, half);
                rows.sum(half, half_sums);
                sum_rest(rows, half, half_sums, rest_sums);
                for (std::size_t i = 0; i < trials_above_.size(); ++i)
                    if (is_above(rows, i, half_sums, rest_sums)) ++trials_above_[i];
            }
        });
    }

    /// Sums of the segments that are not in `half`: the difference from all, unless rounding would show. Then they are
    /// added one after the other, as in NumPy's product of a mask and a table (for up to some hundred segments).
    template <class Scalar>
    void sum_rest(const PackedRows<Scalar>& rows, const std::vector<std::uint32_t>& half,
                  const std::vector<Scalar>& half_sums, std::vector<Scalar>& rest_sums) const {
        if (has_exact_sums_) {
            for (std::size_t t = 0; t < tables_.size(); ++t)
                for (std::size_t column = 0; column < totals_[t].size(); ++column) {
                    const std::size_t place = rows.first_column(t) + column;
                    rest_sums[place] = static_cast<Scalar>(totals_[t][column]) - half_sums[place];
                }
            return;
        }
        std::vector<std::uint32_t> all(tables_[0]->rows()), rest;
        std::iota(all.begin(), all.end(), 0U);
        std::ranges::set_difference(all, half, std::back_inserter(rest));
        rows.sum(rest, rest_sums);
    }

    /// Is the difference of the two pseudo-systems above the real one? `index` is that of trials_above_.
    template <class Scalar>
    bool is_above(const PackedRows<Scalar>& rows, std::size_t index, const std::vector<Scalar>& half_sums,
                  const std::vector<Scalar>& rest_sums) const {
        const std::size_t s = 1 + index / metrics_.size(), m = index % metrics_.size();
        const std::size_t baseline = rows.first_column(m), system = rows.first_column(s * metrics_.size() + m);
        std::vector<double> first(totals_[m].size()), second(totals_[m].size());
        for (std::size_t column = 0; column < first.size(); ++column) {
            first[column] = static_cast<double>(half_sums[baseline + column]) + rest_sums[system + column];
            second[column] = static_cast<double>(rest_sums[baseline + column]) + half_sums[system + column];
        }
        const double real = std::abs(results_[0][m].score - results_[s][m].score);
        return std::abs(metrics_[m]->shuffled_score(first) - metrics_[m]->shuffled_score(second)) > real;
    }

    std::span<const Metric* const> metrics_;
    const Results& results_;
    std::vector<const StatisticsTable*> tables_;  // [system * metrics + metric]
    std::vector<std::vector<double>> totals_;     // the same places
    bool has_exact_sums_ = true;
    bool fits_float_ = true;                              // the sums are exact in single precision, which is faster
    std::vector<std::atomic<std::size_t>> trials_above_;  // [(system - 1) * metrics + metric]
};

}  // namespace

std::vector<std::vector<PairedResult>> paired_test(std::span<const Metric* const> metrics, Statistics statistics,
                                                   const PairedTestOptions& options) {
    require(statistics.size() > 1 && !metrics.empty(), "a paired test needs two systems and a metric");
    require(options.trials > 0, "a paired test needs a trial");
    Results results = real_scores(metrics, statistics);
    if (options.kind == PairedTestKind::bootstrap) {
        run_bootstrap(metrics, statistics, options, results);
        return results;
    }
    Randomization randomization(metrics, statistics, results);
    randomization.run(options);
    for (std::size_t s = 1; s < statistics.size(); ++s)
        for (std::size_t m = 0; m < metrics.size(); ++m)
            results[s][m].p_value = p_value(randomization.trials_above(s, m), options.trials);
    return results;
}

}  // namespace nmt
