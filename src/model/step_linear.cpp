#include "model/step_linear.h"

namespace nmt {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What the steps leave for the one product.
struct StepLinear::Tape : torch::CustomClassHolder {
    torch::Tensor weight;                                // [out, in], without gradients
    std::vector<torch::Tensor> inputs, input_gradients;  // x_i, and dy_i in the order of the backward pass
    std::vector<torch::Tensor> matching_inputs;          // x_i in the order of the dy_i
};

/// Stands for W and b in the graph. Its value carries nothing; its backward runs when all steps have run theirs.
class StepLinear::Anchor : public torch::autograd::Function<Anchor> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& weight, const torch::Tensor& bias,
                                 const c10::intrusive_ptr<Tape>& tape) {
        context->saved_data["tape"] = c10::IValue::make_capsule(tape);
        context->saved_data["has_bias"] = bias.defined();
        return torch::zeros({}, weight.options());
    }

    static variable_list backward(AutogradContext* context, const variable_list&) {
        const auto tape = c10::static_intrusive_pointer_cast<Tape>(context->saved_data["tape"].toCapsule());
        if (tape->input_gradients.empty()) return {{}, {}, {}};
        const auto dy = torch::cat(tape->input_gradients);
        const auto x = torch::cat(tape->matching_inputs);
        tape->input_gradients.clear();
        tape->matching_inputs.clear();
        const bool has_bias = context->saved_data["has_bias"].toBool();
        return {dy.t().mm(x), has_bias ? dy.sum(0) : torch::Tensor(), {}};
    }
};

class StepLinear::Step : public torch::autograd::Function<Step> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& /*anchor*/,
                                 const torch::Tensor& bias, const c10::intrusive_ptr<Tape>& tape) {
        context->saved_data["tape"] = c10::IValue::make_capsule(tape);
        context->saved_data["step"] = static_cast<std::int64_t>(tape->inputs.size());
        tape->inputs.push_back(x.detach());  // detached: the tape must not keep the graph alive that keeps the tape
        return bias.defined() ? at::linear(x, tape->weight, bias) : at::linear(x, tape->weight);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto tape = c10::static_intrusive_pointer_cast<Tape>(context->saved_data["tape"].toCapsule());
        const auto step = static_cast<std::size_t>(context->saved_data["step"].toInt());
        const auto dy = gradients[0].contiguous();
        tape->input_gradients.push_back(dy);
        tape->matching_inputs.push_back(tape->inputs[step]);
        return {dy.mm(tape->weight), torch::zeros({}, dy.options()), {}, {}};
    }
};

StepLinear::StepLinear(const torch::Tensor& weight, const torch::Tensor& bias)
    : weight_(weight.detach().contiguous()), bias_(bias.defined() ? bias.detach() : bias) {
    if (!torch::GradMode::is_enabled()) return;
    tape_ = c10::make_intrusive<Tape>();
    tape_->weight = weight_;
    anchor_ = Anchor::apply(weight, bias, tape_);
}

torch::Tensor StepLinear::operator()(const torch::Tensor& x) const {
    if (anchor_.defined() && anchor_.requires_grad()) return Step::apply(x, anchor_, bias_, tape_);
    return bias_.defined() ? at::linear(x, weight_, bias_) : at::linear(x, weight_);
}

}  // namespace nmt
