#pragma once
// The decoder: one target word at a time, with attention before or after its cell, or none.

#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/embedding.h>

#include <optional>

#include "model/attention.h"
#include "model/bridge.h"
#include "model/candidate_output.h"

namespace nmt {

/// What belongs to a sentence and never changes while it is decoded. Beams of a sentence share it.
struct DecoderMemory {
    AttentionMemory attention;  // tensors undefined for attention: none
    torch::Tensor context;      // [batch, encoder.hidden] float: the one fixed context; only for attention: none
};

/// What belongs to a hypothesis and changes with every word. Row = sentence * hypotheses_per_sentence + k. Hypotheses
/// that extend the same one share its state until the next word.
struct DecoderState {
    std::vector<RecurrentState> layers;  // [states, decoder.hidden] each
    torch::Tensor feed;                  // [states, readout] float: s~_{i-1}; only with input feeding
    torch::Tensor state_of_row;          // [rows] int64, indices into the states, each of which occurs and belongs to
                                         // rows of one sentence; undefined: row i has state i
};

DecoderMemory select_sentences(const DecoderMemory& memory, const torch::Tensor& sentences);
/// The state of the rows named by `rows` ([new_rows] int64), in their order. On the CPU a row that is named again
/// shares the state of the first.
DecoderState select_rows(const DecoderState& state, const torch::Tensor& rows);

struct DecoderStepOutput {
    torch::Tensor readout;  // [rows, decoder.readout] float: t_i, which the output layer reads
    torch::Tensor weights;  // [rows, src_len] float: a_ij; undefined for attention: none
    DecoderState state;     // every row has its own
};

struct DecoderTrace;  // model/teacher_forcing.h

/// before_cell (Bahdanau 2015, A.2.2):  c_i = attend(s_{i-1}) with the top layer's s_{i-1};  s_i = cell(s_{i-1},
/// [y_{i-1} ; c_i]),
///     c_i enters the first layer;  readout t_i = tanh(W_r [s_i ; c_i ; y_{i-1}] + b)  (differs: tanh for maxout)
/// after_cell (Luong 2015, eq. 5):  s_i = cell(s_{i-1}, y_{i-1});  c_i = attend(s_i);  t_i = s~_i = tanh(W_c [c_i ;
/// s_i] + b)
///     with input feeding (3.3) the cell reads [y_{i-1} ; s~_{i-1}], s~_0 = 0
/// none:  the fixed context starts the decoder (Sutskever 2014) and, with feed_context, enters every step (Cho 2014);
///     t_i = tanh(W_r [s_i ; y_{i-1}] + b), with feed_context tanh(W_r [s_i ; c ; y_{i-1}] + b)
/// Always: p(y_i | y_<i, x) = softmax(W_o t_i + b_o).
class DecoderImpl : public torch::nn::Module {
public:
    /// options: resolved and checked. embedding: the target embedding, already made so that it can be shared.
    DecoderImpl(const ModelOptions& options, torch::nn::Embedding embedding, std::int64_t vocabulary);

    DecoderMemory remember(const EncoderOutput& encoded) const;

    /// The state before the first word.
    DecoderState start(const std::vector<RecurrentState>& bridged) const;

    /// One word for every row. tokens: [rows] int64, y_{i-1}; bos at first. rows is a multiple of the memory's
    /// sentences. The output layer is for the caller to choose: logits(), logits_in_pieces() or that of candidates().
    DecoderStepOutput step(const torch::Tensor& tokens, const DecoderState& state, const DecoderMemory& memory) const;

    /// W_o t + b_o: [rows, vocabulary] float, before the softmax. t: the readout, [rows, decoder.readout] float.
    torch::Tensor logits(const torch::Tensor& t) const;

    /// The same for a reader of pieces, see block_product_in_pieces. Only if has_logit_pieces(): with weights packed in
    /// bf16 or int8.
    void logits_in_pieces(const torch::Tensor& t, const std::function<void(const ProductPiece&)>& read) const;
    bool has_logit_pieces() const;

    /// The output layer over these tokens of each sentence, in the precision that pack() was given; none where it is
    /// not possible.
    std::optional<CandidateOutput> candidates(std::vector<std::vector<std::int32_t>> tokens) const;

    /// Teacher forcing: all words of all sentences.
    /// tgt_in: [batch, tgt_len] int64, bos y_1 y_2 ...; positions: [n] int64, indices into batch * tgt_len of the words
    /// that count (no work is done for padding after the cell). Returns logits [n, vocabulary].
    torch::Tensor forward(const torch::Tensor& tgt_in, const torch::Tensor& positions, const DecoderState& start,
                          const DecoderMemory& memory) const;

    void pack(Precision precision);
    void unpack();

    torch::nn::Embedding embedding{nullptr};  // [vocabulary, decoder.embedding]
    torch::nn::ModuleList layers{nullptr};    // of RecurrentLayer; the first reads [y ; c], [y ; s~] or y
    AttentionLayer attention{nullptr};        // absent for attention: none
    Linear readout{nullptr};                  // [readout, ...]
    torch::Tensor output_weight;              // [vocabulary, readout]; undefined when tied to the embedding
    torch::Tensor output_bias;                // [vocabulary]

private:
    const RecurrentLayerImpl& layer(std::size_t index) const { return layers->at<RecurrentLayerImpl>(index); }
    std::int64_t own_columns(std::size_t index) const;
    std::vector<RecurrentState> advance(const SharedRows& y, const torch::Tensor& fed, const DecoderState& state) const;
    bool shares_rows() const;
    SharedRows embed(const torch::Tensor& tokens) const;
    AttentionOutput attend(const DecoderState& state, std::int64_t rows, const AttentionMemory& memory) const;
    torch::Tensor read_out(const SharedRows& s, const SharedRows& c, const SharedRows& y) const;
    const torch::Tensor& output_matrix() const { return output_weight.defined() ? output_weight : embedding->weight; }
    DecoderTrace run(const torch::Tensor& y, const DecoderState& start, const DecoderMemory& memory) const;
    DecoderTrace run_sequence(const torch::Tensor& y, const DecoderState& start, const DecoderMemory& memory) const;

    ModelOptions options_;
    PackedWeight packed_output_;
    Precision precision_ = Precision::fp32;  // of the packed weights
};
TORCH_MODULE(Decoder);

}  // namespace nmt
