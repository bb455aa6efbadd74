#include "metrics/bleu.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/cat.h"
#include "base/error.h"
#include "metrics/lower_case.h"
#include "base/number_text.h"
#include "metrics/white_space.h"

namespace nmt {
namespace {

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

}  // namespace

BleuStatistics& BleuStatistics::operator+=(const BleuStatistics& other) {
    hyp_len += other.hyp_len;
    ref_len += other.ref_len;
    for (std::size_t i = 0; i < kMaxNgramOrder; ++i) {
        correct[i] += other.correct[i];
        total[i] += other.total[i];
    }
    return *this;
}

std::string BleuScore::verbose_text() const {
    std::string text;
    for (double precision : precisions) text += (text.empty() ? "" : "/") + fixed_text(precision, 1);
    return cat(text, " (BP = ", fixed_text(bp, 3), " ratio = ", fixed_text(ratio, 3), " hyp_len = ", hyp_len,
               " ref_len = ", ref_len, ")");
}

Bleu::Bleu(BleuOptions options) : options_(std::move(options)), tokenizer_(make_tokenizer(options_.tokenizer)) {
    if (!options_.smoothing_value) return;
    const double value = *options_.smoothing_value;
    if (!std::isfinite(value) || value < 0)
        throw UserError(cat("the smoothing value is ", value, "; it must be a number >= 0"));
}

double Bleu::smoothing_value() const {
    return options_.smoothing_value.value_or(options_.smoothing == Smoothing::floor ? 0.1 : 1.0);
}

void Bleu::tokenize(const std::string& segment, TokenizedSegment& tokenized) const {
    if (options_.is_lower_cased) {
        const std::string lowered = lower_case(segment);
        tokenizer_->tokenize(right_strip(lowered), tokenized.text);
    } else {
        tokenizer_->tokenize(right_strip(segment), tokenized.text);
    }
    split_words(tokenized.text, tokenized.tokens);
}

std::vector<BleuStatistics> Bleu::segment_statistics(std::span<const std::string> hypotheses,
                                                     std::span<const std::span<const std::string>> references) const {
    require(!references.empty(), "BLEU needs a reference");
    for (const auto& reference : references)
        require(reference.size() == hypotheses.size(), "BLEU needs a reference for each hypothesis");
    std::vector<BleuStatistics> statistics(hypotheses.size());
    NgramMatches matches;
    TokenizedSegment hypothesis, reference;
    for (std::size_t i = 0; i < hypotheses.size(); ++i) {
        tokenize(hypotheses[i], hypothesis);
        matches.set_hypothesis(hypothesis.tokens);
        const auto hyp_len = static_cast<std::int64_t>(hypothesis.tokens.size());
        std::int64_t ref_len = -1;
        for (const auto& segments : references) {
            tokenize(segments[i], reference);
            matches.add_reference(reference.tokens);
            ref_len = closer_ref_len(hyp_len, ref_len, static_cast<std::int64_t>(reference.tokens.size()));
        }
        statistics[i] = {hyp_len, ref_len, matches.correct(), matches.total()};
    }
    return statistics;
}

BleuScore Bleu::score(const BleuStatistics& statistics) const {
    BleuScore result{.counts = statistics.correct,
                     .totals = statistics.total,
                     .bp = brevity_penalty(statistics.hyp_len, statistics.ref_len),
                     .hyp_len = statistics.hyp_len,
                     .ref_len = statistics.ref_len};
    if (statistics.ref_len > 0)
        result.ratio = static_cast<double>(statistics.hyp_len) / static_cast<double>(statistics.ref_len);
    if (statistics.correct == decltype(statistics.correct){}) return result;

    std::size_t order_count = kMaxNgramOrder;
    double exp_divisor = 1;
    for (std::size_t i = 0; i < kMaxNgramOrder; ++i) {
        const double k = options_.smoothing == Smoothing::add_k && i > 0 ? smoothing_value() : 0.0;
        const double correct = static_cast<double>(statistics.correct[i]) + k;
        const double total = static_cast<double>(statistics.total[i]) + k;
        if (total == 0) break;
        if (options_.has_effective_order) order_count = i + 1;
        if (correct != 0) {
            result.precisions[i] = 100.0 * correct / total;
        } else if (options_.smoothing == Smoothing::exp) {
            exp_divisor *= 2;
            result.precisions[i] = 100.0 / (exp_divisor * total);
        } else if (options_.smoothing == Smoothing::floor) {
            result.precisions[i] = 100.0 * smoothing_value() / total;
        }
    }
    // The sum goes from left to right, as Python's did before 3.12 made sum() a compensated one.
    double log_sum = 0;
    for (std::size_t i = 0; i < order_count; ++i) log_sum += floored_log(result.precisions[i]);
    result.score = result.bp * std::exp(log_sum / static_cast<double>(order_count));
    return result;
}

Signature Bleu::signature(std::size_t reference_count) const {
    Signature signature(reference_count);
    signature.add("case", options_.is_lower_cased ? "lc" : "mixed");
    signature.add("eff", options_.has_effective_order ? "yes" : "no");
    signature.add("tok", std::string(tokenizer_->name()));
    const bool has_value = options_.smoothing == Smoothing::floor || options_.smoothing == Smoothing::add_k;
    signature.add("smooth", smoothing_name(options_.smoothing) +
                                (has_value ? cat("[", fixed_text(smoothing_value(), 2), "]") : ""));
    return signature;
}

BleuScore corpus_bleu(std::span<const std::string> hypotheses, std::span<const std::string> references) {
    const Bleu bleu;
    return bleu.score(sum(bleu.segment_statistics(hypotheses, {&references, 1})));
}

BleuStatistics sum(std::span<const BleuStatistics> segments) {
    BleuStatistics sum;
    for (const BleuStatistics& segment : segments) sum += segment;
    return sum;
}

}  // namespace nmt
