#pragma once
// Token cross entropy.

#include <torch/types.h>

namespace nmt {

/// Sum over n words of  (1 - e) * -log p(y) + e * mean over the vocabulary of -log p(v)   (Szegedy 2016, section 7).
/// logits: [n, vocabulary] float; targets: [n] int64; label_smoothing: e in [0, 1). Returns a scalar, nats.
torch::Tensor cross_entropy_sum(const torch::Tensor& logits, const torch::Tensor& targets, double label_smoothing);

}  // namespace nmt
