#pragma once
// chrF (Popović 2015) and chrF++ (Popović 2017) as sacreBLEU 2.6.0 computes them, to the last digit: an F-score over
// n-grams of characters, and for chrF++ of words too.

#include <span>
#include <string>
#include <vector>

#include "metrics/metric.h"

namespace nmt {

struct ChrfOptions {
    int char_order = 6;  // n-grams of up to that many characters; >= 0
    int word_order = 0;  // n-grams of up to that many words, 2 for chrF++; >= 0. One of the two orders is above 0
    int beta = 2;        // recall counts beta times as much as precision; >= 0
    bool is_lower_cased = false;
    bool keeps_white_space = false;  // white space takes part in the characters' n-grams
    bool has_eps_smoothing = false;  // the mean of all orders' F-scores, with 1e-16 for an order without n-grams
};

/// A row of statistics holds, for each order (the characters' first), n-grams of the hypothesis, of the reference, and
/// matches. With several references it is the row of the one with the best score, the first of equals. The
/// hypothesis's n-grams of an order count 0 where the reference has none of that order.
class Chrf final : public Metric {
public:
    /// Throws UserError for a negative number, and where both orders are 0.
    explicit Chrf(ChrfOptions options = {});

    std::string name() const override;  // chrF2, chrF2++: beta, and a + for each order of words
    bool is_higher_better() const override { return true; }
    StatisticsTable segment_statistics(std::span<const std::string> hypotheses,
                                       std::span<const std::span<const std::string>> references,
                                       unsigned threads) const override;
    MetricScore score(std::span<const double> statistics) const override;
    NumpyNumber resampled_score(std::span<const float> statistics) const override;
    Signature signature(std::size_t reference_count) const override;

private:
    class SegmentCounter;

    std::size_t columns() const;

    ChrfOptions options_;
};

}  // namespace nmt
