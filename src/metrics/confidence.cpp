#include "metrics/confidence.h"

#include <algorithm>
#include <cstdint>
#include <mutex>

#include "base/parallel.h"
#include "metrics/packed_rows.h"
#include "metrics/resampling.h"

namespace nmt {
namespace {

constexpr std::size_t kTrialsAtOnce = 4;  // of one thread, with one buffer

std::vector<double> sorted(const ScoreSample& scores) {
    std::vector<double> values(scores.values().begin(), scores.values().end());
    std::ranges::sort(values);
    return values;
}

double half_width(const std::vector<double>& sorted_values, bool is_float32) {
    const std::size_t lower = sorted_values.size() / 40;
    const double highest = sorted_values[sorted_values.size() - lower - 1], lowest = sorted_values[lower];
    if (is_float32) return 0.5F * (static_cast<float>(highest) - static_cast<float>(lowest));
    return 0.5 * (highest - lowest);
}

}  // namespace

std::vector<ScoreSample> bootstrap_scores(std::span<const ScoredTable> tables, std::size_t trials,
                                          const Pcg64& generator, unsigned threads) {
    std::vector<const StatisticsTable*> statistics;
    for (const ScoredTable& table : tables) statistics.push_back(table.statistics);
    const PackedRows<float> rows(statistics);
    BootstrapSamples samples(generator, statistics[0]->rows());
    std::mutex samples_mutex;
    std::size_t next_trial = 0;

    std::vector<ScoreSample> scores(tables.size(), ScoreSample(trials));
    for_each_range(trials, kTrialsAtOnce, threads, [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t> sample;
        std::vector<float> sums(rows.width());
        for (std::size_t i = begin; i < end; ++i) {
            std::size_t trial = 0;
            {
                // Samples come in one order, whichever thread draws.
                const std::lock_guard lock(samples_mutex);
                trial = next_trial++;
                samples.next(sample);
            }
            rows.sum(sample, sums);
            for (std::size_t t = 0; t < tables.size(); ++t)
                scores[t].set(trial, tables[t].metric->resampled_score(std::span<const float>(sums).subspan(
                                         rows.first_column(t), tables[t].statistics->columns)));
        }
    });
    return scores;
}

ConfidenceInterval single_system_confidence(const ScoreSample& scores) {
    const std::vector<double> values = sorted(scores);
    const double mean = exact_mean(values);
    return {scores.is_float32() ? static_cast<float>(mean) : mean, half_width(values, scores.is_float32())};
}

ConfidenceInterval paired_test_confidence(const ScoreSample& scores) {
    const std::vector<double> values = sorted(scores);
    return {numpy_mean(values, scores.is_float32()), half_width(values, scores.is_float32())};
}

}  // namespace nmt
