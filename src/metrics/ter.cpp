#include "metrics/ter.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/parallel.h"
#include "metrics/shift_search.h"
#include "metrics/white_space.h"
#include "metrics/word_ids.h"

namespace nmt {
namespace {

constexpr std::size_t kColumns = 2;
constexpr std::size_t kRangeSize = 128;  // segments; one may take long

/// Counts the edits of one segment after another and reuses its memory.
class SegmentEdits {
public:
    SegmentEdits(const Tokenizer& tokenizer, bool is_normalized)
        : tokenizer_(tokenizer), is_normalized_(is_normalized) {}

    void set_hypothesis(const std::string& segment) {
        read_words(segment, hyp_text_);
        ids_.set_words(words_, hyp_);
    }

    /// Returns the edits, and the reference's words in `ref_len`.
    std::int64_t count(const std::string& segment, std::size_t& ref_len) {
        read_words(segment, ref_text_);
        if (is_normalized_) read_words(joined_words(), ref_text_);
        ids_.look_up(words_, ref_);
        ref_len = ref_.size();
        return count_translation_edits(hyp_, ref_, search_);
    }

private:
    void read_words(const std::string& segment, std::string& text) {
        tokenizer_.tokenize(right_strip(segment), text);
        split_words(text, words_);
    }

    /// sacreBLEU tokenizes references, and not hypotheses, a second time. Only normalisation may cut again what it has
    /// cut once: `a.,5` becomes `a . ,5`, and that `a . , 5`.
    const std::string& joined_words() {
        joined_.clear();
        for (std::string_view word : words_) joined_.append(joined_.empty() ? "" : " ").append(word);
        return joined_;
    }

    const Tokenizer& tokenizer_;
    bool is_normalized_;
    std::string hyp_text_, ref_text_, joined_;
    std::vector<std::string_view> words_;
    WordIds ids_;
    std::vector<std::uint32_t> hyp_, ref_;
    ShiftSearch search_;
};

}  // namespace

StatisticsTable Ter::segment_statistics(std::span<const std::string> hypotheses,
                                        std::span<const std::span<const std::string>> references,
                                        unsigned threads) const {
    require(!references.empty(), "TER needs a reference");
    for (const auto& reference : references)
        require(reference.size() == hypotheses.size(), "TER needs a reference for each hypothesis");
    StatisticsTable table{kColumns, std::vector<double>(hypotheses.size() * kColumns)};
    for_each_range(hypotheses.size(), kRangeSize, threads, [&](std::size_t begin, std::size_t end) {
        SegmentEdits edits(tokenizer_, options_.is_normalized);
        for (std::size_t i = begin; i < end; ++i) {
            edits.set_hypothesis(hypotheses[i]);
            std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
            std::size_t ref_len_sum = 0;
            for (const auto& reference : references) {
                std::size_t ref_len = 0;
                fewest = std::min(fewest, edits.count(reference[i], ref_len));
                ref_len_sum += ref_len;
            }
            table.values[i * kColumns] = static_cast<double>(fewest);
            table.values[i * kColumns + 1] = static_cast<double>(ref_len_sum) / static_cast<double>(references.size());
        }
    });
    return table;
}

MetricScore Ter::score(std::span<const double> statistics) const {
    require(statistics.size() == kColumns, "TER's statistics are two numbers");
    const double edits = statistics[0];
    const double ref_len = statistics[1];
    if (ref_len > 0) return {100 * (edits / ref_len), ""};
    return {edits > 0 ? 100.0 : 0.0, ""};
}

NumpyNumber Ter::resampled_score(std::span<const float> statistics) const {
    require(statistics.size() == kColumns, "TER's statistics are two numbers");
    const float edits = statistics[0];
    const float ref_len = statistics[1];
    if (ref_len > 0) return 100.0F * (edits / ref_len);
    return edits > 0 ? 100.0 : 0.0;
}

Signature Ter::signature(std::size_t reference_count) const {
    const auto yes_or_no = [](bool is_yes) { return is_yes ? "yes" : "no"; };
    Signature signature(reference_count);
    signature.add("case", options_.is_case_sensitive ? "mixed" : "lc", "c");
    signature.add("tok", std::string(tokenizer_.name()), "t");
    signature.add("norm", yes_or_no(options_.is_normalized), "nr");
    signature.add("punct", yes_or_no(!options_.has_no_punctuation), "pn");
    signature.add("asian", yes_or_no(options_.has_asian_support), "as");
    return signature;
}

}  // namespace nmt
