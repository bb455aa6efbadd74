#pragma once
// What the attention's loops do with one row of floats, in a fixed order that does not depend on other rows.

#include <c10/util/BFloat16.h>

#include <cstdint>

namespace nmt {

/// sum_k a_k b_k
float dot_row(const float* a, const float* b, std::int64_t size);

/// sum_k += factor * row_k
void add_scaled_row(float* sum, float factor, const float* row, std::int64_t size);

/// In place: `length` > 0 energies become their softmax.
void softmax_row(float* row, std::int64_t length);

/// to = from, rounded to bf16
void round_row(const float* from, at::BFloat16* to, std::int64_t size);

/// to = from
void widen_row(const at::BFloat16* from, float* to, std::int64_t size);

}  // namespace nmt
