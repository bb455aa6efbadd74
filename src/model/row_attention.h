#pragma once
// Attention for translation on the CPU. A library's batched product and softmax may sum in another order when a batch
// is padded to another length, and so change the last bits; these loops run over each sentence's own length in a fixed
// order, so a sentence does not know what shares its batch. They skip padding, too.

#include "model/attention.h"

namespace nmt {

/// Whether these loops, and those of additive_steps.h, take this memory; elsewhere the readable form in attention.cpp
/// serves.
bool is_float_on_cpu(const AttentionMemory& memory);

/// e_ij = scale * q_i^T k_j. queries: [rows, key size] float on the CPU; sentence_of_row: [rows] int64 on the CPU,
/// contiguous: the sentence of the memory that a row belongs to.
/// Returns [rows, src_len] float, 0 at padding.
torch::Tensor row_energies(const torch::Tensor& queries, const torch::Tensor& sentence_of_row,
                           const AttentionMemory& memory, double scale);

/// Softmax over each sentence's own positions, and the weighted sum of its values.
/// energies: [rows, src_len] float on the CPU; what stands at padding is not read.
AttentionOutput row_attention(const torch::Tensor& energies, const torch::Tensor& sentence_of_row,
                              const AttentionMemory& memory);

}  // namespace nmt
