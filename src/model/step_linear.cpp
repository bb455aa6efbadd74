#include "model/step_linear.h"

#include "base/error.h"
#include "model/linear.h"

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
    static torch::Tensor forward(AutogradContext* context, const std::optional<torch::Tensor>& addend,
                                 const torch::Tensor& x, const torch::Tensor& /*anchor*/,
                                 const c10::intrusive_ptr<Tape>& tape) {
        context->saved_data["tape"] = c10::IValue::make_capsule(tape);
        context->saved_data["has_addend"] = addend.has_value();
        context->saved_data["step"] = static_cast<std::int64_t>(tape->inputs.size());
        tape->inputs.push_back(x.detach());  // detached: the tape must not keep the graph alive that keeps the tape
        return tape->apply(addend.value_or(torch::Tensor()), x);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto tape = c10::static_intrusive_pointer_cast<Tape>(context->saved_data["tape"].toCapsule());
        const auto step = static_cast<std::size_t>(context->saved_data["step"].toInt());
        const auto dy = gradients[0].contiguous();
        tape->output_gradients.push_back(dy);
        tape->matching_inputs.push_back(tape->inputs[step]);
        const bool has_addend = context->saved_data["has_addend"].toBool();
        const auto dx =
            tape->packed_transposed.defined() ? packed_product(dy, tape->packed_transposed, {}) : dy.mm(tape->weight);
        return {has_addend ? dy : torch::Tensor(), dx, torch::zeros({}, dy.options()), {}};
    }
};

StepLinear::StepLinear(const torch::Tensor& weight, const torch::Tensor& bias) : tape_(c10::make_intrusive<Tape>()) {
    tape_->weight = weight.detach().contiguous();
    if (bias.defined()) tape_->bias = bias.detach();
    tape_->packed = pack_weight(tape_->weight);
    const auto maybe_bias = bias.defined() ? std::optional(bias) : std::nullopt;
    if (!torch::GradMode::is_enabled() || !weight.requires_grad()) return;
    tape_->packed_transposed = pack_weight(tape_->weight.t());
    anchor_ = Anchor::apply(weight, maybe_bias, tape_);
}

torch::Tensor StepLinear::Tape::apply(const torch::Tensor& addend, const torch::Tensor& x) const {
    require(!(bias && addend.defined()), "a step's map has a bias and an addend");
    if (packed.defined()) {
        auto y = packed_product(x, packed, addend);
        return bias ? y.add_(*bias) : y;
    }
    return addend.defined() ? at::addmm(addend, x, weight.t()) : at::linear(x, weight, bias);
}

torch::Tensor StepLinear::plus(const torch::Tensor& addend, const torch::Tensor& x) const {
    if (!anchor_.defined()) return tape_->apply(addend, x);
    return Step::apply(addend.defined() ? std::optional(addend) : std::nullopt, x, anchor_, tape_);
}

}  // namespace nmt
