#pragma once
// What this machine's matrix product reaches in this process: the yardstick of every other rate.

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <cstdint>

namespace nmt {

/// Floating-point operations a second (2 size^3 a product) of the best of `trials` products of two [size, size]
/// matrices of `dtype` on `device`, after a second of them that is not counted.
double matmul_rate(std::int64_t size, c10::ScalarType dtype, const c10::Device& device, int trials);

}  // namespace nmt
