#pragma once
// Adam, AdamW and SGD over all weights at once, and gradient clipping.

#include "config/config.h"
#include "model/safetensors.h"

namespace nmt {

/// adam   Kingma and Ba 2015, algorithm 1, with bias correction; weight decay is added to the gradient (L2)
/// adamw  Loshchilov and Hutter 2019: weight decay acts on the weight itself
/// sgd    w -= rate * v, v = momentum * v + g   (PyTorch's form)
/// One fused call of the library for all weights. Its state is ours, so that a checkpoint is a list of tensors.
class Optimizer {
public:
    /// weights: as Seq2Seq::named_weights(); kept by reference to their storage.
    Optimizer(NamedTensors weights, const TrainOptions& options);

    void zero_gradients();

    /// Has the next step() scale all gradients so that their joint norm is at most `max_norm` (0: leaves them; Pascanu
    /// 2013), in its own pass over them. Returns the norm before that.
    double clip_gradients(double max_norm);

    /// One update of all weights by their gradients, which it may overwrite.
    void step(double learning_rate);

    /// The moments under names of their own ("first.<weight>"), for a checkpoint; empty before the first step.
    NamedTensors state() const;

    /// What state() belongs to: "adam", "adamw", "sgd", or "sgd with momentum".
    std::string kind() const;

    /// Restores state(). Throws UserError when a tensor is missing or has another shape.
    void load_state(const std::map<std::string, torch::Tensor>& tensors);

private:
    void make_moments();
    std::vector<torch::Tensor> gradients();

    TrainOptions options_;
    std::vector<std::string> names_;
    std::vector<torch::Tensor> weights_;
    double divisor_ = 1;                                 // of all gradients in the next step
    std::vector<torch::Tensor> first_, second_, steps_;  // momentum is `first_`
    bool has_moments_ = false;
};

}  // namespace nmt
