#pragma once
// Is a system really different from the baseline? Paired bootstrap (Koehn 2004) and approximate randomization (Riezler
// and Maxwell 2005), two-sided, as sacreBLEU 2.6.0 does them, to the last digit.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "metrics/confidence.h"
#include "metrics/metric.h"
#include "metrics/resampling_seed.h"

namespace nmt {

enum class PairedTestKind { bootstrap, randomization };

struct PairedTestOptions {
    PairedTestKind kind = PairedTestKind::bootstrap;
    std::size_t trials = 1000;  // at least one; sacreBLEU's default is 1000 for bootstrap, 10000 for randomization
    ResamplingSeed seed = {};   // 0 counts as none in comparisons, as in sacreBLEU
    unsigned threads = 0;       // 0: one for each core; the result does not depend on it
};

/// One system under one metric.
struct PairedResult {
    double score = 0;
    std::optional<double> p_value = {};                 // none for the baseline
    std::optional<ConfidenceInterval> confidence = {};  // of bootstrap only
};

/// Compares each system with the first one, the baseline. `statistics[system][metric]`, all of equal length, with at
/// least one row. Result [system][metric]. All systems and metrics share the trials.
std::vector<std::vector<PairedResult>> paired_test(std::span<const Metric* const> metrics,
                                                   std::span<const std::vector<StatisticsTable>> statistics,
                                                   const PairedTestOptions& options);

}  // namespace nmt
