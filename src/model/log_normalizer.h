#pragma once
// log sum_v exp(x_v): what turns a row of logits into log probabilities.

#include <torch/types.h>

namespace nmt {

struct RowSums {
    float log_normalizer;  // log sum_v exp(logit_v)
    float logit_sum;       // sum_v logit_v
};

/// Of `size` > 0 floats.
RowSums row_sums(const float* logits, std::int64_t size);

/// logits: [rows, vocabulary]. Returns [rows]. On the CPU in float a row's number depends on that row alone.
torch::Tensor log_normalizers(const torch::Tensor& logits);

}  // namespace nmt
