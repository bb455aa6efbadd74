#include "model/packed_weight.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include "base/error.h"

namespace nmt {
namespace {

// The kernel is chosen for this number of rows; any other number may be multiplied by the same packed weight.
constexpr std::int64_t kRowsHint = 64;

using NoScalars = c10::List<std::optional<at::Scalar>>;

}  // namespace

torch::Tensor onednn_product(const torch::Tensor& x, const torch::Tensor& weight,
                             const std::optional<torch::Tensor>& bias) {
    using Pointwise = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&,
                                 c10::string_view, NoScalars, std::optional<c10::string_view>);
    static const auto pointwise =
        c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "").typed<Pointwise>();
    return pointwise.call(x, weight, bias, "none", NoScalars(), "");
}

torch::Tensor pack_for_product(const torch::Tensor& weight) {
    if (!weight.device().is_cpu() || weight.numel() == 0 || !at::hasMKLDNN()) return {};
    if (weight.scalar_type() != torch::kFloat && weight.scalar_type() != torch::kBFloat16) return {};
    using Reorder = at::Tensor(const at::Tensor&, std::optional<c10::SymInt>);
    static const auto reorder =
        c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_reorder_linear_weight", "").typed<Reorder>();
    const torch::NoGradGuard no_grad;
    return reorder.call(weight.detach().contiguous(), c10::SymInt(kRowsHint));
}

torch::Tensor packed_product(const torch::Tensor& x, const torch::Tensor& packed, const torch::Tensor& addend) {
    if (!addend.defined()) return onednn_product(x.contiguous(), packed, {});
    using Binary = at::Tensor(const at::Tensor&, const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&,
                              c10::string_view);
    static const auto binary =
        c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "binary").typed<Binary>();
    return binary.call(x.contiguous(), addend.contiguous(), packed, std::nullopt, "add");
}

PackedWeight::PackedWeight(const torch::Tensor& weight, Precision precision) {
    const torch::NoGradGuard no_grad;
    const auto w = weight.detach();
    if (!w.device().is_cpu() || w.scalar_type() != torch::kFloat || w.numel() == 0) return;
    if (precision == Precision::fp32)
        packed_ = pack_for_product(w);
    else
        blocks_ = weight_blocks(w, precision);
}

torch::Tensor PackedWeight::linear(const torch::Tensor& x, const torch::Tensor& bias) const {
    auto sizes = x.sizes().vec();
    const auto result = linear(std::vector<SharedRows>{x.reshape({-1, x.size(-1)})}, bias);
    sizes.back() = result.size(-1);
    return result.view(sizes);
}

torch::Tensor PackedWeight::linear(const std::vector<SharedRows>& parts, const torch::Tensor& bias) const {
    if (!packed_.defined()) return block_product(parts, blocks_, bias);
    auto rows = joined(parts);
    const auto count = rows.size(0);
    // A lone row over more than 1024 columns would take a kernel of its own, with another order of summing; and
    // every new number of rows would cost the making of a new kernel.
    if (const auto padded = padded_rows(count); padded != count)
        rows = at::constant_pad_nd(rows, {0, 0, 0, padded - count});
    const auto result = onednn_product(rows.contiguous(), packed_, bias.defined() ? std::optional(bias) : std::nullopt);
    return result.narrow(0, 0, count);
}

void PackedWeight::linear_in_pieces(const std::vector<SharedRows>& parts, const torch::Tensor& bias,
                                    const std::function<void(const ProductPiece&)>& read) const {
    require(has_pieces(), "this packed weight makes its products in one piece");
    block_product_in_pieces(parts, blocks_, bias, read);
}

}  // namespace nmt
