#pragma once
// A linear map that a loop applies at every step, with one gradient product for all steps.

#include <torch/types.h>

#include <optional>
#include <vector>

namespace nmt {

/// y_i = a_i + x_i W^T + b. Plain autograd multiplies and adds a full-size gradient of W at every step of a recurrent
/// loop: many products too thin for the machine, and as many passes over W's gradient. Here the steps only keep x_i and
/// dy_i; dW = sum_i dy_i^T x_i is one product when the last of them has arrived, and so is db; the gradient of all a_i
/// is the dy_i themselves.
/// One object serves one forward pass. Without gradients it is a plain linear map. Not twice differentiable.
/// Products are made in product_type(W); y_i has x_i's type.
class StepLinear {
public:
    /// weight: [out, in]; bias: [out] or undefined; addends: a_i, [steps, rows, out] in any floating type, or
    /// undefined. With addends, every step must be taken if gradients are wanted.
    StepLinear(const torch::Tensor& weight, const torch::Tensor& bias, const torch::Tensor& addends = {});

    /// x: [rows, in]. Returns [rows, out]. Call it in the order of the steps.
    torch::Tensor operator()(const torch::Tensor& x) const;

private:
    /// What the steps share and leave for the one product.
    struct Tape : torch::CustomClassHolder {
        torch::Tensor step(const torch::Tensor& x);  // y_i; keeps x_i

        torch::Tensor weight;                         // [out, in], in the product's type, without gradients
        torch::Tensor packed;                         // W for the loop's thin products; undefined off the CPU
        std::optional<torch::Tensor> bias;            // [out], without gradients
        std::vector<torch::Tensor> addends;           // a_i, without gradients; empty: none
        std::vector<torch::Tensor> inputs;            // x_i in the product's type
        std::vector<torch::Tensor> output_gradients;  // dy_i, the same
    };
    class Anchor;
    class Step;
    c10::intrusive_ptr<Tape> tape_;
    torch::Tensor anchor_;  // makes every step's backward come before the anchor's
};

}  // namespace nmt
