#include "train/optimizer.h"

#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include <algorithm>

#include "base/error.h"
#include "catch.h"

using namespace nmt;

namespace {

struct Pair {
    torch::Tensor ours, theirs;
};

std::vector<Pair> make_weights() {
    std::vector<Pair> pairs;
    for (const auto& shape : std::vector<std::vector<std::int64_t>>{{3, 5}, {7}, {2, 4}}) {
        auto value = torch::cos(torch::arange(torch::Tensor(torch::empty(shape)).numel(), torch::kFloat)).view(shape);
        pairs.push_back({value.clone().requires_grad_(), value.clone().requires_grad_()});
    }
    return pairs;
}

/// A loss whose gradient changes from step to step.
torch::Tensor loss_of(const std::vector<torch::Tensor>& weights, int step) {
    auto loss = torch::zeros({});
    for (const auto& w : weights) loss = loss + (w * w * w + torch::sin(w * static_cast<double>(step + 1))).sum();
    return loss;
}

/// Largest difference to the library's own optimizer after 50 steps with a changing rate.
template <class Theirs, class TheirOptions>
double difference_after_steps(const TrainOptions& options, TheirOptions their_options) {
    auto pairs = make_weights();
    NamedTensors named;
    std::vector<torch::Tensor> ours, theirs;
    for (auto& pair : pairs) {
        named.emplace_back("w" + std::to_string(named.size()), pair.ours);
        ours.push_back(pair.ours);
        theirs.push_back(pair.theirs);
    }
    Optimizer optimizer(named, options);
    Theirs reference(theirs, their_options);
    for (int step = 0; step < 50; ++step) {
        const double rate = 0.01 / (1 + step % 3);
        optimizer.zero_gradients();
        loss_of(ours, step).backward();
        optimizer.step(rate);
        reference.zero_grad();
        for (auto& group : reference.param_groups()) group.options().set_lr(rate);
        loss_of(theirs, step).backward();
        reference.step();
    }
    double largest = 0;
    for (auto& pair : pairs) largest = std::max(largest, (pair.ours - pair.theirs).abs().max().item<double>());
    return largest;
}

}  // namespace

TEST_CASE("adam equals the library's") {
    TrainOptions options;
    options.weight_decay = GENERATE(0.0, 0.1);
    CHECK(difference_after_steps<torch::optim::Adam>(
              options, torch::optim::AdamOptions(0.01).weight_decay(options.weight_decay)) < 1e-5);
}

TEST_CASE("adamw equals the library's") {
    TrainOptions options;
    options.optimizer = OptimizerKind::adamw;
    options.weight_decay = GENERATE(0.0, 0.1);
    CHECK(difference_after_steps<torch::optim::AdamW>(
              options, torch::optim::AdamWOptions(0.01).weight_decay(options.weight_decay)) < 1e-5);
}

TEST_CASE("sgd equals the library's") {
    TrainOptions options;
    options.optimizer = OptimizerKind::sgd;
    options.weight_decay = GENERATE(0.0, 0.1);
    options.momentum = GENERATE(0.0, 0.9);
    CHECK(difference_after_steps<torch::optim::SGD>(
              options, torch::optim::SGDOptions(0.01).weight_decay(options.weight_decay).momentum(options.momentum)) <
          1e-5);
}

TEST_CASE("clipping scales all gradients of one step by one factor and reports the norm before it") {
    TrainOptions options;
    options.optimizer = GENERATE(OptimizerKind::adam, OptimizerKind::adamw, OptimizerKind::sgd);
    options.weight_decay = GENERATE(0.0, 0.1);
    options.momentum = 0.9;
    const auto weights_after = [&](bool by_hand) {
        auto a = torch::ones({2}, torch::requires_grad()), b = torch::ones({1}, torch::requires_grad());
        Optimizer optimizer({{"a", a}, {"b", b}}, options);
        for (const double norm : {14.0, 0.7, 7.0}) {
            const auto size = by_hand ? std::min(norm, 1.0) : norm;
            a.mutable_grad() = torch::tensor({2.0f, 3.0f}) * size / 7;
            b.mutable_grad() = torch::tensor({6.0f}) * size / 7;
            CHECK(optimizer.clip_gradients(by_hand ? 0 : 1) == Approx(size));
            optimizer.step(0.1);
        }
        optimizer.step(0.1);  // the gradients are those of before, scaled; nobody asked for more
        return torch::cat({a.detach(), b.detach()});
    };
    CHECK(torch::allclose(weights_after(false), weights_after(true), 1e-5, 1e-6));
}

TEST_CASE("an optimizer goes on exactly from its saved state") {
    TrainOptions options;
    options.optimizer = GENERATE(OptimizerKind::adam, OptimizerKind::adamw, OptimizerKind::sgd);
    options.momentum = 0.5;
    auto straight = torch::ones({4}, torch::requires_grad());
    Optimizer first({{"w", straight}}, options);
    auto step = [](Optimizer& optimizer, torch::Tensor& w, int number) {
        optimizer.zero_gradients();
        loss_of({w}, number).backward();
        optimizer.step(0.02);
    };
    for (int i = 0; i < 3; ++i) step(first, straight, i);
    auto resumed = straight.detach().clone().requires_grad_();
    Optimizer second({{"w", resumed}}, options);
    std::map<std::string, torch::Tensor> state;
    for (const auto& [name, tensor] : first.state()) state[name] = tensor.clone();
    second.load_state(state);
    for (int i = 3; i < 6; ++i) {
        step(first, straight, i);
        step(second, resumed, i);
    }
    CHECK(torch::equal(straight, resumed));
}

TEST_CASE("an optimizer's state that does not fit is refused") {
    auto w = torch::ones({4}, torch::requires_grad());
    Optimizer optimizer({{"w", w}}, {});
    CHECK_THROWS_AS(optimizer.load_state({}), UserError);
    CHECK_THROWS_WITH(optimizer.load_state({{"first.w", torch::zeros({5})}}), Catch::Matchers::Contains("shape"));
}
