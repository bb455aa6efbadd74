#pragma once
// Dropout (Srivastava 2014): in training every number is left out with probability `rate`.

#include <torch/types.h>

namespace nmt {

/// x with each number set to 0 with probability `rate` and otherwise multiplied by 1 / (1 - rate); x itself outside
/// training or where the rate is 0.
/// x: any shape; rate: in [0, 1). torch's generator (torch::manual_seed) decides. Of float on the CPU a call takes one
/// key from it, and a number's fate follows from the key and the number's place alone: the backward pass finds it again
/// without a stored mask, and threads do not matter (not twice differentiable). Elsewhere it is at::dropout.
torch::Tensor with_dropout(const torch::Tensor& x, double rate, bool is_training);

}  // namespace nmt
