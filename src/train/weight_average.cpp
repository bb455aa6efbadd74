#include "train/weight_average.h"

#include <algorithm>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {

WeightAverage::WeightAverage(NamedTensors weights, double decay) : decay_(decay), weights_(std::move(weights)) {
    if (!is_on()) return;
    for (const auto& [name, weight] : weights_) {
        averages_.emplace_back(name, weight.detach().clone());
        weight_list_.push_back(weight);
        average_list_.push_back(averages_.back().second);
    }
}

void WeightAverage::add(std::int64_t update) {
    if (!is_on()) return;
    const torch::NoGradGuard no_grad;
    const auto t = static_cast<double>(update);
    at::_foreach_lerp_(average_list_, weight_list_, 1 - std::min(decay_, (1 + t) / (10 + t)));
}

void WeightAverage::load(const std::map<std::string, torch::Tensor>& averages) {
    if (!is_on()) return;
    const torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        const auto& [name, weight] = weights_[i];
        auto& average = average_list_[i];
        if (averages.empty()) {
            average.copy_(weight);
            continue;
        }
        const auto found = averages.find(name);
        if (found == averages.end()) throw UserError(cat("the weights' averages lack ", name));
        if (found->second.sizes() != average.sizes())
            throw UserError(cat("the average of ", name, " has the shape ", found->second.sizes(), " instead of ",
                                average.sizes()));
        average.copy_(found->second);
    }
}

void WeightAverage::exchange() {
    // The tensors trade their storage: whoever holds a weight, the model or the optimizer, sees the other one.
    for (std::size_t i = 0; i < average_list_.size(); ++i) {
        const auto weight = weight_list_[i].detach();
        weight_list_[i].set_data(average_list_[i].detach());
        average_list_[i].set_data(weight);
    }
}

}  // namespace nmt
