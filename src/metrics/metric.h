#pragma once
// What every metric of nmt-eval is: numbers of each segment -> their sum -> the score. Corpus score, sentence score and
// resampling share this one path. One file per metric: bleu.h, chrf.h, ter.h.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "metrics/numpy_number.h"
#include "metrics/signature.h"

namespace nmt {

/// One row of numbers for each segment.
struct StatisticsTable {
    std::size_t columns = 0;
    std::vector<double> values;  // [segment * columns + column]; counts, exact as double

    std::size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
    std::span<const double> row(std::size_t segment) const { return {values.data() + segment * columns, columns}; }

    /// The rows added up, from the first to the last.
    std::vector<double> sum() const;
};

struct MetricScore {
    double score = 0;
    std::string verbose;  // the score's parts as sacreBLEU prints them; may be empty
};

/// One metric with its options. It has no state: one object may serve several threads.
class Metric {
public:
    virtual ~Metric() = default;

    /// As sacreBLEU prints it: BLEU, chrF2, chrF2++, TER.
    virtual std::string name() const = 0;

    /// False for TER.
    virtual bool is_higher_better() const = 0;

    /// One row for each segment. `references[r][i]` is the r-th reference of `hypotheses[i]` (UTF-8); there is at least
    /// one r, and all have the hypotheses' length. `threads` 0: one for each core; the result does not depend on it.
    virtual StatisticsTable segment_statistics(std::span<const std::string> hypotheses,
                                               std::span<const std::span<const std::string>> references,
                                               unsigned threads) const = 0;

    /// The score of one segment's row or of a sum of rows.
    virtual MetricScore score(std::span<const double> statistics) const = 0;

    /// The score of a sum taken in single precision, with each operation rounded as NumPy 2 rounds it in sacreBLEU's
    /// bootstrap: scalars of type float32 stay float32 beside Python numbers, and the result tells which of both it is.
    /// Only confidence intervals and the paired bootstrap use it; the score itself is always the one above.
    virtual NumpyNumber resampled_score(std::span<const float> statistics) const = 0;

    /// The score of a sum that NumPy holds as whole numbers, as in sacreBLEU's approximate randomization. It differs
    /// from the score itself only where a fraction is to be added to the sum (BLEU's add-k), and so is lost.
    virtual double shuffled_score(std::span<const double> statistics) const { return score(statistics).score; }

    /// Names everything that changes the score.
    virtual Signature signature(std::size_t reference_count) const = 0;
};

}  // namespace nmt
