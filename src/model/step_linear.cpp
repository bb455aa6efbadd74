#include "model/step_linear.h"

#include <torch/autograd.h>

#include "base/error.h"
#include "model/packed_weight.h"
#include "model/precision.h"

namespace nmt {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Stands for W, b and all a_i in the graph. Its value carries nothing; its backward runs when all steps have run
/// theirs.
class StepLinear::Anchor : public torch::autograd::Function<Anchor> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& weight,
                                 const std::optional<torch::Tensor>& bias,
                                 const std::optional<torch::Tensor>& /*addends*/,
                                 const c10::intrusive_ptr<Tape>& tape) {
        context->saved_data["tape"] = c10::IValue::make_capsule(tape);
        context->saved_data["has_bias"] = bias.has_value();
        return torch::zeros({}, weight.options());
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto tape = c10::static_intrusive_pointer_cast<Tape>(context->saved_data["tape"].toCapsule());
        const auto type = gradients[0].scalar_type();  // that of W
        const auto dy = std::exchange(tape->output_gradients, {});
        if (dy.empty()) return {{}, {}, {}, {}};
        for (const auto& one : dy) require(one.defined(), "a step of a linear map was left out of the gradient");
        const auto all_dy = torch::stack(dy);  // [steps, rows, out]
        const auto rows_dy = all_dy.flatten(0, 1);
        const auto dw = product_over_rows(rows_dy, torch::cat(tape->inputs));
        const bool has_bias = context->saved_data["has_bias"].toBool();
        return {dw.to(type),
                has_bias ? rows_dy.sum(torch::IntArrayRef{0}, false, type) : torch::Tensor(),
                tape->addends.empty() ? torch::Tensor() : all_dy,
                {}};
    }
};

class StepLinear::Step : public torch::autograd::Function<Step> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& /*anchor*/,
                                 const c10::intrusive_ptr<Tape>& tape) {
        context->saved_data["tape"] = c10::IValue::make_capsule(tape);
        context->saved_data["step"] = static_cast<std::int64_t>(tape->inputs.size());
        return tape->step(x.detach());  // detached: the tape must not keep the graph alive that keeps the tape
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto tape = c10::static_intrusive_pointer_cast<Tape>(context->saved_data["tape"].toCapsule());
        const auto step = static_cast<std::size_t>(context->saved_data["step"].toInt());
        const auto dy = gradients[0].to(tape->weight.scalar_type()).contiguous();
        tape->output_gradients.resize(tape->inputs.size());
        tape->output_gradients[step] = dy;
        // Packing W^T takes longer than what its products save over the steps of a usual sentence.
        const auto dx = product_over_outputs(dy, tape->weight);
        const auto type = gradients[0].scalar_type();
        return {dx.to(type), torch::zeros({}, gradients[0].options()), {}};
    }
};

StepLinear::StepLinear(const torch::Tensor& weight, const torch::Tensor& bias, const torch::Tensor& addends)
    : tape_(c10::make_intrusive<Tape>()) {
    require(!(bias.defined() && addends.defined()), "a step's map has a bias or addends, not both");
    tape_->weight = weight.detach().to(product_type(weight)).contiguous();
    tape_->packed = pack_for_product(tape_->weight);
    if (bias.defined()) tape_->bias = bias.detach();
    if (addends.defined()) tape_->addends = addends.detach().unbind(0);
    if (!torch::GradMode::is_enabled() || !weight.requires_grad()) return;
    const auto maybe = [](const torch::Tensor& x) { return x.defined() ? std::optional(x) : std::nullopt; };
    anchor_ = Anchor::apply(weight, maybe(bias), maybe(addends), tape_);
}

torch::Tensor StepLinear::Tape::step(const torch::Tensor& given) {
    const auto x = given.to(weight.scalar_type());
    const auto addend = addends.empty() ? torch::Tensor() : addends.at(inputs.size());
    inputs.push_back(x);
    const bool is_one_type =
        addend.defined() && addend.scalar_type() == given.scalar_type() && x.scalar_type() == given.scalar_type();
    if (is_one_type) return packed.defined() ? packed_product(x, packed, addend) : at::addmm(addend, x, weight.t());
    auto y = (packed.defined() ? packed_product(x, packed, {}) : at::mm(x, weight.t())).to(given.scalar_type());
    if (addend.defined()) y.add_(addend);
    return bias ? y.add_(*bias) : y;
}

torch::Tensor StepLinear::operator()(const torch::Tensor& x) const {
    return anchor_.defined() ? Step::apply(x, anchor_, tape_) : tape_->step(x);
}

}  // namespace nmt
