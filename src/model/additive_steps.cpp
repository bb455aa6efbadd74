#include "model/additive_steps.h"

#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include "base/vector_math.h"
#include "model/row_attention.h"
#include "model/row_math.h"

namespace nmt {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

/// v^T tanh(k + q)
NMT_FOR_EACH_PROCESSOR float row_energy(const float* key, const float* query, const float* energy, std::int64_t size) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t k = 0; k < size; ++k) sum += energy[k] * vector_tanh(key[k] + query[k]);
    return sum;
}

/// de through one tanh(k + q): adds to dk, dq and dv.
NMT_FOR_EACH_PROCESSOR void row_energy_backward(const float* key, const float* query, const float* energy, float de,
                                                float* dkey, float* dquery, float* denergy, std::int64_t size) {
#pragma omp simd
    for (std::int64_t k = 0; k < size; ++k) {
        const float t = vector_tanh(key[k] + query[k]);
        const float through = de * energy[k] * (1 - t * t);
        dkey[k] += through;
        dquery[k] += through;
        denergy[k] += de * t;
    }
}

/// The memory's sizes and contiguous numbers.
struct View {
    View(const torch::Tensor& keys, const torch::Tensor& values, const torch::Tensor& lengths)
        : src_len(keys.size(1)),
          size(keys.size(2)),
          hidden(values.size(2)),
          key(keys.const_data_ptr<float>()),
          value(values.const_data_ptr<float>()),
          length(lengths.const_data_ptr<std::int64_t>()) {}
    const float* key_row(std::int64_t sentence, std::int64_t j) const { return key + (sentence * src_len + j) * size; }
    const float* value_row(std::int64_t sentence, std::int64_t j) const {
        return value + (sentence * src_len + j) * hidden;
    }
    std::int64_t src_len, size, hidden;
    const float *key, *value;
    const std::int64_t* length;
};

/// e_ij: [rows, src_len], 0 at padding.
torch::Tensor row_additive_energies(const View& view, const torch::Tensor& queries,
                                    const torch::Tensor& sentence_of_row, const torch::Tensor& energy) {
    auto result = torch::zeros({queries.size(0), view.src_len}, queries.options());
    const auto* query = queries.const_data_ptr<float>();
    const auto* v = energy.const_data_ptr<float>();
    const auto* sentence = sentence_of_row.const_data_ptr<std::int64_t>();
    auto* out = result.data_ptr<float>();
    at::parallel_for(0, queries.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto row = begin; row < end; ++row)
            for (std::int64_t j = 0; j < view.length[sentence[row]]; ++j)
                out[row * view.src_len + j] =
                    row_energy(view.key_row(sentence[row], j), query + row * view.size, v, view.size);
    });
    return result;
}

}  // namespace

AttentionOutput fused_additive_attention(const torch::Tensor& queries, const torch::Tensor& sentence_of_row,
                                         const AttentionMemory& memory, const torch::Tensor& energy) {
    const auto keys = memory.keys.contiguous();
    const View view(keys, memory.values, memory.lengths);
    const auto energies = row_additive_energies(view, queries.contiguous(), sentence_of_row, energy.contiguous());
    return row_attention(energies, sentence_of_row, memory);
}

/// One query a sentence.
AttentionOutput AdditiveSteps::attend(const Tape& tape, const torch::Tensor& query) {
    return fused_additive_attention(query, torch::arange(query.size(0)), {tape.keys, tape.values, {}, tape.lengths},
                                    tape.energy);
}

/// Stands for keys, values and v in the graph. Its backward runs when all steps have run theirs.
class AdditiveSteps::Anchor : public torch::autograd::Function<Anchor> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& /*keys*/,
                                 const torch::Tensor& /*values*/, const torch::Tensor& energy,
                                 const c10::intrusive_ptr<Tape>& tape) {
        context->saved_data["tape"] = c10::IValue::make_capsule(tape);
        return torch::zeros({}, energy.options());
    }

    static variable_list backward(AutogradContext* context, const variable_list&) {
        const auto tape = c10::static_intrusive_pointer_cast<Tape>(context->saved_data["tape"].toCapsule());
        if (tape->context_gradients.empty()) return {{}, {}, {}, {}};
        const auto weights = torch::stack(tape->matching_weights, 1);         // [batch, steps, src_len]
        const auto dcontexts = torch::stack(tape->context_gradients, 1);      // [batch, steps, hidden]
        const auto dvalues = torch::bmm(weights.transpose(1, 2), dcontexts);  // sum_i a_ij dc_i
        tape->context_gradients.clear();
        tape->matching_weights.clear();
        return {tape->key_gradients, dvalues, tape->energy_gradients.sum(0), {}};
    }
};

class AdditiveSteps::Step : public torch::autograd::Function<Step> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& query, const torch::Tensor& /*anchor*/,
                                 const c10::intrusive_ptr<Tape>& tape) {
        context->saved_data["tape"] = c10::IValue::make_capsule(tape);
        context->saved_data["step"] = static_cast<std::int64_t>(tape->queries.size());
        tape->queries.push_back(query.detach().contiguous());
        const auto output = attend(*tape, tape->queries.back());
        tape->weights.push_back(output.weights);
        return output.context;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto tape = c10::static_intrusive_pointer_cast<Tape>(context->saved_data["tape"].toCapsule());
        const auto step = static_cast<std::size_t>(context->saved_data["step"].toInt());
        const auto dcontext = gradients[0].contiguous();
        if (!tape->key_gradients.defined()) {
            tape->key_gradients = torch::zeros_like(tape->keys);
            tape->energy_gradients = torch::zeros_like(tape->queries[step]);
        }
        tape->context_gradients.push_back(dcontext);
        tape->matching_weights.push_back(tape->weights[step]);
        auto dquery = torch::zeros_like(tape->queries[step]);
        run_backward(*tape, tape->queries[step], tape->weights[step], dcontext, dquery);
        return {dquery, torch::zeros({}, dquery.options()), {}};
    }

private:
    static void run_backward(Tape& tape, const torch::Tensor& queries, const torch::Tensor& weights,
                             const torch::Tensor& dcontexts, torch::Tensor& dqueries) {
        const View view(tape.keys, tape.values, tape.lengths);
        const auto* energy = tape.energy.const_data_ptr<float>();
        const auto* query = queries.const_data_ptr<float>();
        const auto* all_weights = weights.const_data_ptr<float>();
        const auto* dcontext = dcontexts.const_data_ptr<float>();
        auto* dquery = dqueries.data_ptr<float>();
        auto* dkeys = tape.key_gradients.data_ptr<float>();
        auto* denergy = tape.energy_gradients.data_ptr<float>();
        at::parallel_for(0, queries.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
            std::vector<float> dweights(static_cast<std::size_t>(view.src_len));
            for (auto sentence = begin; sentence < end; ++sentence) {
                const auto length = view.length[sentence];
                const float* a = all_weights + sentence * view.src_len;
                float mean = 0;  // sum_j a_j da_j: the softmax's share
                for (std::int64_t j = 0; j < length; ++j) {
                    dweights[j] = dot_row(dcontext + sentence * view.hidden, view.value_row(sentence, j), view.hidden);
                    mean += a[j] * dweights[j];
                }
                const auto at = sentence * view.size;
                for (std::int64_t j = 0; j < length; ++j)
                    row_energy_backward(view.key_row(sentence, j), query + at, energy, a[j] * (dweights[j] - mean),
                                        dkeys + (sentence * view.src_len + j) * view.size, dquery + at, denergy + at,
                                        view.size);
            }
        });
    }
};

AdditiveSteps::AdditiveSteps(const AttentionMemory& memory, const torch::Tensor& energy)
    : tape_(c10::make_intrusive<Tape>()) {
    tape_->keys = memory.keys.detach().contiguous();
    tape_->values = memory.values.detach().contiguous();
    tape_->energy = energy.detach().contiguous();
    tape_->lengths = memory.lengths;
    if (torch::GradMode::is_enabled() && energy.requires_grad())
        anchor_ = Anchor::apply(memory.keys, memory.values, energy, tape_);
}

torch::Tensor AdditiveSteps::operator()(const torch::Tensor& query) const {
    if (anchor_.defined()) return Step::apply(query, anchor_, tape_);
    return attend(*tape_, query).context;
}

}  // namespace nmt
