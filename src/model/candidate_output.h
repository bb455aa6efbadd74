#pragma once
// The output layer of a search in which each sentence may take a few tokens only.

#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "config/config.h"
#include "model/block_product.h"

namespace nmt {

/// W_o t + b_o for each sentence's own tokens. One product serves all sentences of a batch, over every token that one
/// of them may take; a number of it depends on its row of t and its row of W_o alone, so not on who shares the batch.
class CandidateOutput {
public:
    /// Whether the machine has the product for this output layer; if not, all tokens are to be scored.
    static bool is_possible(const torch::Tensor& weight);

    /// weight: [vocabulary, readout] float on the CPU; bias: [vocabulary] float; tokens: for each sentence, ascending.
    CandidateOutput(const torch::Tensor& weight, const torch::Tensor& bias,
                    std::vector<std::vector<std::int32_t>> tokens, Precision precision);

    /// t: [rows, readout] float, row = sentence * rows_per_sentence + k. Returns [rows, longest list] float: column j
    /// is the sentence's j-th token; past its last one stands nothing of meaning.
    torch::Tensor logits(const torch::Tensor& t) const;

    /// The tokens of the present sentences.
    const std::vector<std::vector<std::int32_t>>& tokens() const { return tokens_; }

    /// Keeps these sentences, ascending.
    void keep(const std::vector<std::int64_t>& sentences);

private:
    std::vector<std::vector<std::int32_t>> tokens_;
    std::vector<std::vector<std::int32_t>> columns_;  // where they stand in the product
    WeightBlocks weight_;
    torch::Tensor bias_;  // of the product's columns
};

}  // namespace nmt
