#include "metrics/bleu.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "base/cat.h"
#include "base/error.h"
#include "base/number_text.h"
#include "base/parallel.h"
#include "metrics/lower_case.h"
#include "metrics/white_space.h"

namespace nmt {
namespace {

constexpr std::size_t kRangeSize = 256;  // segments

// Columns of a row.
constexpr std::size_t kHypLen = 0;
constexpr std::size_t kRefLen = 1;
constexpr std::size_t kCorrect = 2;
constexpr std::size_t kTotal = kCorrect + kMaxNgramOrder;

/// sacreBLEU's my_log: the logarithm of 0 is a number so low that the score becomes 0.
double floored_log(double value) {
    return value == 0 ? -9999999999.0 : std::log(value);
}

double brevity_penalty(std::int64_t hyp_len, std::int64_t ref_len) {
    if (hyp_len >= ref_len) return 1;
    if (hyp_len == 0) return 0;
    return std::exp(1 - static_cast<double>(ref_len) / static_cast<double>(hyp_len));
}

/// The length closer to the hypothesis's; of two equally close ones the shorter. `best` is -1 before the first
/// reference.
std::int64_t closer_ref_len(std::int64_t hyp_len, std::int64_t best, std::int64_t candidate) {
    if (best < 0) return candidate;
    const std::int64_t best_distance = std::abs(hyp_len - best);
    const std::int64_t distance = std::abs(hyp_len - candidate);
    if (distance != best_distance) return distance < best_distance ? candidate : best;
    return std::min(best, candidate);
}

std::string smoothing_name(Smoothing smoothing) {
    switch (smoothing) {
        case Smoothing::none:
            return "none";
        case Smoothing::floor:
            return "floor";
        case Smoothing::add_k:
            return "add-k";
        case Smoothing::exp:
            break;
    }
    return "exp";
}

/// The smoothed precisions of one row, in percent, and how many orders count. `Count` is double, or float for a
/// resampled row: then each operation is rounded to float32 as NumPy does it.
struct Precisions {
    std::array<double, kMaxNgramOrder> percent{};  // [order - 1]
    std::size_t order_count = kMaxNgramOrder;
};

template <class Count>
Precisions smoothed_precisions(std::span<const Count> row, const BleuOptions& options, double smoothing_value) {
    Precisions result;
    double exp_divisor = 1;
    for (std::size_t i = 0; i < kMaxNgramOrder; ++i) {
        const double k = options.smoothing == Smoothing::add_k && i > 0 ? smoothing_value : 0.0;
        const NumpyNumber correct = NumpyNumber(row[kCorrect + i]) + k;
        const NumpyNumber total = NumpyNumber(row[kTotal + i]) + k;
        if (total.value() == 0) break;
        if (options.has_effective_order) result.order_count = i + 1;
        if (correct.value() != 0) {
            result.percent[i] = (100.0 * correct / total).value();
        } else if (options.smoothing == Smoothing::exp) {
            exp_divisor *= 2;
            result.percent[i] = (100.0 / (exp_divisor * total)).value();
        } else if (options.smoothing == Smoothing::floor) {
            result.percent[i] = (100.0 * smoothing_value / total).value();
        }
    }
    return result;
}

template <class Count>
BleuScore score_parts(std::span<const Count> row, const BleuOptions& options, double smoothing_value) {
    require(row.size() == Bleu::kColumns, "BLEU's statistics are ten numbers");
    BleuScore result{.hyp_len = static_cast<std::int64_t>(row[kHypLen]),
                     .ref_len = static_cast<std::int64_t>(row[kRefLen])};
    result.bp = brevity_penalty(result.hyp_len, result.ref_len);
    if (result.ref_len > 0) result.ratio = static_cast<double>(result.hyp_len) / static_cast<double>(result.ref_len);
    const auto correct = row.subspan(kCorrect, kMaxNgramOrder);
    if (std::ranges::all_of(correct, [](Count count) { return count == 0; })) return result;

    const Precisions precisions = smoothed_precisions(row, options, smoothing_value);
    result.precisions = precisions.percent;
    // The sum goes from left to right, as Python's did before 3.12 made sum() a compensated one.
    double log_sum = 0;
    for (std::size_t i = 0; i < precisions.order_count; ++i) log_sum += floored_log(precisions.percent[i]);
    result.score = result.bp * std::exp(log_sum / static_cast<double>(precisions.order_count));
    return result;
}

}  // namespace

std::string BleuScore::verbose_text() const {
    std::string text;
    for (double precision : precisions) text += (text.empty() ? "" : "/") + fixed_text(precision, 1);
    return cat(text, " (BP = ", fixed_text(bp, 3), " ratio = ", fixed_text(ratio, 3), " hyp_len = ", hyp_len,
               " ref_len = ", ref_len, ")");
}

/// Counts one segment after another and reuses its memory.
class Bleu::SegmentCounter {
public:
    SegmentCounter(const Tokenizer& tokenizer, bool is_lower_cased)
        : tokenizer_(tokenizer), is_lower_cased_(is_lower_cased) {}

    void set_hypothesis(const std::string& segment) {
        tokenize(segment, hypothesis_);
        matches_.set_hypothesis(hypothesis_.tokens);
        ref_len_ = -1;
    }

    void add_reference(const std::string& segment) {
        tokenize(segment, reference_);
        matches_.add_reference(reference_.tokens);
        ref_len_ = closer_ref_len(std::ssize(hypothesis_.tokens), ref_len_, std::ssize(reference_.tokens));
    }

    void write(std::span<double> row) const {
        const NgramMatches::Counts correct = matches_.correct(), total = matches_.total();
        row[kHypLen] = static_cast<double>(hypothesis_.tokens.size());
        row[kRefLen] = static_cast<double>(ref_len_);
        std::ranges::copy(correct, row.begin() + kCorrect);
        std::ranges::copy(total, row.begin() + kTotal);
    }

private:
    /// The segment's tokens, kept with the text that they point into.
    struct TokenizedSegment {
        std::string text;
        std::vector<std::string_view> tokens;
    };

    void tokenize(const std::string& segment, TokenizedSegment& tokenized) {
        if (is_lower_cased_) lowered_ = lower_case(segment);
        tokenizer_.tokenize(right_strip(is_lower_cased_ ? lowered_ : segment), tokenized.text);
        split_words(tokenized.text, tokenized.tokens);
    }

    const Tokenizer& tokenizer_;
    bool is_lower_cased_;
    std::string lowered_;
    TokenizedSegment hypothesis_, reference_;
    NgramMatches matches_;
    std::int64_t ref_len_ = -1;
};

Bleu::Bleu(BleuOptions options)
    : options_(std::move(options)), tokenizer_(make_tokenizer(options_.tokenizer, options_.spm_model_path)) {
    if (!options_.smoothing_value) return;
    const double value = *options_.smoothing_value;
    if (!std::isfinite(value) || value < 0)
        throw UserError(cat("the smoothing value is ", value, "; it must be a number >= 0"));
}

double Bleu::smoothing_value() const {
    return options_.smoothing_value.value_or(options_.smoothing == Smoothing::floor ? 0.1 : 1.0);
}

StatisticsTable Bleu::segment_statistics(std::span<const std::string> hypotheses,
                                         std::span<const std::span<const std::string>> references,
                                         unsigned threads) const {
    require(!references.empty(), "BLEU needs a reference");
    for (const auto& reference : references)
        require(reference.size() == hypotheses.size(), "BLEU needs a reference for each hypothesis");
    StatisticsTable table{kColumns, std::vector<double>(hypotheses.size() * kColumns)};
    for_each_range(hypotheses.size(), kRangeSize, threads, [&](std::size_t begin, std::size_t end) {
        SegmentCounter counter(*tokenizer_, options_.is_lower_cased);
        for (std::size_t i = begin; i < end; ++i) {
            counter.set_hypothesis(hypotheses[i]);
            for (const auto& reference : references) counter.add_reference(reference[i]);
            counter.write(std::span(table.values).subspan(i * kColumns, kColumns));
        }
    });
    return table;
}

BleuScore Bleu::parts(std::span<const double> statistics) const {
    return score_parts(statistics, options_, smoothing_value());
}

MetricScore Bleu::score(std::span<const double> statistics) const {
    const BleuScore result = parts(statistics);
    return {result.score, result.verbose_text()};
}

NumpyNumber Bleu::resampled_score(std::span<const float> statistics) const {
    return score_parts(statistics, options_, smoothing_value()).score;  // exp() gives a Python number
}

double Bleu::shuffled_score(std::span<const double> statistics) const {
    // A sum plus k goes back into an array of whole numbers.
    const double k = smoothing_value();
    return score_parts(statistics, options_, options_.smoothing == Smoothing::add_k ? std::floor(k) : k).score;
}

Signature Bleu::signature(std::size_t reference_count) const {
    Signature signature(reference_count);
    signature.add("case", options_.is_lower_cased ? "lc" : "mixed", "c");
    signature.add("eff", options_.has_effective_order ? "yes" : "no", "e");
    signature.add("tok", std::string(tokenizer_->name()));
    const bool has_value = options_.smoothing == Smoothing::floor || options_.smoothing == Smoothing::add_k;
    signature.add(
        "smooth",
        smoothing_name(options_.smoothing) + (has_value ? cat("[", fixed_text(smoothing_value(), 2), "]") : ""), "s");
    return signature;
}

BleuScore corpus_bleu(std::span<const std::string> hypotheses, std::span<const std::string> references) {
    const Bleu bleu;
    StatisticsTable table = bleu.segment_statistics(hypotheses, {&references, 1}, 0);
    return bleu.parts(table.sum());
}

}  // namespace nmt
