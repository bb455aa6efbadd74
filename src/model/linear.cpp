#include "model/linear.h"

#include "model/precision.h"

namespace nmt {

LinearImpl::LinearImpl(std::int64_t in_features, std::int64_t out_features, bool with_bias) {
    weight = register_parameter("weight", torch::empty({out_features, in_features}));
    if (with_bias) bias = register_parameter("bias", torch::zeros({out_features}));
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) const {
    if (packed_.defined() && !torch::GradMode::is_enabled()) return packed_.linear(x, bias);
    return linear_product(x, weight, bias);
}

torch::Tensor LinearImpl::forward(const std::vector<SharedRows>& parts) const {
    if (packed_.defined() && !torch::GradMode::is_enabled()) return packed_.linear(parts, bias);
    return linear_product(joined(parts), weight, bias);
}

void LinearImpl::pack(Precision precision) {
    packed_ = PackedWeight(weight, precision);
}

void LinearImpl::unpack() {
    packed_ = {};
}

}  // namespace nmt
