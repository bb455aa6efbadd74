#pragma once
// A linear map that a loop applies at every step, with one gradient product for all steps.

#include <torch/torch.h>

#include <optional>
#include <vector>

namespace nmt {

/// y_i = x_i W^T + b. Plain autograd multiplies and adds a full-size gradient of W at every step of a recurrent loop:
/// many products too thin for the machine, and as many passes over W's gradient. Here the steps only keep x_i and dy_i;
/// dW = sum_i dy_i^T x_i is one product when the last of them has arrived, and so is db.
/// One object serves one forward pass. Without gradients it is a plain linear map. Not twice differentiable.
class StepLinear {
public:
    /// weight: [out, in]; bias: [out] or undefined.
    StepLinear(const torch::Tensor& weight, const torch::Tensor& bias);

    /// x: [rows, in]. Returns [rows, out]. Call it in the order of the steps.
    torch::Tensor operator()(const torch::Tensor& x) const { return plus({}, x); }

    /// addend + x W^T, in one product; not for a map with a bias. addend: [rows, out], or undefined for nothing.
    torch::Tensor plus(const torch::Tensor& addend, const torch::Tensor& x) const;

private:
    /// What the steps leave for the one product.
    struct Tape : torch::CustomClassHolder {
        torch::Tensor apply(const torch::Tensor& addend, const torch::Tensor& x) const;

        torch::Tensor weight;                         // [out, in], without gradients
        std::optional<torch::Tensor> bias;            // [out], without gradients
        torch::Tensor packed, packed_transposed;      // W and W^T for the loop's thin products; undefined off the CPU
        std::vector<torch::Tensor> inputs;            // x_i
        std::vector<torch::Tensor> output_gradients;  // dy_i in the order of the backward pass
        std::vector<torch::Tensor> matching_inputs;   // x_i in that order
    };
    class Anchor;
    class Step;
    c10::intrusive_ptr<Tape> tape_;
    torch::Tensor anchor_;  // makes every step's backward come before the anchor's
};

}  // namespace nmt
