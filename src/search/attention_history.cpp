#include "search/attention_history.h"

#include <ATen/ATen.h>

namespace nmt {

void AttentionHistory::add(const at::Tensor& weights) {
    if (!weights.defined()) return;
    steps_.push_back(weights.to(weights.options().device(at::kCPU).dtype(at::kFloat), /*non_blocking=*/false,
                                /*copy=*/true, at::MemoryFormat::Contiguous));
}

std::vector<float> AttentionHistory::row(std::size_t step, std::int64_t row) const {
    const at::Tensor& weights = steps_.at(step);
    const float* first = weights.const_data_ptr<float>() + row * weights.size(1);
    return {first, first + weights.size(1)};
}

}  // namespace nmt
