#pragma once
// Additive attention in the decoder's loop, on the CPU in float: one pass over keys and values a step, forward and
// backward. The plain form writes and reads [batch, src_len, size] numbers a dozen times a step.

#include <torch/types.h>

#include <vector>

#include "model/attention.h"

namespace nmt {

/// e_ij = v^T tanh(k_j + q_i), a_ij = softmax_j(e_ij), c_i = sum_j a_ij h_j   (Bahdanau 2015, A.1.2), without
/// gradients. queries: [rows, size]; sentence_of_row: [rows] int64 on the CPU, contiguous; energy: v,
/// [size]. A query's numbers depend on its own sentence only.
AttentionOutput fused_additive_attention(const torch::Tensor& queries, const torch::Tensor& sentence_of_row,
                                         const AttentionMemory& memory, const torch::Tensor& energy);

/// The same for training, one query a sentence and step. tanh is computed again in the backward pass rather than kept.
/// What all steps add to (dk_j, dh_j, dv) is added up outside the graph: dk_j in place, dh_j as one product.
/// One object serves one forward pass. Not twice differentiable.
class AdditiveSteps {
public:
    AdditiveSteps(const AttentionMemory& memory, const torch::Tensor& energy);

    /// query: [batch, size]. Returns c_i, [batch, encoder.hidden]. Call it in the order of the steps.
    torch::Tensor operator()(const torch::Tensor& query) const;

private:
    /// What the steps share and leave behind.
    struct Tape : torch::CustomClassHolder {
        torch::Tensor keys, values, energy, lengths;  // without gradients, contiguous
        std::vector<torch::Tensor> queries;           // [batch, size] of each step
        std::vector<torch::Tensor> weights;           // [batch, src_len] of each step
        torch::Tensor key_gradients;                  // [batch, src_len, size], summed over the steps so far
        torch::Tensor energy_gradients;               // [batch, size]: a row a sentence, so that threads need not share
        std::vector<torch::Tensor> context_gradients;  // [batch, hidden], in the order of the backward pass
        std::vector<torch::Tensor> matching_weights;   // [batch, src_len], in that order
    };
    static AttentionOutput attend(const Tape& tape, const torch::Tensor& query);
    class Anchor;
    class Step;
    c10::intrusive_ptr<Tape> tape_;
    torch::Tensor anchor_;  // makes every step's backward come before the anchor's
};

}  // namespace nmt
