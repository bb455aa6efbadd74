// The step-by-step linear map beside plain autograd.

#include "model/step_linear.h"

#include "catch.h"
#include "model/precision.h"
#include "model/small_model.h"

using namespace nmt;

namespace {

constexpr std::int64_t kSteps = 4, kRows = 3, kIn = 5, kOut = 7;

torch::Tensor wave(torch::IntArrayRef sizes, double phase) {
    return torch::sin(1.7 * torch::arange(c10::multiply_integers(sizes), torch::kDouble) + phase).view(sizes);
}

struct Inputs {
    torch::Tensor weight, bias, addends, x;  // leaves; bias or addends may be undefined
};

Inputs make_inputs(bool has_bias, bool has_addends, at::ScalarType type) {
    const auto leaf = [&](torch::IntArrayRef sizes, double phase) {
        return wave(sizes, phase).to(type).requires_grad_();
    };
    return {leaf({kOut, kIn}, 0.1), has_bias ? leaf({kOut}, 0.2) : torch::Tensor(),
            has_addends ? leaf({kSteps, kRows, kOut}, 0.3) : torch::Tensor(), leaf({kRows, kIn}, 0.4)};
}

/// A recurrence y_i = map_i(x_i), x_{i+1} from y_i, so that gradients flow through the steps. Returns all y_i.
torch::Tensor run(const torch::Tensor& x0,
                  const std::function<torch::Tensor(std::int64_t, const torch::Tensor&)>& map) {
    std::vector<torch::Tensor> outputs;
    auto x = x0;
    for (std::int64_t i = 0; i < kSteps; ++i) {
        outputs.push_back(map(i, x));
        x = torch::tanh(outputs.back().narrow(1, 0, kIn));
    }
    return torch::stack(outputs);
}

/// All y_i, then the gradients of the inputs that are there.
std::vector<torch::Tensor> results(const Inputs& inputs, const torch::Tensor& y) {
    (y * wave(y.sizes(), 0.7).to(y.scalar_type())).sum().backward();
    std::vector<torch::Tensor> all{y.detach()};
    for (const auto& input : {inputs.weight, inputs.bias, inputs.addends, inputs.x})
        if (input.defined()) all.push_back(input.grad());
    return all;
}

std::vector<torch::Tensor> with_steps(const Inputs& inputs) {
    const StepLinear map(inputs.weight, inputs.bias, inputs.addends);
    return results(inputs, run(inputs.x, [&](std::int64_t, const torch::Tensor& x) { return map(x); }));
}

std::vector<torch::Tensor> with_autograd(const Inputs& inputs) {
    return results(inputs, run(inputs.x, [&](std::int64_t i, const torch::Tensor& x) {
                       auto y = torch::matmul(x, inputs.weight.t());
                       if (inputs.bias.defined()) y = y + inputs.bias;
                       return inputs.addends.defined() ? y + inputs.addends[i] : y;
                   }));
}

void check_close(const std::vector<torch::Tensor>& steps, const std::vector<torch::Tensor>& plain, double tolerance) {
    REQUIRE(steps.size() == plain.size());
    for (std::size_t k = 0; k < steps.size(); ++k) {
        CAPTURE(k);
        const auto scale = 1 + plain[k].abs().max().item<double>();
        CHECK(largest_difference(steps[k].to(torch::kDouble), plain[k]) < tolerance * scale);
    }
}

}  // namespace

TEST_CASE("a map applied step by step has autograd's values and gradients, in double and in float") {
    for (const bool has_bias : {false, true})
        for (const bool has_addends : {false, true}) {
            if (has_bias && has_addends) continue;
            CAPTURE(has_bias, has_addends);
            const auto plain = with_autograd(make_inputs(has_bias, has_addends, torch::kDouble));
            check_close(with_steps(make_inputs(has_bias, has_addends, torch::kDouble)), plain, 1e-13);
            check_close(with_steps(make_inputs(has_bias, has_addends, torch::kFloat)), plain, 1e-5);
        }
}

TEST_CASE("with products in bf16 the map keeps float outside, and bf16's precision inside") {
    const auto plain = with_autograd(make_inputs(false, true, torch::kDouble));
    auto inputs = make_inputs(false, true, torch::kFloat);
    const Bf16Products products(torch::kCPU);
    const auto steps = with_steps(inputs);
    for (const auto& result : steps) CHECK(result.scalar_type() == torch::kFloat);
    check_close(steps, plain, 0.03);
}

TEST_CASE("a graph that is kept can be run backwards twice") {
    const auto inputs = make_inputs(true, false, torch::kDouble);
    const StepLinear map(inputs.weight, inputs.bias);
    const auto loss = run(inputs.x, [&](std::int64_t, const torch::Tensor& x) { return map(x); }).sum();
    loss.backward({}, /*retain_graph=*/true);
    const auto once = inputs.weight.grad().clone();
    loss.backward();
    CHECK(largest_difference(inputs.weight.grad(), 2 * once) < 1e-12);
}
