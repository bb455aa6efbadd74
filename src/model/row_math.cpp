#include "model/row_math.h"

#include <algorithm>

#include "base/vector_math.h"

namespace nmt {

NMT_FOR_EACH_PROCESSOR float dot_row(const float* a, const float* b, std::int64_t size) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t k = 0; k < size; ++k) sum += a[k] * b[k];
    return sum;
}

NMT_FOR_EACH_PROCESSOR void add_scaled_row(float* sum, float factor, const float* row, std::int64_t size) {
#pragma omp simd
    for (std::int64_t k = 0; k < size; ++k) sum[k] += factor * row[k];
}

NMT_FOR_EACH_PROCESSOR void softmax_row(float* row, std::int64_t length) {
    const float largest = *std::max_element(row, row + length);
    float sum = 0;
    for (std::int64_t j = 0; j < length; ++j) sum += row[j] = vector_exp(row[j] - largest);
    for (std::int64_t j = 0; j < length; ++j) row[j] /= sum;
}

NMT_FOR_EACH_PROCESSOR void round_row(const float* from, at::BFloat16* to, std::int64_t size) {
#pragma omp simd
    for (std::int64_t k = 0; k < size; ++k) to[k].x = to_bf16(from[k]);
}

NMT_FOR_EACH_PROCESSOR void widen_row(const at::BFloat16* from, float* to, std::int64_t size) {
#pragma omp simd
    for (std::int64_t k = 0; k < size; ++k) to[k] = from_bf16(from[k].x);
}

}  // namespace nmt
