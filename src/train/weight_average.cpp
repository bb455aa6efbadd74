#include "train/weight_average.h"

#include <algorithm>

namespace nmt {
namespace {

std::vector<torch::Tensor> without_names(const NamedTensors& named) {
    std::vector<torch::Tensor> tensors;
    for (const auto& [name, tensor] : named) tensors.push_back(tensor);
    return tensors;
}

}  // namespace

WeightAverage::WeightAverage(NamedTensors weights, double decay) : decay_(decay), weights_(std::move(weights)) {
    if (!is_on()) return;
    for (const auto& [name, weight] : weights_) averages_.emplace_back(name, weight.detach().clone());
}

void WeightAverage::add(std::int64_t update) {
    if (!is_on()) return;
    const torch::NoGradGuard no_grad;
    const auto t = static_cast<double>(update);
    at::_foreach_lerp_(without_names(averages_), without_names(weights_), 1 - std::min(decay_, (1 + t) / (10 + t)));
}

void WeightAverage::load(const std::map<std::string, torch::Tensor>& averages) {
    if (!is_on()) return;
    const bool is_new = averages.empty();
    copy_tensors(is_new ? std::map(weights_.begin(), weights_.end()) : averages, averages_, "the weights' average");
}

void WeightAverage::exchange() {
    // The tensors trade their storage: whoever holds a weight, the model or the optimizer, sees the other one.
    for (std::size_t i = 0; i < averages_.size(); ++i) {
        auto& weight = weights_[i].second;
        auto& average = averages_[i].second;
        const auto held = weight.detach();
        weight.set_data(average.detach());
        average.set_data(held);
    }
}

}  // namespace nmt
