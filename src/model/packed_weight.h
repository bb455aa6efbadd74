#pragma once
// A weight in the form that a loop multiplies by fastest.

#include <torch/types.h>

#include "config/config.h"
#include "model/block_product.h"

namespace nmt {

/// A copy of W for translation. A library's matrix product may choose another kernel, and so other last bits, for
/// another number of rows; a translation would then depend on who shares its batch. Products over packed weights treat
/// every row alike (tests/model/linear_test.cpp), and they are faster besides. fp32 is oneDNN's packed product; for
/// bf16 and int8 see block_product.h.
class PackedWeight {
public:
    /// None.
    PackedWeight() = default;

    /// weight: [out, in] float. None where packing is not possible: off the CPU, or for another type.
    PackedWeight(const torch::Tensor& weight, Precision precision);

    bool defined() const { return packed_.defined() || blocks_.numbers.defined(); }

    /// x W^T + b. x: [..., in] float; bias: [out] float or undefined. Returns [..., out] float.
    torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& bias) const;

    /// The same of the parts of x that lie side by side, [rows, in_k] float each. Returns [rows, out].
    torch::Tensor linear(const std::vector<SharedRows>& parts, const torch::Tensor& bias) const;

    /// The same for a reader of pieces, see block_product_in_pieces. Only if has_pieces().
    void linear_in_pieces(const std::vector<SharedRows>& parts, const torch::Tensor& bias,
                          const std::function<void(const ProductPiece&)>& read) const;
    bool has_pieces() const { return blocks_.numbers.defined(); }

private:
    torch::Tensor packed_;  // fp32
    WeightBlocks blocks_;   // bf16, int8
};

/// oneDNN's form of W for packed_product, or an undefined tensor where it has none: off the CPU, or when W is neither
/// float nor bf16. weight: [out, in].
torch::Tensor pack_for_product(const torch::Tensor& weight);

/// x W^T + b by oneDNN. x: [rows, in]; weight: [out, in] float or bf16 on the CPU, contiguous or the transpose of
/// something contiguous (other strides work, hundreds of times slower), or what pack_for_product made of it; bias:
/// [out]. Returns [rows, out]. No gradients.
torch::Tensor onednn_product(const torch::Tensor& x, const torch::Tensor& weight,
                             const std::optional<torch::Tensor>& bias);

/// x W^T + addend over pack_for_product(W), for training: exactly these rows, since there no row need equal itself in
/// another batch. x: [rows, in]; addend: [rows, out] or undefined; all of W's type. Returns [rows, out].
torch::Tensor packed_product(const torch::Tensor& x, const torch::Tensor& packed, const torch::Tensor& addend);

}  // namespace nmt
