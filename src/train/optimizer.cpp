#include "train/optimizer.h"

#include <utility>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {
namespace {

using Tensors = std::vector<torch::Tensor>;

void adam(const Tensors& weights, const Tensors& grads, const Tensors& first, const Tensors& second,
          const Tensors& steps, double learning_rate, const TrainOptions& o,
          const std::optional<torch::Tensor>& divisor) {
    at::_fused_adam_(weights, grads, first, second, {}, steps, learning_rate, o.beta1, o.beta2, o.weight_decay,
                     o.epsilon, /*amsgrad=*/false, /*maximize=*/false, divisor);
}

void adamw(const Tensors& weights, const Tensors& grads, const Tensors& first, const Tensors& second,
           const Tensors& steps, double learning_rate, const TrainOptions& o,
           const std::optional<torch::Tensor>& divisor) {
    at::_fused_adamw_(weights, grads, first, second, {}, steps, learning_rate, o.beta1, o.beta2, o.weight_decay,
                      o.epsilon, /*amsgrad=*/false, /*maximize=*/false, divisor);
}

}  // namespace

Optimizer::Optimizer(NamedTensors weights, const TrainOptions& options) : options_(options) {
    for (auto& [name, weight] : weights) {
        names_.push_back(name);
        weights_.push_back(weight);
    }
}

void Optimizer::zero_gradients() {
    for (auto& weight : weights_) weight.mutable_grad().reset();
}

std::vector<torch::Tensor> Optimizer::gradients() {
    std::vector<torch::Tensor> result;
    for (auto& weight : weights_) {
        // A weight that this batch did not reach still takes part, so that every step does the same.
        if (!weight.grad().defined()) weight.mutable_grad() = torch::zeros_like(weight);
        result.push_back(weight.grad());
    }
    return result;
}

double Optimizer::clip_gradients(double max_norm) {
    const auto all = gradients();
    const auto norm = torch::stack(at::_foreach_norm(all)).norm().item<double>();
    divisor_ = max_norm > 0 && norm > max_norm ? norm / max_norm : 1;
    return norm;
}

void Optimizer::make_moments() {
    if (has_moments_) return;
    has_moments_ = true;
    const bool is_sgd = options_.optimizer == OptimizerKind::sgd;
    for (const auto& weight : weights_) {
        if (!is_sgd || options_.momentum > 0) first_.push_back(torch::zeros_like(weight));
        if (is_sgd) continue;
        second_.push_back(torch::zeros_like(weight));
        steps_.push_back(torch::zeros({}, weight.options().dtype(torch::kFloat)));
    }
}

void Optimizer::step(double learning_rate) {
    const torch::NoGradGuard no_grad;
    make_moments();
    const auto grads = gradients();
    const auto divisor = std::exchange(divisor_, 1);
    const auto& o = options_;
    if (o.optimizer == OptimizerKind::sgd) {
        if (divisor != 1) at::_foreach_div_(grads, divisor);
        if (o.weight_decay > 0) at::_foreach_add_(grads, weights_, o.weight_decay);
        if (!first_.empty()) {
            at::_foreach_mul_(first_, o.momentum);
            at::_foreach_add_(first_, grads);
        }
        at::_foreach_add_(weights_, first_.empty() ? grads : first_, -learning_rate);
        return;
    }
    at::_foreach_add_(steps_, 1);
    const auto fused = o.optimizer == OptimizerKind::adam ? adam : adamw;
    const auto divides = divisor == 1 ? std::nullopt : std::optional(torch::full({}, divisor, steps_[0].options()));
    fused(weights_, grads, first_, second_, steps_, learning_rate, o, divides);
}

std::string Optimizer::kind() const {
    switch (options_.optimizer) {
        case OptimizerKind::adam:
            return "adam";
        case OptimizerKind::adamw:
            return "adamw";
        case OptimizerKind::sgd:
            return options_.momentum > 0 ? "sgd with momentum" : "sgd";
    }
    throw InternalError("unknown optimizer");
}

NamedTensors Optimizer::state() const {
    NamedTensors result;
    for (std::size_t i = 0; i < first_.size(); ++i) result.emplace_back("first." + names_[i], first_[i]);
    for (std::size_t i = 0; i < second_.size(); ++i) {
        result.emplace_back("second." + names_[i], second_[i]);
        result.emplace_back("steps." + names_[i], steps_[i]);
    }
    return result;
}

void Optimizer::load_state(const std::map<std::string, torch::Tensor>& tensors) {
    make_moments();
    copy_tensors(tensors, state(), "the optimizer's state");
}

}  // namespace nmt
