// Laws of statistics and scores that hold for any text.
#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "fuzzed_text.h"
#include "metrics/bleu.h"
#include "metrics/chrf.h"
#include "metrics/metric.h"
#include "metrics/ter.h"
#include "metrics/white_space.h"
#include "targets.h"

namespace nmt {
namespace {

using Row = std::span<const double>;

/// Statistics are counts (TER's mean length apart); scores are numbers, of the sum too; threads change nothing.
StatisticsTable checked_statistics(const Metric& metric, const FuzzedCorpus& corpus) {
    const auto references = corpus.reference_spans();
    const StatisticsTable table = metric.segment_statistics(corpus.hypotheses, references, 1);
    law(table.rows() == corpus.hypotheses.size(), "one row for each segment");
    law(table.values == metric.segment_statistics(corpus.hypotheses, references, 3).values,
        "statistics do not depend on the number of threads");
    for (const double value : table.values) law(value >= 0 && std::isfinite(value), "no statistic is negative");
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const std::vector<float> single(table.row(i).begin(), table.row(i).end());
        law(metric.score(table.row(i)).score >= 0, "no score is negative");
        law(std::isfinite(metric.resampled_score(single).value()), "a score in single precision is a number");
    }
    law(std::isfinite(metric.score(table.sum()).score), "a corpus has a score");
    return table;
}

/// The rows of the hypotheses beside themselves, the given references kept as further ones.
StatisticsTable statistics_of_identical_text(const Metric& metric, FuzzedCorpus corpus) {
    corpus.references.push_back(corpus.hypotheses);
    return checked_statistics(metric, corpus);
}

bool is_about(double value, double wanted) {
    return std::abs(value - wanted) < 1e-9;
}

void check_bleu_row(Row row) {
    for (int order = 0; order < 4; ++order) {
        const double correct = row[2 + order];
        const double total = row[6 + order];
        law(correct <= total, "no more n-grams are right than there are");
        law(total == std::max(row[0] - order, 0.0), "a hypothesis of n tokens has n - order + 1 n-grams");
    }
}

/// Orders of characters and words: hypothesis, reference, match.
void check_chrf_row(Row row) {
    for (std::size_t i = 0; i < row.size(); i += 3) {
        law(row[i + 2] <= row[i], "no more n-grams match than the hypothesis has");
        law(row[i + 2] <= row[i + 1], "no more n-grams match than the reference has");
    }
}

double word_count(const std::string& text) {
    std::vector<std::string_view> words;
    split_words(text, words);
    return static_cast<double>(words.size());
}

}  // namespace

void fuzz_bleu(FuzzBytes bytes) {
    if (bytes.size() < 2) return;
    static constexpr const char* tokenizers[] = {"13a", "intl", "zh", "char", "none"};
    static constexpr Smoothing smoothings[] = {Smoothing::exp, Smoothing::floor, Smoothing::add_k, Smoothing::none};
    const Bleu bleu({.tokenizer = tokenizers[bytes[0] % 5],
                     .is_lower_cased = (bytes[1] & 1) != 0,
                     .smoothing = smoothings[(bytes[1] >> 1) % 4],
                     .has_effective_order = (bytes[1] & 8) != 0});
    const FuzzedCorpus corpus = corpus_of(bytes.subspan(2), 1 + (bytes[1] >> 4) % 3);
    const StatisticsTable table = checked_statistics(bleu, corpus);
    for (std::size_t i = 0; i < table.rows(); ++i) {
        check_bleu_row(table.row(i));
        law(bleu.score(table.row(i)).score < 100 + 1e-9, "BLEU is at most 100");
    }
    const StatisticsTable identical = statistics_of_identical_text(bleu, corpus);
    for (std::size_t i = 0; i < identical.rows(); ++i) {
        const Row row = identical.row(i);
        check_bleu_row(row);
        law(row[0] == row[1], "the closest reference is the one that is equal");
        if (row[0] >= 4) law(is_about(bleu.score(row).score, 100), "four equal tokens or more score 100 BLEU");
    }
}

void fuzz_chrf(FuzzBytes bytes) {
    if (bytes.size() < 2) return;
    const Chrf chrf({.char_order = 1 + bytes[0] % 7,
                     .word_order = (bytes[0] >> 3) % 4,
                     .beta = 1 + (bytes[0] >> 5) % 3,
                     .is_lower_cased = (bytes[1] & 1) != 0,
                     .keeps_white_space = (bytes[1] & 2) != 0,
                     .has_eps_smoothing = (bytes[1] & 4) != 0});
    const FuzzedCorpus corpus = corpus_of(bytes.subspan(2), 1 + (bytes[1] >> 4) % 3);
    const StatisticsTable table = checked_statistics(chrf, corpus);
    for (std::size_t i = 0; i < table.rows(); ++i) {
        check_chrf_row(table.row(i));
        law(chrf.score(table.row(i)).score < 100 + 1e-9, "chrF is at most 100");
    }
    const StatisticsTable identical = statistics_of_identical_text(chrf, corpus);
    for (std::size_t i = 0; i < identical.rows(); ++i) {
        const Row row = identical.row(i);
        const bool has_all_orders = std::all_of(row.begin(), row.end(), [](double count) { return count > 0; });
        const bool is_plain = (bytes[1] & 7) == 0;
        const double characters = static_cast<double>(visible_characters(corpus.hypotheses[i]).size());
        if (is_plain) law(row[0] == characters && row[2] == characters, "all characters of an equal reference match");
        if (has_all_orders || (is_plain && characters > 0))
            law(is_about(chrf.score(row).score, 100), "equal text scores 100 chrF");
    }
}

void fuzz_ter(FuzzBytes bytes) {
    if (bytes.size() < 2) return;
    const bool is_normalized = (bytes[0] & 1) != 0;
    const Ter ter({.is_case_sensitive = (bytes[0] & 8) != 0,
                   .is_normalized = is_normalized,
                   .has_no_punctuation = (bytes[0] & 2) != 0,
                   .has_asian_support = (bytes[0] & 4) != 0});
    const FuzzedCorpus corpus = corpus_of(bytes.subspan(2), 1 + (bytes[1] >> 4) % 3);
    const StatisticsTable table = checked_statistics(ter, corpus);
    for (std::size_t i = 0; i < table.rows() && !is_normalized; ++i)
        law(table.row(i)[0] <= word_count(corpus.hypotheses[i]) + word_count(corpus.references[0][i]),
            "replacing every word is the dearest way");
    const StatisticsTable identical = statistics_of_identical_text(ter, corpus);
    // Normalized references are tokenized twice, so that equal text may differ.
    for (std::size_t i = 0; i < identical.rows() && !is_normalized; ++i)
        law(identical.row(i)[0] == 0, "equal text needs no edit");
}

}  // namespace nmt
