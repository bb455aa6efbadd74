#include "model/step_linear.h"

namespace nmt {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Stands for W and b in the graph. Its value carries nothing; its backward runs when all steps have run theirs.
class StepLinear::Anchor : public torch::autograd::Function<Anchor> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& weight,
                                 const std::optional<torch::Tensor>& bias, const c10::intrusive_ptr<Tape>& tape) {
        context->saved_data["tape"] = c10::IValue::make_capsule(tape);
        context->saved_data["has_bias"] = bias.has_value();
        return torch::zeros({}, weight.options());
    }

    static variable_list backward(AutogradContext* context, const variable_list&) {
        const auto tape = c10::static_intrusive_pointer_cast<Tape>(context->saved_data["tape"].toCapsule());
        if (tape->output_gradients.empty()) return {{}, {}, {}};
        const auto dy = torch::cat(tape->output_gradients);
        const auto x = torch::cat(tape->matching_inputs);
        tape->output_gradients.clear();
        tape->matching_inputs.clear();
        const bool has_bias = context->saved_data["has_bias"].toBool();
        return {dy.t().mm(x), has_bias ? dy.sum(0) : torch::Tensor(), {}};
    }
};

class StepLinear::Step : public torch::autograd::Function<Step> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& /*anchor*/,
                                 const c10::intrusive_ptr<Tape>& tape) {
        context->saved_data["tape"] = c10::IValue::make_capsule(tape);
        context->saved_data["step"] = static_cast<std::int64_t>(tape->inputs.size());
        tape->inputs.push_back(x.detach());  // detached: the tape must not keep the graph alive that keeps the tape
        return at::linear(x, tape->weight, tape->bias);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto tape = c10::static_intrusive_pointer_cast<Tape>(context->saved_data["tape"].toCapsule());
        const auto step = static_cast<std::size_t>(context->saved_data["step"].toInt());
        const auto dy = gradients[0].contiguous();
        tape->output_gradients.push_back(dy);
        tape->matching_inputs.push_back(tape->inputs[step]);
        return {dy.mm(tape->weight), torch::zeros({}, dy.options()), {}};
    }
};

StepLinear::StepLinear(const torch::Tensor& weight, const torch::Tensor& bias) : tape_(c10::make_intrusive<Tape>()) {
    tape_->weight = weight.detach().contiguous();
    if (bias.defined()) tape_->bias = bias.detach();
    const auto maybe_bias = bias.defined() ? std::optional(bias) : std::nullopt;
    if (torch::GradMode::is_enabled() && weight.requires_grad()) anchor_ = Anchor::apply(weight, maybe_bias, tape_);
}

torch::Tensor StepLinear::operator()(const torch::Tensor& x) const {
    return anchor_.defined() ? Step::apply(x, anchor_, tape_) : at::linear(x, tape_->weight, tape_->bias);
}

}  // namespace nmt
