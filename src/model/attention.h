#pragma once
// Attention: energies e_ij between a decoder state s and the annotations h_j, weights a_ij = softmax_j(e_ij), and the
// context c_i = sum_j a_ij h_j (Bahdanau 2015, eq. 5 and 6).

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "model/encoder.h"
#include "model/linear.h"

namespace nmt {

/// What attention looks at, computed once a sentence; shared by all hypotheses of a sentence.
struct AttentionMemory {
    torch::Tensor keys;        // [batch, src_len, key size] float: the annotations as the scoring needs them
    torch::Tensor values;      // [batch, src_len, encoder.hidden] float: h_j
    torch::Tensor is_padding;  // [batch, src_len] bool, true = padding
    torch::Tensor lengths;     // [batch] int64 on the CPU
};

/// Of batch sentences with `queries` queries each, or of rows of queries.
struct AttentionOutput {
    torch::Tensor context;  // [batch, queries, encoder.hidden] or [rows, encoder.hidden] float: c_i
    torch::Tensor weights;  // [batch, queries, src_len] or [rows, src_len] float: a_ij, 0 at padding
};

/// The scoring is chosen once, at construction:
///   additive    e_ij = v^T tanh(W_h h_j + W_s s)        Bahdanau 2015, A.1.2; W_h h_j is the key, computed once
///   dot         e_ij = s^T h_j                          Luong 2015, eq. 8
///   general     e_ij = s^T W h_j                        Luong 2015, eq. 8; W h_j is the key
///   scaled_dot  e_ij = s^T h_j / sqrt(size)             Vaswani 2017, eq. 1, without projections
///   query_key   e_ij = (W_Q s)^T (W_K h_j) [/ sqrt(attention_size)]   Vaswani 2017, 3.2
/// s is s_{i-1} before the cell and s_i after it; attention does not care which.
class AttentionLayerImpl : public torch::nn::Module {
public:
    /// options: resolved (attention_size > 0) and not `none`.
    explicit AttentionLayerImpl(const ModelOptions& options);

    AttentionMemory remember(const EncoderOutput& encoded) const;

    /// states: [batch, queries, decoder.hidden] float; every query of a sentence sees that sentence's memory.
    AttentionOutput forward(const torch::Tensor& states, const AttentionMemory& memory) const;

    /// For translation with packed weights on the CPU: rows of states, of which sentences need not have the same
    /// number. states: [rows, decoder.hidden] float; sentence_of_row: [rows] int64, the sentence whose memory a row
    /// looks at. A row's numbers depend on its own sentence only.
    AttentionOutput forward_rows(const torch::Tensor& states, const torch::Tensor& sentence_of_row,
                                 const AttentionMemory& memory) const;

    /// As forward() from queries: W_s s, W_Q s, or s itself for the scorings without a map of the state.
    AttentionOutput attend(const torch::Tensor& queries, const AttentionMemory& memory) const;

    void pack(Precision precision);
    void unpack();

    Linear keys{nullptr};   // [key size, encoder.hidden], no bias; absent for dot and scaled_dot
    Linear query{nullptr};  // [attention_size, decoder.hidden], no bias; additive and query_key
    torch::Tensor energy;   // [attention_size] float: v; additive

private:
    AttentionOutput attend_rows(const torch::Tensor& queries, const torch::Tensor& sentence_of_row,
                                const AttentionMemory& memory) const;
    bool can_attend_rows(const AttentionMemory& memory) const;
    torch::Tensor energies(const torch::Tensor& queries, const AttentionMemory& memory) const;

    Attention scoring_;
    double scale_ = 1.0;
    bool is_packed_ = false;
};
TORCH_MODULE(AttentionLayer);

}  // namespace nmt
