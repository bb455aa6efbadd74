#pragma once
// The arithmetic of matrix products in training.
//
// In bf16 only the products are made of bf16 numbers, which matrix units multiply two to sixteen times as fast: weights
// stay float and are rounded once a forward pass; states, gates, attention, loss, gradients of weights and the
// optimizer stay float (Micikevicius 2018, with bf16's range in place of loss scaling: Kalamkar 2019).

#include <torch/types.h>

#include "config/config.h"

namespace nmt {

/// What of `asked` this device does fast: bf16 with CUDA or AVX512-BF16, int8 with AVX512-VNNI, otherwise fp32.
/// automatic becomes bf16 or fp32.
Precision usable_precision(Precision asked, const torch::Device& device);

/// Whether the processor has the instructions for which oneDNN's products of float are made.
bool has_avx512();

/// "fp32", "bf16", "int8" or "auto".
const char* name_of(Precision precision);

/// While it lives, matrix products of this thread on this kind of device are made in bf16. It is torch's own autocast
/// with a scope; the backward pass follows what the forward pass did and needs no scope.
class Bf16Products {
public:
    explicit Bf16Products(c10::DeviceType device);
    ~Bf16Products();
    Bf16Products(const Bf16Products&) = delete;
    Bf16Products& operator=(const Bf16Products&) = delete;

private:
    c10::DeviceType device_;
    bool was_enabled_;
    at::ScalarType previous_type_;
};

/// The type in which a product with `weight` is made here and now: bf16 inside Bf16Products, the weight's own outside.
at::ScalarType product_type(const torch::Tensor& weight);

/// x W^T + b, made in product_type(W), which is the result's type.
/// x: [..., in]; weight: [out, in]; bias: [out] or undefined. Returns [..., out].
torch::Tensor linear_in_product_type(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias);

/// The same in x's type.
torch::Tensor linear_product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias);

/// dY W: what a map hands back to x.
/// dy: [rows, out], weight: [out, in], contiguous and of one type. Returns [rows, in].
torch::Tensor product_over_outputs(const torch::Tensor& dy, const torch::Tensor& weight);

/// dY^T X: what the rows of a batch add to a weight's gradient.
/// dy: [rows, out], x: [rows, in], contiguous and of one type. Returns [out, in].
torch::Tensor product_over_rows(const torch::Tensor& dy, const torch::Tensor& x);

}  // namespace nmt
