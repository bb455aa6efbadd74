#pragma once
// Token cross entropy.

#include <torch/types.h>

namespace nmt {

/// Sum over n words of  (1 - e) * -log p(y) + e * mean over the vocabulary of -log p(v)   (Szegedy 2016, section 7).
/// logits: [n, vocabulary] float or bf16, summed in float; targets: [n] int64; label_smoothing: e in [0, 1). Returns a
/// scalar, nats. On the CPU backward() writes the gradient over the logits, which may hold gigabytes: it can be called
/// once, and the logits are not to be read after it.
torch::Tensor cross_entropy_sum(const torch::Tensor& logits, const torch::Tensor& targets, double label_smoothing);

}  // namespace nmt
