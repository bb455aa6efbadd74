#include "translate/model_scorer.h"

namespace nmt {

ModelScorer::ModelScorer(const Seq2SeqImpl& model, const Source& source, bool with_weights)
    : model_(model), with_weights_(with_weights), sentences_(source.tokens.size(0)) {
    const torch::NoGradGuard no_grad;
    std::tie(memory_, state_) = model.start(source);
}

StepOutput ModelScorer::step(const at::Tensor& tokens) {
    const torch::NoGradGuard no_grad;
    rows_stepped_ += tokens.size(0);
    auto output = model_.decoder->step(tokens, state_, memory_);
    state_ = std::move(output.state);
    return {output.logits, with_weights_ ? output.weights : torch::Tensor(), /*are_logits=*/true};
}

void ModelScorer::reorder(const at::Tensor& rows, const at::Tensor& kept_sentences) {
    state_ = select_rows(state_, rows);
    if (kept_sentences.size(0) != sentences_) memory_ = select_sentences(memory_, kept_sentences);
    sentences_ = kept_sentences.size(0);
}

}  // namespace nmt
