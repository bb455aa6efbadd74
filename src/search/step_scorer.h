#pragma once
// The small interface between search and whatever scores the next token. Search includes no model, so that it can be
// tested with a hand-written table.

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace nmt {

/// Scores of rows [row, row + rows) in columns [column, column + columns).
struct ScorePiece {
    std::int64_t row, rows, column, columns;
    const float* scores;  // of the first row; they last until the reader returns
    std::int64_t stride;  // from one row's scores to the next row's
};

/// A table of scores on the CPU that need never exist as a whole: it is made and read piece by piece.
class ScoresInPieces {
public:
    virtual ~ScoresInPieces() = default;
    virtual std::int64_t rows() const = 0;
    virtual std::int64_t columns() const = 0;
    /// Makes the scores and calls read(piece) once for every piece, from at most at::get_num_threads() threads at a
    /// time, as at::parallel_for runs them. A piece begins at a column that is a multiple of 64.
    virtual void read(const std::function<void(const ScorePiece&)>& read) const = 0;
};

struct StepOutput {
    at::Tensor scores;  // [rows, vocabulary or the longest of `tokens`] float: log p(y_i | y_<i, x), or logits, with no
                        // token banned. On the CPU rows must be dense (last stride 1), or they are copied
    at::Tensor weights = {};  // [rows, src_len] float: a_ij; undefined when there is no attention or nobody asked
    bool are_logits = false;  // log p is the score less log sum_v exp(score_v) of its row. Few of a row's tokens are
                              // ever looked at, so search takes it off those alone
    // On the CPU a scorer may score a few tokens of each sentence only: tokens[sentence], ascending, eos among them.
    // Column j of a row then is its sentence's j-th token, and columns past the last one are not read; all other tokens
    // are impossible. The lists are the scorer's, and stay as they are until its next call. Null: the whole vocabulary.
    const std::vector<std::vector<std::int32_t>>* tokens = nullptr;
    // The scores, when `scores` is undefined. As with tensors, to be read before the scorer's next call.
    std::shared_ptr<const ScoresInPieces> pieces = nullptr;
};

/// Rows are hypotheses, grouped by sentence: row = sentence * rows_per_sentence + k. At the start every sentence has
/// one row. The scorer holds the decoder's state of every row; what belongs to a sentence (annotations, keys, mask) it
/// holds once.
///
/// A search is: step, reorder, step, reorder, ..., step. Between two steps there is at most one reorder; none when
/// every row stays what and where it is. The last step is followed by none. The tensors of a step are read before the
/// next call, so a scorer may use their memory again; they are never written to.
class StepScorer {
public:
    virtual ~StepScorer() = default;

    /// Number of sentences still in the search.
    virtual std::int64_t sentences() const = 0;

    /// Feeds `tokens` ([rows] int64, the last token of each row; bos at first) and advances every row's state.
    virtual StepOutput step(const at::Tensor& tokens) = 0;

    /// Keeps, repeats and drops rows and sentences after a step. Index tensors are on the device of the search.
    /// rows: [new_rows] int64, indices into the rows of the last step, grouped by kept sentence, the same number for
    /// each: rows_per_sentence becomes new_rows / kept, which may differ from call to call. Never empty.
    /// kept_sentences: [kept] int64, strictly ascending indices into the present sentences. As many as sentences() are
    /// all of them: then nothing that belongs to a sentence moves, and nothing big need be copied.
    virtual void reorder(const at::Tensor& rows, const at::Tensor& kept_sentences) = 0;
};

}  // namespace nmt
