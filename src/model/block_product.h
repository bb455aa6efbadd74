#pragma once
// Products with the weights of a trained model in float, bf16 and int8, whose sums come out in float: oneDNN's product
// of small blocks, as LibTorch offers it (at::native::cpublas::brgemm). A bf16 product of LibTorch's operators rounds
// its sums to bf16, too; of the output layer's logits that costs 0.1 to 0.2 BLEU.

#include <torch/types.h>

#include <functional>

#include "config/config.h"
#include "model/shared_rows.h"

namespace nmt {

/// W in blocks of columns of W^T, which the instructions read in one go; zeros fill the last.
struct WeightBlocks {
    torch::Tensor
        numbers;  // [blocks, in' / group, 64, group], float (group 1), bf16 (2) or int8 (4); in' = in filled up
    std::int64_t in = 0, out = 0;
    torch::Tensor scales;     // int8: [out] float; w is about `scale` times its whole number
    torch::Tensor zero_sums;  // int8: [out] int32; what x's zero, multiplied by each row of W, adds up to
};

/// weight: [out, in] float on the CPU. fp32: the numbers as they are; bf16: rounded; int8: each row has a scale of its
/// own, q = round(127 w / max |w|). precision is not automatic.
WeightBlocks weight_blocks(const torch::Tensor& weight, Precision precision);

/// The rows that a product is made for when it has `count`: each number of rows has code of its own made, so there are
/// to be few. Powers of two from 2 to 16, then multiples of 16.
std::int64_t padded_rows(std::int64_t count);

/// x W^T + b. x: [rows, in] float, given as its columns' parts [rows, in_k] in their order; bias: [out] float or
/// undefined. Returns [rows, out] float. Every number of the result depends on its row of x and its row of W alone.
/// In bf16 x is rounded
/// and sums are float. In int8 each row of x has a scale of its own, and sums are whole numbers, so exact (Bhandare
/// 2019 has one scale a batch, which would tie a row to its neighbours).
torch::Tensor block_product(const std::vector<SharedRows>& x, const WeightBlocks& weight, const torch::Tensor& bias);

/// A part of a product: rows [row, row + rows), columns [column, column + columns); column is a multiple of 64.
struct ProductPiece {
    std::int64_t row, rows, column, columns;
    const float* numbers;  // of the first row; they last until the reader returns
    std::int64_t stride;   // from one row's numbers to the next row's
};

/// block_product() piece by piece, for a reader who does not need the whole: a piece is read while it lies in the
/// cache, and nothing is written to memory. Calls read(piece) once for every piece, from several threads at a time.
void block_product_in_pieces(const std::vector<SharedRows>& x, const WeightBlocks& weight, const torch::Tensor& bias,
                             const std::function<void(const ProductPiece&)>& read);

}  // namespace nmt
