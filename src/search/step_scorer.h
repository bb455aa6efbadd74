#pragma once
// The small interface between search and whatever scores the next token. Search includes no model, so that it can be
// tested with a hand-written table.

#include <ATen/core/Tensor.h>

namespace nmt {

struct StepOutput {
    at::Tensor log_probs;  // [rows, vocabulary] float: log p(y_i | y_<i, x), not yet masked
    at::Tensor weights;    // [rows, src_len] float: a_ij; undefined when there is no attention or nobody asked
};

/// Rows are hypotheses, grouped by sentence: row = sentence * rows_per_sentence + k. At the start every sentence has
/// one row. The scorer holds the decoder's state of every row; what belongs to a sentence (annotations, keys, mask) it
/// holds once.
class StepScorer {
public:
    virtual ~StepScorer() = default;

    /// Number of sentences still in the search.
    virtual std::int64_t sentences() const = 0;

    /// Feeds `tokens` ([rows] int64, the last token of each row; bos at first) and advances every row's state.
    virtual StepOutput step(const at::Tensor& tokens) = 0;

    /// Keeps, repeats and drops rows and sentences after a step.
    /// rows: [new_rows] int64, indices into the rows of the last step, grouped by kept sentence, the same number for each.
    /// kept_sentences: [kept] int64, ascending indices into the present sentences.
    virtual void reorder(const at::Tensor& rows, const at::Tensor& kept_sentences) = 0;
};

}  // namespace nmt
