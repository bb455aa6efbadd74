#include "model/linear.h"

#include <ATen/core/dispatch/Dispatcher.h>

namespace nmt {
namespace {

// The kernel is chosen for this number of rows; any other number may be multiplied by the same packed weight.
constexpr std::int64_t kRowsHint = 64;

/// Few different numbers of rows: powers of two from 2 to 32, then multiples of 32.
std::int64_t padded_rows(std::int64_t count) {
    constexpr std::int64_t kTile = 32;
    if (count > kTile) return (count + kTile - 1) / kTile * kTile;
    std::int64_t padded = 2;
    while (padded < count) padded *= 2;
    return padded;
}

torch::Tensor multiply(const torch::Tensor& rows, const torch::Tensor& packed, const std::optional<at::Tensor>& bias) {
    using Pointwise =
        at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, c10::string_view,
                   c10::List<std::optional<at::Scalar>>, std::optional<c10::string_view>);
    static const auto pointwise =
        c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "").typed<Pointwise>();
    return pointwise.call(rows, packed, bias, "none", c10::List<std::optional<at::Scalar>>(), "");
}

}  // namespace

torch::Tensor pack_weight(const torch::Tensor& weight) {
    if (!weight.device().is_cpu() || weight.scalar_type() != torch::kFloat || weight.numel() == 0) return {};
    if (!at::hasMKLDNN()) return {};
    using Reorder = at::Tensor(const at::Tensor&, std::optional<c10::SymInt>);
    static const auto reorder =
        c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_reorder_linear_weight", "").typed<Reorder>();
    const torch::NoGradGuard no_grad;
    return reorder.call(weight.detach().contiguous(), c10::SymInt(kRowsHint));
}

torch::Tensor packed_product(const torch::Tensor& x, const torch::Tensor& packed, const torch::Tensor& addend) {
    if (!addend.defined()) return multiply(x.contiguous(), packed, {});
    using Binary = at::Tensor(const at::Tensor&, const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&,
                              c10::string_view);
    static const auto binary =
        c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "binary").typed<Binary>();
    return binary.call(x.contiguous(), addend.contiguous(), packed, std::nullopt, "add");
}

torch::Tensor packed_linear(const torch::Tensor& x, const torch::Tensor& packed, const torch::Tensor& bias) {
    auto rows = x.reshape({-1, x.size(-1)});
    const auto count = rows.size(0);
    // A lone row over more than 1024 columns would take a kernel of its own, with another order of summing; and every
    // new number of rows would cost the making of a new kernel.
    if (const auto padded = padded_rows(count); padded != count)
        rows = at::constant_pad_nd(rows, {0, 0, 0, padded - count});
    const std::optional<at::Tensor> maybe_bias = bias.defined() ? std::optional(bias) : std::nullopt;
    auto result = multiply(rows.contiguous(), packed, maybe_bias).narrow(0, 0, count);
    auto sizes = x.sizes().vec();
    sizes.back() = result.size(-1);
    return result.view(sizes);
}

LinearImpl::LinearImpl(std::int64_t in_features, std::int64_t out_features, bool with_bias) {
    weight = register_parameter("weight", torch::empty({out_features, in_features}));
    if (with_bias) bias = register_parameter("bias", torch::zeros({out_features}));
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) const {
    if (packed_.defined() && !torch::GradMode::is_enabled()) return packed_linear(x, packed_, bias);
    return bias.defined() ? at::linear(x, weight, bias) : at::linear(x, weight);
}

void LinearImpl::pack() {
    packed_ = pack_weight(weight);
}

void LinearImpl::unpack() {
    packed_.reset();
}

}  // namespace nmt
