#pragma once
// BLEU (Papineni 2002) as sacreBLEU 2.6.0 computes it, to the last digit: statistics of each segment -> their sum ->
// the score. Corpus score, sentence score and resampling share this one path.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/ngram_matches.h"
#include "metrics/signature.h"
#include "metrics/tokenizer.h"

namespace nmt {

/// What to do with an order without a match (Chen and Cherry 2014): `floor` is their method 1, `add_k` 2, `exp` 3.
enum class Smoothing { none, floor, add_k, exp };

struct BleuOptions {
    std::string tokenizer = "13a";  // a name of tokenizer_names()
    bool is_lower_cased = false;
    Smoothing smoothing = Smoothing::exp;
    std::optional<double> smoothing_value;  // floor (default 0.1) and add_k (default 1) only; >= 0
    bool has_effective_order = false;       // leave out the orders for which the hypothesis is too short
};

/// Sums of these are all that the score depends on.
struct BleuStatistics {
    std::int64_t hyp_len = 0;  // tokens
    std::int64_t ref_len = 0;  // tokens of the reference closest in length; of equally close ones, the shorter
    std::array<std::int64_t, kMaxNgramOrder> correct{};  // [order - 1] clipped matches
    std::array<std::int64_t, kMaxNgramOrder> total{};    // [order - 1] n-grams of the hypothesis

    BleuStatistics& operator+=(const BleuStatistics& other);
    bool operator==(const BleuStatistics&) const = default;
};

struct BleuScore {
    double score = 0;                                   // 0 to 100
    std::array<double, kMaxNgramOrder> precisions{};    // [order - 1] in percent, smoothed
    std::array<std::int64_t, kMaxNgramOrder> counts{};  // differs: not smoothed by add_k, sacreBLEU's are
    std::array<std::int64_t, kMaxNgramOrder> totals{};  // differs: the same
    double bp = 1;                                      // brevity penalty
    double ratio = 0;                                   // hyp_len / ref_len; 0 without reference tokens
    std::int64_t hyp_len = 0;                           // tokens
    std::int64_t ref_len = 0;                           // tokens

    /// `66.7/50.0/25.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 4 ref_len = 4)`.
    std::string verbose_text() const;
};

class Bleu {
public:
    /// Throws UserError for an unknown tokenizer or a smoothing value that is negative or not finite.
    explicit Bleu(BleuOptions options = {});

    /// One entry for each segment. `references[r][i]` is the r-th reference of `hypotheses[i]`; there is at least one
    /// r, and all have the hypotheses' length. UTF-8; white space at a segment's end does not count.
    std::vector<BleuStatistics> segment_statistics(std::span<const std::string> hypotheses,
                                                   std::span<const std::span<const std::string>> references) const;

    /// The score of one segment or of a sum of segments.
    BleuScore score(const BleuStatistics& statistics) const;

    /// Names everything that changes the score.
    Signature signature(std::size_t reference_count) const;

private:
    /// The segment's tokens, kept with the text that they point into.
    struct TokenizedSegment {
        std::string text;
        std::vector<std::string_view> tokens;
    };

    void tokenize(const std::string& segment, TokenizedSegment& tokenized) const;
    double smoothing_value() const;

    BleuOptions options_;
    std::unique_ptr<const Tokenizer> tokenizer_;
};

/// Corpus BLEU with tokenizer 13a, exponential smoothing and one reference: `references[i]` belongs to
/// `hypotheses[i]`. Equals sacrebleu.corpus_bleu(hypotheses, [references]). No segments at all score 0.
BleuScore corpus_bleu(std::span<const std::string> hypotheses, std::span<const std::string> references);

/// The sum that a corpus score is computed from.
BleuStatistics sum(std::span<const BleuStatistics> segments);

}  // namespace nmt
