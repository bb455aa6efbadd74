#pragma once
// y = x W^T + b, with a second, packed form of W for translation.

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "model/packed_weight.h"

namespace nmt {

/// As torch::nn::Linear, plus pack().
class LinearImpl : public torch::nn::Module {
public:
    LinearImpl(std::int64_t in_features, std::int64_t out_features, bool with_bias = true);

    /// x: [..., in_features] float. Returns [..., out_features].
    torch::Tensor forward(const torch::Tensor& x) const;

    /// The same of parts that lie side by side: parts[k]: [rows, in_k], in_1 + in_2 + ... = in_features.
    torch::Tensor forward(const std::vector<SharedRows>& parts) const;

    /// Packs the present weights for forward calls without gradients. Where packing is not possible (CUDA, float64) the
    /// plain product is used on. Call again after the weights have changed.
    void pack(Precision precision);
    /// Back to the plain product.
    void unpack();

    torch::Tensor weight;  // [out_features, in_features] float
    torch::Tensor bias;    // [out_features] float, or undefined

private:
    PackedWeight packed_;
};
TORCH_MODULE(Linear);

}  // namespace nmt
