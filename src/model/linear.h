#pragma once
// y = x W^T + b, with a second, packed form of W for translation.

#include <torch/torch.h>

namespace nmt {

/// As torch::nn::Linear, plus pack(). A library's matrix product may choose another kernel, and so other last bits, for
/// another number of rows; a translation would then depend on who shares its batch. oneDNN's product over packed
/// weights treats every row alike (tests/model/row_independence_test.cpp), and it is faster besides.
class LinearImpl : public torch::nn::Module {
public:
    LinearImpl(std::int64_t in_features, std::int64_t out_features, bool with_bias = true);

    /// x: [..., in_features] float. Returns [..., out_features].
    torch::Tensor forward(const torch::Tensor& x) const;

    /// Packs the present weights for forward calls without gradients. Where packing is not possible (CUDA, float64) the
    /// plain product is used on. Call again after the weights have changed.
    void pack();
    /// Back to the plain product.
    void unpack();

    torch::Tensor weight;  // [out_features, in_features] float
    torch::Tensor bias;    // [out_features] float, or undefined

private:
    torch::Tensor packed_;
};
TORCH_MODULE(Linear);

/// A packed copy of `weight` [out, in] for packed_linear, or an undefined tensor where packing is not possible.
torch::Tensor pack_weight(const torch::Tensor& weight);

/// x W^T + addend over pack_weight(W), for training: exactly these rows, since there no row need equal itself in
/// another batch. x: [rows, in]; addend: [rows, out] or undefined. Returns [rows, out].
torch::Tensor packed_product(const torch::Tensor& x, const torch::Tensor& packed, const torch::Tensor& addend);

/// x W^T + b over pack_weight(W). x: [..., in]; bias: [out] or undefined. Returns [..., out].
torch::Tensor packed_linear(const torch::Tensor& x, const torch::Tensor& packed, const torch::Tensor& bias);

}  // namespace nmt
