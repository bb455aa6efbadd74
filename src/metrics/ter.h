#pragma once
// TER, the translation edit rate (Snover et al. 2006), as sacreBLEU 2.6.0 computes it, to the last digit.

#include <cstddef>
#include <span>
#include <string>

#include "metrics/metric.h"
#include "metrics/tokenizer_ter.h"

namespace nmt {

/// Edits, of which a shift of a block of words is one, in percent of the reference words. A row of statistics holds the
/// edits to the reference that needs fewest and the mean length of the references in words.
class Ter final : public Metric {
public:
    explicit Ter(TerOptions options = {}) : options_(options), tokenizer_(options) {}

    std::string name() const override { return "TER"; }
    bool is_higher_better() const override { return false; }
    StatisticsTable segment_statistics(std::span<const std::string> hypotheses,
                                       std::span<const std::span<const std::string>> references,
                                       unsigned threads) const override;

    /// 100 if there are no reference words but edits, 0 if there are neither.
    MetricScore score(std::span<const double> statistics) const override;
    NumpyNumber resampled_score(std::span<const float> statistics) const override;
    Signature signature(std::size_t reference_count) const override;

private:
    TerOptions options_;
    TokenizerTer tokenizer_;
};

}  // namespace nmt
