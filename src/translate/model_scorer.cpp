#include "translate/model_scorer.h"

#include <limits>

#include "base/error.h"

namespace nmt {

namespace {

std::vector<std::int64_t> to_vector(const at::Tensor& indices) {
    const auto host = indices.cpu().contiguous();
    return {host.const_data_ptr<std::int64_t>(), host.const_data_ptr<std::int64_t>() + host.numel()};
}

/// [lists, vocabulary] bool: what is in none of a sentence's list.
torch::Tensor outside(const std::vector<std::vector<std::int32_t>>& lists, std::int64_t vocabulary) {
    auto result = torch::ones({std::ssize(lists), vocabulary}, torch::kBool);
    auto* is_outside = result.data_ptr<bool>();
    for (const auto& list : lists) {
        for (const auto token : list) is_outside[token] = false;
        is_outside += vocabulary;
    }
    return result;
}

/// The logits of a step, made when they are read.
class LogitsInPieces : public ScoresInPieces {
public:
    LogitsInPieces(const DecoderImpl& decoder, torch::Tensor readout)
        : decoder_(decoder), readout_(std::move(readout)) {}

    std::int64_t rows() const override { return readout_.size(0); }
    std::int64_t columns() const override { return decoder_.output_bias.size(0); }
    void read(const std::function<void(const ScorePiece&)>& read) const override {
        decoder_.logits_in_pieces(readout_, [&](const ProductPiece& piece) {
            read({piece.row, piece.rows, piece.column, piece.columns, piece.numbers, piece.stride});
        });
    }

private:
    const DecoderImpl& decoder_;
    torch::Tensor readout_;
};

}  // namespace

ModelScorer::ModelScorer(const Seq2SeqImpl& model, const Source& source, bool with_weights,
                         const std::vector<std::vector<std::int32_t>>& tokens)
    : model_(model), with_weights_(with_weights), sentences_(source.tokens.size(0)) {
    const torch::NoGradGuard no_grad;
    std::tie(memory_, state_) = model.start(source);
    if (tokens.empty()) return;
    require(std::ssize(tokens) == sentences_, "a list of tokens for each sentence is needed");
    candidates_ = model.decoder->candidates(tokens);
    if (!candidates_) is_impossible_ = outside(tokens, model.decoder->output_bias.size(0)).to(source.tokens.device());
}

StepOutput ModelScorer::step(const at::Tensor& tokens) {
    const torch::NoGradGuard no_grad;
    rows_stepped_ += tokens.size(0);
    const auto& decoder = *model_.decoder;
    auto output = decoder.step(tokens, state_, memory_);
    state_ = std::move(output.state);
    StepOutput result{{}, with_weights_ ? output.weights : torch::Tensor(), /*are_logits=*/true};
    if (candidates_) {
        result.scores = candidates_->logits(output.readout);
        result.tokens = &candidates_->tokens();
    } else if (decoder.has_logit_pieces() && !is_impossible_.defined()) {
        result.pieces = std::make_shared<LogitsInPieces>(decoder, output.readout);
    } else {
        result.scores = decoder.logits(output.readout);
        if (is_impossible_.defined())
            result.scores.view({sentences_, -1, is_impossible_.size(1)})
                .masked_fill_(is_impossible_.unsqueeze(1), -std::numeric_limits<float>::infinity());
    }
    return result;
}

void ModelScorer::reorder(const at::Tensor& rows, const at::Tensor& kept_sentences) {
    state_ = select_rows(state_, rows);
    if (kept_sentences.size(0) == sentences_) return;
    memory_ = select_sentences(memory_, kept_sentences);
    if (candidates_) candidates_->keep(to_vector(kept_sentences));
    if (is_impossible_.defined()) is_impossible_ = is_impossible_.index_select(0, kept_sentences);
    sentences_ = kept_sentences.size(0);
}

}  // namespace nmt
