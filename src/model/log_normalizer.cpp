#include "model/log_normalizer.h"

#include <ATen/Parallel.h>

#include <cmath>

#include "model/vector_math.h"

namespace nmt {

NMT_FOR_EACH_PROCESSOR RowSums row_sums(const float* logits, std::int64_t size) {
    float largest = logits[0];
#pragma omp simd reduction(max : largest)
    for (std::int64_t v = 0; v < size; ++v) largest = logits[v] > largest ? logits[v] : largest;
    float exponentials = 0, total = 0;
#pragma omp simd reduction(+ : exponentials, total)
    for (std::int64_t v = 0; v < size; ++v) {
        exponentials += vector_exp(logits[v] - largest);
        total += logits[v];
    }
    return {largest + std::log(exponentials), total};
}

torch::Tensor log_normalizers(const torch::Tensor& logits) {
    if (!logits.device().is_cpu() || logits.scalar_type() != torch::kFloat) return torch::logsumexp(logits, -1);
    const auto rows = logits.contiguous();
    auto result = torch::empty({rows.size(0)}, rows.options());
    const auto size = rows.size(1);
    const auto* row_start = rows.const_data_ptr<float>();
    auto* out = result.data_ptr<float>();
    at::parallel_for(0, rows.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto row = begin; row < end; ++row) out[row] = row_sums(row_start + row * size, size).log_normalizer;
    });
    return result;
}

}  // namespace nmt
