#pragma once
// The difference of two systems on some of the segments, and whether it could be chance.

#include <cstddef>
#include <span>
#include <vector>

#include "metrics/metric.h"
#include "metrics/quality_analysis.h"
#include "metrics/resampling_seed.h"

namespace nmt {

struct BootstrapSettings {
    std::size_t trials = 1000;  // 0: no p-value
    ResamplingSeed seed;
    unsigned threads = 0;  // 0: one for each core
};

/// The rows of `segments` added up, in their order.
std::vector<double> sum_of_rows(const StatisticsTable& table, std::span<const std::size_t> segments);

/// The score of `system` minus that of `baseline` on `segments` (at least one), with the p-value of the paired
/// bootstrap over these segments alone. On all segments in order it is the p-value of sacreBLEU's --paired-bs. differs:
/// a difference of 0 has p = 1; sacreBLEU's formula calls it significant, because no resample differs either.
ScoreDifference difference_on(const Metric& metric, const StatisticsTable& baseline, const StatisticsTable& system,
                              std::span<const std::size_t> segments, const BootstrapSettings& settings);

}  // namespace nmt
