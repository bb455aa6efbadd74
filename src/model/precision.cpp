#include "model/precision.h"

#include <ATen/autocast_mode.h>

#include "base/error.h"

namespace nmt {

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

torch::Tensor linear_product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    return (bias.defined() ? at::linear(x, weight, bias) : at::linear(x, weight)).to(x.scalar_type());
}

}  // namespace nmt
