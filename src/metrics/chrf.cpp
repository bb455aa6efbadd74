#include "metrics/chrf.h"

#include <algorithm>
#include <cstdint>

#include "base/cat.h"
#include "base/error.h"
#include "base/parallel.h"
#include "metrics/chrf_symbols.h"
#include "metrics/lower_case.h"
#include "metrics/ngram_overlap.h"
#include "metrics/numpy_number.h"
#include "metrics/word_ids.h"

namespace nmt {
namespace {

constexpr std::size_t kRangeSize = 256;  // segments
constexpr std::size_t kCounts = 3;       // of each order: hypothesis, reference, matches

bool is_positive(double number) {
    return number > 0;
}
bool is_positive(NumpyNumber number) {
    return number.is_positive();
}

/// The score, 0 to 100, of rows [hyp, ref, match] for each order: F = (1 + beta^2) P R / (beta^2 P + R), with P and R
/// averaged over the orders that both sides have n-grams of (Popović 2015). Each operation stands as in sacreBLEU, one
/// rounding after another. `Number` is double, or NumpyNumber for resampled statistics.
template <class Number, class Count>
Number f_score(std::span<const Count> statistics, const ChrfOptions& options) {
    const Number eps = 1e-16;
    const std::int64_t beta_squared = std::int64_t{options.beta} * options.beta;
    const auto factor = static_cast<double>(beta_squared);
    const auto factor_plus_1 = static_cast<double>(beta_squared + 1);
    const std::size_t order_count = statistics.size() / kCounts;
    Number score = 0.0, precision_sum = 0.0, recall_sum = 0.0;
    double effective_order = 0;
    for (std::size_t i = 0; i < statistics.size(); i += kCounts) {
        const Number hyp = statistics[i], ref = statistics[i + 1], match = statistics[i + 2];
        const Number precision = is_positive(hyp) ? match / hyp : eps;
        const Number recall = is_positive(ref) ? match / ref : eps;
        const Number denominator = factor * precision + recall;
        score = score + (is_positive(denominator) ? factor_plus_1 * precision * recall / denominator : eps);
        if (is_positive(hyp) && is_positive(ref)) {
            precision_sum = precision_sum + precision;
            recall_sum = recall_sum + recall;
            ++effective_order;
        }
    }
    if (options.has_eps_smoothing) return 100.0 * score / static_cast<double>(order_count);
    if (effective_order == 0) return 0.0;
    const Number precision = precision_sum / effective_order;
    const Number recall = recall_sum / effective_order;
    if (!is_positive(precision + recall)) return 0.0;
    return 100.0 * (factor_plus_1 * precision * recall / (factor * precision + recall));
}

}  // namespace

/// Counts one segment after another and reuses its memory.
class Chrf::SegmentCounter {
public:
    explicit SegmentCounter(const ChrfOptions& options)
        : options_(options),
          char_overlap_(static_cast<std::size_t>(options.char_order)),
          word_overlap_(static_cast<std::size_t>(options.word_order)),
          matches_(static_cast<std::size_t>(std::max(options.char_order, options.word_order))) {}

    void set_hypothesis(const std::string& segment) {
        read(segment, hyp_lowered_);
        char_overlap_.set_hypothesis(characters_);
        hyp_chars_ = characters_.size();
        if (options_.word_order == 0) return;
        word_ids_.set_words(words_, ids_);
        word_overlap_.set_hypothesis(ids_);
        hyp_words_ = ids_.size();
    }

    /// Writes the statistics against `segment`.
    void count(const std::string& segment, std::span<double> row) {
        read(segment, ref_lowered_);
        const auto chars = static_cast<std::size_t>(options_.char_order);
        count_orders(char_overlap_, characters_, hyp_chars_, row.first(kCounts * chars));
        if (options_.word_order == 0) return;
        word_ids_.look_up(words_, ids_);
        count_orders(word_overlap_, ids_, hyp_words_, row.subspan(kCounts * chars));
    }

private:
    /// Takes a segment apart into characters_ and, where they count, words_; these point into the segment or `lowered`.
    void read(const std::string& segment, std::string& lowered) {
        if (options_.is_lower_cased) lowered = lower_case(segment);
        const std::string& text = options_.is_lower_cased ? lowered : segment;
        chrf_characters(text, options_.keeps_white_space, characters_);
        if (options_.word_order > 0) chrf_words(text, words_);
    }

    void count_orders(NgramOverlap& overlap, const std::vector<std::uint32_t>& symbols, std::size_t hyp_symbols,
                      std::span<double> row) {
        const std::size_t orders = row.size() / kCounts;
        overlap.count_matches(symbols, std::span(matches_).first(orders));
        for (std::size_t i = 0; i < orders; ++i) {
            const std::size_t hyp = hyp_symbols > i ? hyp_symbols - i : 0;
            const std::size_t ref = symbols.size() > i ? symbols.size() - i : 0;
            row[kCounts * i] = ref > 0 ? static_cast<double>(hyp) : 0.0;
            row[kCounts * i + 1] = static_cast<double>(ref);
            row[kCounts * i + 2] = static_cast<double>(matches_[i]);
        }
    }

    const ChrfOptions& options_;
    NgramOverlap char_overlap_, word_overlap_;
    WordIds word_ids_;
    std::size_t hyp_chars_ = 0, hyp_words_ = 0;
    std::string hyp_lowered_, ref_lowered_;
    std::vector<std::uint32_t> characters_, ids_;
    std::vector<std::string_view> words_;
    std::vector<std::int64_t> matches_;  // [order - 1]
};

Chrf::Chrf(ChrfOptions options) : options_(options) {
    const auto check = [](const char* what, int value) {
        if (value < 0) throw UserError(cat("chrF's ", what, " is ", value, "; it must be 0 or more"));
    };
    check("character order", options_.char_order);
    check("word order", options_.word_order);
    check("beta", options_.beta);
    if (options_.char_order == 0 && options_.word_order == 0)
        throw UserError("chrF's character order and word order are both 0: there is nothing to count");
}

std::string Chrf::name() const {
    return cat("chrF", options_.beta, std::string(static_cast<std::size_t>(options_.word_order), '+'));
}

std::size_t Chrf::columns() const {
    return kCounts * (static_cast<std::size_t>(options_.char_order) + static_cast<std::size_t>(options_.word_order));
}

StatisticsTable Chrf::segment_statistics(std::span<const std::string> hypotheses,
                                         std::span<const std::span<const std::string>> references,
                                         unsigned threads) const {
    require(!references.empty(), "chrF needs a reference");
    for (const auto& reference : references)
        require(reference.size() == hypotheses.size(), "chrF needs a reference for each hypothesis");
    StatisticsTable table{columns(), std::vector<double>(hypotheses.size() * columns())};
    for_each_range(hypotheses.size(), kRangeSize, threads, [&](std::size_t begin, std::size_t end) {
        SegmentCounter counter(options_);
        std::vector<double> candidate(columns());
        for (std::size_t i = begin; i < end; ++i) {
            const std::span<double> row(table.values.data() + i * columns(), columns());
            counter.set_hypothesis(hypotheses[i]);
            counter.count(references[0][i], row);
            if (references.size() == 1) continue;
            auto best = f_score<double>(std::span<const double>(row), options_);
            for (const auto& reference : references.subspan(1)) {
                counter.count(reference[i], candidate);
                const auto f = f_score<double>(std::span<const double>(candidate), options_);
                if (f <= best) continue;
                best = f;
                std::ranges::copy(candidate, row.begin());
            }
        }
    });
    return table;
}

MetricScore Chrf::score(std::span<const double> statistics) const {
    require(statistics.size() == columns(), "chrF's statistics have three numbers for each order");
    return {f_score<double>(statistics, options_), ""};
}

NumpyNumber Chrf::resampled_score(std::span<const float> statistics) const {
    require(statistics.size() == columns(), "chrF's statistics have three numbers for each order");
    return f_score<NumpyNumber>(statistics, options_);
}

Signature Chrf::signature(std::size_t reference_count) const {
    Signature signature(reference_count);
    signature.add("case", options_.is_lower_cased ? "lc" : "mixed", "c");
    signature.add("eff", options_.has_eps_smoothing ? "no" : "yes", "e");
    signature.add("nc", std::to_string(options_.char_order));
    signature.add("nw", std::to_string(options_.word_order));
    signature.add("space", options_.keeps_white_space ? "yes" : "no", "s");
    return signature;
}

}  // namespace nmt
