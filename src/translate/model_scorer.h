#pragma once
// The model behind search's interface.

#include <optional>

#include "model/seq2seq.h"
#include "search/step_scorer.h"

namespace nmt {

class ModelScorer : public StepScorer {
public:
    /// Encodes `source`; the search then starts with one hypothesis a sentence. The model must outlive the scorer.
    /// with_weights: whether step() hands out a_ij. tokens: for each sentence the tokens that it may take, ascending,
    /// eos among them; empty: all.
    ModelScorer(const Seq2SeqImpl& model, const Source& source, bool with_weights,
                const std::vector<std::vector<std::int32_t>>& tokens = {});

    std::int64_t sentences() const override { return sentences_; }
    StepOutput step(const at::Tensor& tokens) override;
    void reorder(const at::Tensor& rows, const at::Tensor& kept_sentences) override;

    /// Rows of all steps so far: the decoder's work.
    std::int64_t rows_stepped() const { return rows_stepped_; }

private:
    const Seq2SeqImpl& model_;
    bool with_weights_;
    std::int64_t sentences_;
    std::int64_t rows_stepped_ = 0;
    DecoderMemory memory_;
    DecoderState state_;
    std::optional<CandidateOutput> candidates_;
    torch::Tensor is_impossible_;  // [sentences, vocabulary] bool: in place of candidates_ where they are not possible
};

}  // namespace nmt
