#pragma once
// What the attention's loops do with one row of floats, in a fixed order that does not depend on other rows.

#include <cstdint>

namespace nmt {

/// sum_k a_k b_k
float dot_row(const float* a, const float* b, std::int64_t size);

/// sum_k += factor * row_k
void add_scaled_row(float* sum, float factor, const float* row, std::int64_t size);

/// In place: `length` > 0 energies become their softmax.
void softmax_row(float* row, std::int64_t length);

}  // namespace nmt
