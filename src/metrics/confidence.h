#pragma once
// How sure a score is: bootstrap resampling (Koehn 2004) as sacreBLEU 2.6.0 does it, to the last digit.

#include <cstddef>
#include <span>
#include <vector>

#include "metrics/metric.h"
#include "metrics/pcg64.h"
#include "metrics/score_sample.h"

namespace nmt {

struct ConfidenceInterval {
    double mean = 0;        // of the resamples' scores
    double half_width = 0;  // half of the distance between the 2.5 % lowest and the 2.5 % highest
};

/// A system's statistics under a metric; both outlive the call that they are given to.
struct ScoredTable {
    const Metric* metric;
    const StatisticsTable* statistics;
};

/// The scores of `trials` bootstrap samples of all segments. Each sample is drawn once and scored for every table (all
/// of equal length, with at least one row); result [table]. `threads` 0: one for each core; the result does not depend
/// on it.
std::vector<ScoreSample> bootstrap_scores(std::span<const ScoredTable> tables, std::size_t trials,
                                          const Pcg64& generator, unsigned threads);

/// What sacreBLEU prints for a single system: the mean is exact.
ConfidenceInterval single_system_confidence(const ScoreSample& scores);

/// What it prints beside paired tests: NumPy's mean of the sorted scores, in their own precision.
ConfidenceInterval paired_test_confidence(const ScoreSample& scores);

}  // namespace nmt
