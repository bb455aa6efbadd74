#include "model/block_product.h"

#include <ATen/Parallel.h>
#include <ATen/native/CPUBlas.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/vector_math.h"
#include "model/row_math.h"

namespace nmt {
namespace {

constexpr std::int64_t kBlockRows = 64;
constexpr std::int64_t kBlockColumns = 64;
// Stands for 0 among the unsigned numbers of x: the instructions multiply unsigned numbers by signed ones.
constexpr int kUnsignedZero = 128;

std::int64_t filled_up(std::int64_t size, std::int64_t group) {
    return (size + group - 1) / group * group;
}

/// How many numbers of a column lie side by side: as many as four bytes hold.
std::int64_t group_of(const torch::Tensor& numbers) {
    return 4 / static_cast<std::int64_t>(numbers.element_size());
}

torch::Tensor in_blocks(const torch::Tensor& numbers) {
    const auto group = group_of(numbers);
    const auto out = filled_up(numbers.size(0), kBlockColumns), in = filled_up(numbers.size(1), group);
    return at::constant_pad_nd(numbers, {0, in - numbers.size(1), 0, out - numbers.size(0)})
        .view({out / kBlockColumns, kBlockColumns, in / group, group})
        .transpose(1, 2)
        .contiguous();
}

/// One row to whole numbers from -127 to 127 and `zero` more; returns what they, without it, are to be multiplied by.
template <class Whole>
[[gnu::always_inline]] inline float quantize(const float* row, Whole* whole, std::int64_t size, int zero) {
    float largest = 0;
#pragma omp simd reduction(max : largest)
    for (std::int64_t k = 0; k < size; ++k) largest = std::fabs(row[k]) > largest ? std::fabs(row[k]) : largest;
    if (!(largest > 0)) {
        std::fill_n(whole, size, static_cast<Whole>(zero));
        return 0;
    }
    const float factor = 127.0F / largest;
    constexpr float kRounder = 12582912.0F;  // adding 1.5 * 2^23 rounds to a whole number, ties to even
#pragma omp simd
    for (std::int64_t k = 0; k < size; ++k)
        whole[k] = static_cast<Whole>(std::bit_cast<std::int32_t>(row[k] * factor + kRounder) -
                                      std::bit_cast<std::int32_t>(kRounder) + zero);
    return largest / 127.0F;
}

NMT_FOR_EACH_PROCESSOR float quantize_weights(const float* row, std::int8_t* whole, std::int64_t size) {
    return quantize(row, whole, size, 0);
}

NMT_FOR_EACH_PROCESSOR float quantize_input(const float* row, std::uint8_t* whole, std::int64_t size) {
    return quantize(row, whole, size, kUnsignedZero);
}

/// A matrix whose columns lie in several parts, [rows, size_k] each.
class PartedRows {
public:
    explicit PartedRows(const std::vector<SharedRows>& parts) : rows_(parts.at(0).rows()) {
        for (const auto& part : parts) {
            parts_.emplace_back(part);
            columns_ += part.size();
        }
    }

    std::int64_t rows() const { return rows_; }
    std::int64_t columns() const { return columns_; }

    /// One row in one piece, in `buffer` if need be: columns() floats.
    const float* row(std::int64_t index, float* buffer) const {
        if (parts_.size() == 1) return parts_[0](index);
        auto* to = buffer;
        for (const auto& part : parts_) to = std::copy_n(part(index), part.size(), to);
        return buffer;
    }

private:
    std::vector<RowReader> parts_;
    std::int64_t rows_;
    std::int64_t columns_ = 0;
};

/// Converts x row by row with convert(row, result's row, row number), into [rows, size]; the space of more rows or
/// columns than x has holds zeros.
template <class Number, class Convert>
torch::Tensor converted_rows(const PartedRows& x, std::int64_t rows, std::int64_t size, const Convert& convert) {
    const auto result = torch::zeros({rows, size}, c10::CppTypeToScalarType<Number>::value);
    auto* to = result.template data_ptr<Number>();
    constexpr std::int64_t kRowsAtOnce = 16;
    at::parallel_for(0, x.rows(), kRowsAtOnce, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> buffer(static_cast<std::size_t>(x.columns()));
        for (auto i = begin; i < end; ++i) convert(x.row(i, buffer.data()), to + i * size, i);
    });
    return result;
}

/// The sums of a block to their place, which may be their own, with the bias or null.
NMT_FOR_EACH_PROCESSOR void place_sums(const float* sums, float* y, std::int64_t stride, std::int64_t rows,
                                       std::int64_t columns, const float* bias) {
    for (std::int64_t i = 0; i < rows; ++i, y += stride, sums += kBlockColumns) {
        if (bias == nullptr) {
            if (y != sums) std::copy_n(sums, columns, y);
            continue;
        }
#pragma omp simd
        for (std::int64_t j = 0; j < columns; ++j) y[j] = sums[j] + bias[j];
    }
}

/// Of int8: y = scale_x scale_w (sum - what x's zero added to it) + b.
struct Rescaling {
    const float* x_scales;
    const float* w_scales;
    const std::int32_t* zero_sums;
    const float* bias;  // or null
};

NMT_FOR_EACH_PROCESSOR void rescale(const std::int32_t* sums, float* y, std::int64_t stride, std::int64_t rows,
                                    std::int64_t columns, const Rescaling& by) {
    for (std::int64_t i = 0; i < rows; ++i, y += stride, sums += kBlockColumns) {
        const float x_scale = by.x_scales[i];
#pragma omp simd
        for (std::int64_t j = 0; j < columns; ++j)
            y[j] = static_cast<float>(sums[j] - by.zero_sums[j]) * (x_scale * by.w_scales[j]);
        if (by.bias == nullptr) continue;
#pragma omp simd
        for (std::int64_t j = 0; j < columns; ++j) y[j] += by.bias[j];
    }
}

/// A part of the result: rows [row, row + rows), columns [column, column + columns).
struct Part {
    std::int64_t row, rows, column, columns;
};

/// Calls body(part) for all parts, in parallel. LibTorch makes code for every size and stride of a product that it
/// meets and never lets go of it: whole blocks of columns and sums in a buffer of one size keep these few, though each
/// batch with a shortlist has an `out` of its own.
template <class Body>
void for_each_part(std::int64_t rows, std::int64_t columns, const Body& body) {
    const auto blocks = filled_up(columns, kBlockColumns) / kBlockColumns;
    at::parallel_for(0, blocks, 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto block = begin; block < end; ++block)
            for (std::int64_t row = 0; row < rows; row += kBlockRows) {
                const auto column = block * kBlockColumns;
                body(Part{row, std::min(kBlockRows, rows - row), column, std::min(kBlockColumns, columns - column)});
            }
        at::native::cpublas::brgemm_release();
    });
}

/// Where a product's parts go: take(part, buffer, write) calls write(the part's place, its stride), where the place may
/// be the buffer of kBlockRows * kBlockColumns floats. Here: all into one matrix.
struct WholeMatrix {
    template <class Write>
    void take(const Part& part, float* /*buffer*/, const Write& write) const {
        write(numbers + part.row * stride + part.column, stride);
    }
    float* numbers;
    std::int64_t stride;
};

/// Each part to a reader.
struct PieceReader {
    template <class Write>
    void take(const Part& part, float* buffer, const Write& write) const {
        write(buffer, kBlockColumns);
        read({part.row, std::min(part.rows, rows - part.row), part.column, part.columns, buffer, kBlockColumns});
    }
    const std::function<void(const ProductPiece&)>& read;
    std::int64_t rows;  // beyond them stand those that fill the last block
};

using Sums = std::array<float, kBlockRows * kBlockColumns>;

/// The product of rows and blocks of one floating type, [rows, in'] each.
template <class Number, class Destination>
void floating_product(const torch::Tensor& x, const WeightBlocks& weight, const float* bias, const Destination& to) {
    const auto in = x.size(1);
    const auto* from = x.const_data_ptr<Number>();
    const auto* w = weight.numbers.const_data_ptr<Number>();
    for_each_part(x.size(0), weight.out, [&](const Part& part) {
        alignas(64) Sums sums;
        at::native::cpublas::brgemm(part.rows, kBlockColumns, in, in, kBlockColumns, kBlockColumns, /*add_C=*/false,
                                    from + part.row * in, w + part.column * in, sums.data());
        to.take(part, sums.data(), [&](float* y, std::int64_t stride) {
            place_sums(sums.data(), y, stride, part.rows, part.columns, bias != nullptr ? bias + part.column : nullptr);
        });
    });
}

template <class Destination>
void float_product(const PartedRows& x, const WeightBlocks& weight, const float* bias, const Destination& to) {
    const auto whole =
        converted_rows<float>(x, padded_rows(x.rows()), weight.in,
                              [&](const float* row, float* at, std::int64_t) { std::copy_n(row, weight.in, at); });
    floating_product<float>(whole, weight, bias, to);
}

template <class Destination>
void bf16_product(const PartedRows& x, const WeightBlocks& weight, const float* bias, const Destination& to) {
    const auto rounded = converted_rows<at::BFloat16>(
        x, padded_rows(x.rows()), filled_up(weight.in, group_of(weight.numbers)),
        [&](const float* row, at::BFloat16* at, std::int64_t) { round_row(row, at, weight.in); });
    floating_product<at::BFloat16>(rounded, weight, bias, to);
}

template <class Destination>
void int8_product(const PartedRows& x, const WeightBlocks& weight, const float* bias, const Destination& to) {
    const auto in = filled_up(weight.in, group_of(weight.numbers)), rows = padded_rows(x.rows());
    std::vector<float> x_scales(static_cast<std::size_t>(rows));
    const auto quantized =
        converted_rows<std::uint8_t>(x, rows, in, [&](const float* row, std::uint8_t* at, std::int64_t i) {
            x_scales[static_cast<std::size_t>(i)] = quantize_input(row, at, weight.in);
        });
    const auto* from = quantized.template const_data_ptr<std::uint8_t>();
    const auto* w = weight.numbers.const_data_ptr<std::int8_t>();
    for_each_part(rows, weight.out, [&](const Part& part) {
        alignas(64) std::array<std::int32_t, kBlockRows * kBlockColumns> sums;
        alignas(64) Sums scaled;
        at::native::cpublas::brgemm(part.rows, kBlockColumns, in, in, kBlockColumns, kBlockColumns, /*add_C=*/false,
                                    from + part.row * in, reinterpret_cast<const signed char*>(w + part.column * in),
                                    sums.data());
        const Rescaling by{x_scales.data() + part.row, weight.scales.const_data_ptr<float>() + part.column,
                           weight.zero_sums.const_data_ptr<std::int32_t>() + part.column,
                           bias != nullptr ? bias + part.column : nullptr};
        to.take(part, scaled.data(),
                [&](float* y, std::int64_t stride) { rescale(sums.data(), y, stride, part.rows, part.columns, by); });
    });
}

template <class Destination>
void multiply(const PartedRows& x, const WeightBlocks& weight, const torch::Tensor& bias, const Destination& to) {
    const auto* b = bias.defined() ? bias.const_data_ptr<float>() : nullptr;
    const auto type = weight.numbers.scalar_type();
    if (type == torch::kFloat) return float_product(x, weight, b, to);
    if (type == torch::kBFloat16) return bf16_product(x, weight, b, to);
    int8_product(x, weight, b, to);
}

WeightBlocks int8_blocks(const torch::Tensor& weight) {
    const auto scales = torch::empty({weight.size(0)});
    const auto whole = converted_rows<std::int8_t>(
        PartedRows({weight}), weight.size(0), weight.size(1), [&](const float* row, std::int8_t* to, std::int64_t i) {
            scales.data_ptr<float>()[i] = quantize_weights(row, to, weight.size(1));
        });
    const auto zero_sums = whole.sum(1, /*keepdim=*/false, torch::kInt32).mul_(kUnsignedZero);
    return {in_blocks(whole), weight.size(1), weight.size(0), scales, zero_sums};
}

}  // namespace

std::int64_t padded_rows(std::int64_t count) {
    constexpr std::int64_t kTile = 16;
    if (count > kTile) return filled_up(count, kTile);
    std::int64_t padded = 2;
    while (padded < count) padded *= 2;
    return padded;
}

WeightBlocks weight_blocks(const torch::Tensor& weight, Precision precision) {
    if (precision == Precision::int8) return int8_blocks(weight);
    const auto numbers = precision == Precision::bf16 ? weight.to(torch::kBFloat16) : weight;
    return {in_blocks(numbers), weight.size(1), weight.size(0), {}, {}};
}

torch::Tensor block_product(const std::vector<SharedRows>& x, const WeightBlocks& weight, const torch::Tensor& bias) {
    const PartedRows rows(x);
    const auto result = torch::empty({padded_rows(rows.rows()), weight.out});
    multiply(rows, weight, bias, WholeMatrix{result.data_ptr<float>(), weight.out});
    return result.narrow(0, 0, rows.rows());
}

void block_product_in_pieces(const std::vector<SharedRows>& x, const WeightBlocks& weight, const torch::Tensor& bias,
                             const std::function<void(const ProductPiece&)>& read) {
    const PartedRows rows(x);
    multiply(rows, weight, bias, PieceReader{read, rows.rows()});
}

}  // namespace nmt
