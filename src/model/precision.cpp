#include "model/precision.h"

#include <ATen/autocast_mode.h>
#include <torch/autograd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "base/error.h"
#include "model/packed_weight.h"

namespace nmt {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// at::linear for training on a CPU with AVX512. In float at::linear takes the BLAS's product there, which on AMD's
/// processors leaves these instructions unused; in bf16 it writes b into every row before the product. Not twice
/// differentiable.
class OnednnLinear : public torch::autograd::Function<OnednnLinear> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight,
                                 const std::optional<torch::Tensor>& bias) {
        const auto dense = weight.contiguous();  // of a part of a matrix oneDNN would make the product number by number
        const auto rows = x.contiguous();
        context->save_for_backward({rows, dense});
        context->saved_data["has_bias"] = bias.has_value();
        return onednn_product(rows, dense, bias);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &weight = saved[1];
        const auto dy = gradients[0].contiguous();
        const auto dx = context->needs_input_grad(0) ? product_over_outputs(dy, weight) : torch::Tensor();
        const auto dw = context->needs_input_grad(1) ? product_over_rows(dy, x) : torch::Tensor();
        return {dx, dw, context->saved_data["has_bias"].toBool() ? dy.sum(0) : torch::Tensor()};
    }
};

/// Whether the processor is AMD's and, as those of Zen 5 for servers and desktops, works on 512 bits at once: the BLAS
/// takes half of that on AMD's.
bool is_wider_than_blas() {
#if defined(__x86_64__)
    unsigned int version = 0, unused = 0;
    if (!has_avx512() || !__builtin_cpu_is("amd") || __get_cpuid(1, &version, &unused, &unused, &unused) == 0)
        return false;
    const auto family = ((version >> 8) & 0xF) + ((version >> 20) & 0xFF);
    return family >= 26;
#else
    return false;
#endif
}

bool takes_onednn(const torch::Tensor& x, const torch::Tensor& weight) {
    return has_avx512() && torch::GradMode::is_enabled() && weight.requires_grad() && x.is_cpu() && x.numel() > 0 &&
           at::hasMKLDNN() && x.scalar_type() == torch::kFloat && weight.scalar_type() == torch::kFloat;
}

}  // namespace

bool has_avx512() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f");
#else
    return false;
#endif
}

Precision usable_precision(Precision asked, const torch::Device& device) {
    bool has_bf16 = device.is_cuda(), has_int8 = false;
#if defined(__x86_64__)
    has_bf16 = has_bf16 || (device.is_cpu() && __builtin_cpu_supports("avx512bf16"));
    has_int8 = device.is_cpu() && __builtin_cpu_supports("avx512vnni");
#endif
    if (asked == Precision::int8) return has_int8 ? asked : Precision::fp32;
    return asked != Precision::fp32 && has_bf16 ? Precision::bf16 : Precision::fp32;
}

const char* name_of(Precision precision) {
    switch (precision) {
        case Precision::fp32:
            return "fp32";
        case Precision::bf16:
            return "bf16";
        case Precision::int8:
            return "int8";
        case Precision::automatic:
            return "auto";
    }
    throw InternalError("unknown precision");
}

Bf16Products::Bf16Products(c10::DeviceType device)
    : device_(device),
      was_enabled_(at::autocast::is_autocast_enabled(device)),
      previous_type_(at::autocast::get_autocast_dtype(device)) {
    at::autocast::set_autocast_enabled(device, true);
    at::autocast::set_autocast_dtype(device, at::kBFloat16);
    at::autocast::increment_nesting();
}

Bf16Products::~Bf16Products() {
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(device_, was_enabled_);
    at::autocast::set_autocast_dtype(device_, previous_type_);
}

at::ScalarType product_type(const torch::Tensor& weight) {
    const auto device = weight.device().type();
    return at::autocast::is_autocast_enabled(device) ? at::autocast::get_autocast_dtype(device) : weight.scalar_type();
}

torch::Tensor linear_in_product_type(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    if (takes_onednn(x, weight)) {
        auto sizes = x.sizes().vec();
        sizes.back() = weight.size(0);
        const auto type = product_type(weight);
        const auto given = bias.defined() ? std::optional(bias.to(type)) : std::nullopt;
        return OnednnLinear::apply(x.reshape({-1, x.size(-1)}).to(type), weight.to(type), given).view(sizes);
    }
    return bias.defined() ? at::linear(x, weight, bias) : at::linear(x, weight);
}

torch::Tensor product_over_outputs(const torch::Tensor& dy, const torch::Tensor& weight) {
    const bool has_type = dy.scalar_type() == torch::kFloat || dy.scalar_type() == torch::kBFloat16;
    if (has_avx512() && dy.is_cpu() && has_type && dy.numel() > 0 && weight.numel() > 0 && at::hasMKLDNN())
        return onednn_product(dy, weight.t(), {});
    return dy.mm(weight);
}

torch::Tensor product_over_rows(const torch::Tensor& dy, const torch::Tensor& x) {
    static const bool is_wider = is_wider_than_blas();
    const bool is_float = dy.is_cpu() && dy.scalar_type() == torch::kFloat;
    // Here torch first writes dY down turned round, which pays only against half the width.
    if (is_wider && is_float && dy.numel() > 0 && x.numel() > 0 && at::hasMKLDNN())
        return onednn_product(dy.t(), x.t(), {});
    return dy.t().mm(x);
}

torch::Tensor linear_product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    return linear_in_product_type(x, weight, bias).to(x.scalar_type());
}

}  // namespace nmt
