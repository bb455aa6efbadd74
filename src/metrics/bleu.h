#pragma once
// BLEU (Papineni 2002) as sacreBLEU 2.6.0 computes it, to the last digit.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "metrics/metric.h"
#include "metrics/ngram_matches.h"
#include "metrics/tokenizer.h"

namespace nmt {

/// What to do with an order without a match (Chen and Cherry 2014): `floor` is their method 1, `add_k` 2, `exp` 3.
enum class Smoothing { none, floor, add_k, exp };

struct BleuOptions {
    std::string tokenizer = "13a";    // a name of tokenizer_names()
    std::string spm_model_path = {};  // a sentencepiece model file: for the tokenizer spm, and only for it
    bool is_lower_cased = false;
    Smoothing smoothing = Smoothing::exp;
    std::optional<double> smoothing_value = {};  // floor (default 0.1) and add_k (default 1) only; >= 0
    bool has_effective_order = false;            // leave out the orders for which the hypothesis is too short
};

struct BleuScore {
    double score = 0;                                 // 0 to 100
    std::array<double, kMaxNgramOrder> precisions{};  // [order - 1] in percent, smoothed
    double bp = 1;                                    // brevity penalty
    double ratio = 0;                                 // hyp_len / ref_len; 0 without reference tokens
    std::int64_t hyp_len = 0;                         // tokens
    std::int64_t ref_len = 0;                         // tokens

    /// `66.7/50.0/25.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 4 ref_len = 4)`.
    std::string verbose_text() const;
};

/// A row of statistics holds the hypothesis's tokens, the tokens of the reference closest in length (of equally close
/// ones the shorter), and for orders 1 to 4 the clipped matches, then the n-grams of the hypothesis.
class Bleu final : public Metric {
public:
    static constexpr std::size_t kColumns = 2 + 2 * kMaxNgramOrder;

    /// Throws UserError for an unknown tokenizer or a smoothing value that is negative or not finite.
    explicit Bleu(BleuOptions options = {});

    std::string name() const override { return "BLEU"; }
    bool is_higher_better() const override { return true; }

    /// White space at a segment's end does not count.
    StatisticsTable segment_statistics(std::span<const std::string> hypotheses,
                                       std::span<const std::span<const std::string>> references,
                                       unsigned threads) const override;
    MetricScore score(std::span<const double> statistics) const override;
    NumpyNumber resampled_score(std::span<const float> statistics) const override;
    double shuffled_score(std::span<const double> statistics) const override;
    Signature signature(std::size_t reference_count) const override;

    /// The score with its parts.
    BleuScore parts(std::span<const double> statistics) const;

private:
    class SegmentCounter;

    double smoothing_value() const;

    BleuOptions options_;
    std::unique_ptr<const Tokenizer> tokenizer_;
};

/// Corpus BLEU with tokenizer 13a, exponential smoothing and one reference: `references[i]` belongs to
/// `hypotheses[i]`. Equals sacrebleu.corpus_bleu(hypotheses, [references]). No segments at all score 0.
BleuScore corpus_bleu(std::span<const std::string> hypotheses, std::span<const std::string> references);

}  // namespace nmt
