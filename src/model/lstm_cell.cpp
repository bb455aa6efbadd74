#include "model/lstm_cell.h"

#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include "base/vector_math.h"

namespace nmt {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kRowsPerTask = 8;

/// One row. `gates` becomes i f g o after their nonlinearities: what the backward pass needs.
NMT_FOR_EACH_PROCESSOR void forward_row(float* gates, const float* cell, float* next_hidden, float* next_cell,
                                        std::int64_t hidden) {
    float *in = gates, *forget = gates + hidden, *candidate = gates + 2 * hidden, *out = gates + 3 * hidden;
#pragma omp simd
    for (std::int64_t k = 0; k < hidden; ++k) {
        in[k] = vector_logistic(in[k]);
        forget[k] = vector_logistic(forget[k]);
        candidate[k] = vector_tanh(candidate[k]);
        out[k] = vector_logistic(out[k]);
        next_cell[k] = forget[k] * cell[k] + in[k] * candidate[k];
        next_hidden[k] = out[k] * vector_tanh(next_cell[k]);
    }
}

NMT_FOR_EACH_PROCESSOR void sum_row(const float* a, const float* b, float* sum, std::int64_t size) {
#pragma omp simd
    for (std::int64_t k = 0; k < size; ++k) sum[k] = a[k] + b[k];
}

struct BackwardRow {
    const float *gates, *cell, *next_cell;         // as the forward pass left them
    const float *hidden_gradient, *cell_gradient;  // of h_t and c_t
    float *gates_gradient, *previous_gradient;     // of the gates before their nonlinearities, and of c_{t-1}
};

NMT_FOR_EACH_PROCESSOR void backward_row(const BackwardRow& row, std::int64_t hidden) {
    const float *in = row.gates, *forget = in + hidden, *candidate = forget + hidden, *out = candidate + hidden;
    const float *cell = row.cell, *next_cell = row.next_cell, *dh = row.hidden_gradient, *dc = row.cell_gradient;
    float *din = row.gates_gradient, *dforget = din + hidden, *dcandidate = dforget + hidden,
          *dout = dcandidate + hidden;
    float* previous = row.previous_gradient;
#pragma omp simd
    for (std::int64_t k = 0; k < hidden; ++k) {
        const float squashed = vector_tanh(next_cell[k]);
        const float through_cell = dc[k] + dh[k] * out[k] * (1 - squashed * squashed);
        din[k] = through_cell * candidate[k] * in[k] * (1 - in[k]);
        dforget[k] = through_cell * cell[k] * forget[k] * (1 - forget[k]);
        dcandidate[k] = through_cell * in[k] * (1 - candidate[k] * candidate[k]);
        dout[k] = dh[k] * squashed * out[k] * (1 - out[k]);
        previous[k] = through_cell * forget[k];
    }
}

struct Result {
    torch::Tensor gates, hidden, cell;  // gates: after their nonlinearities
};

Result run_forward(const torch::Tensor& gates, const torch::Tensor& cell) {
    Result result{gates.clone(at::MemoryFormat::Contiguous), torch::empty_like(cell, at::MemoryFormat::Contiguous),
                  torch::empty_like(cell, at::MemoryFormat::Contiguous)};
    const auto previous = cell.contiguous();
    const auto hidden = cell.size(1);
    auto* gate = result.gates.data_ptr<float>();
    auto* next_hidden = result.hidden.data_ptr<float>();
    auto* next_cell = result.cell.data_ptr<float>();
    const auto* old = previous.const_data_ptr<float>();
    at::parallel_for(0, cell.size(0), kRowsPerTask, [&](std::int64_t begin, std::int64_t end) {
        for (auto row = begin; row < end; ++row)
            forward_row(gate + row * 4 * hidden, old + row * hidden, next_hidden + row * hidden,
                        next_cell + row * hidden, hidden);
    });
    return result;
}

class FusedLstmCell : public torch::autograd::Function<FusedLstmCell> {
public:
    static variable_list forward(AutogradContext* context, const torch::Tensor& gates, const torch::Tensor& cell) {
        const auto result = run_forward(gates, cell);
        context->save_for_backward({result.gates, cell, result.cell});
        return {result.hidden, result.cell};
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const auto cell = saved[1].contiguous(), dh = gradients[0].contiguous(), dc = gradients[1].contiguous();
        const auto rows = cell.size(0), hidden = cell.size(1);
        auto dgates = torch::empty_like(saved[0]);
        auto dprevious = torch::empty_like(cell);
        const BackwardRow first{saved[0].const_data_ptr<float>(), cell.const_data_ptr<float>(),
                                saved[2].const_data_ptr<float>(), dh.const_data_ptr<float>(),
                                dc.const_data_ptr<float>(),       dgates.data_ptr<float>(),
                                dprevious.data_ptr<float>()};
        at::parallel_for(0, rows, kRowsPerTask, [&](std::int64_t begin, std::int64_t end) {
            for (auto row = begin; row < end; ++row) {
                const auto at = row * hidden;
                backward_row({first.gates + 4 * at, first.cell + at, first.next_cell + at, first.hidden_gradient + at,
                              first.cell_gradient + at, first.gates_gradient + 4 * at, first.previous_gradient + at},
                             hidden);
            }
        });
        return {dgates, dprevious};
    }
};

}  // namespace

bool can_fuse_lstm_cell(const torch::Tensor& gates) {
    return gates.device().is_cpu() && gates.scalar_type() == torch::kFloat;
}

std::pair<torch::Tensor, torch::Tensor> fused_lstm_cell(const torch::Tensor& gates, const torch::Tensor& cell) {
    if (!torch::GradMode::is_enabled()) {
        const auto result = run_forward(gates, cell);
        return {result.hidden, result.cell};
    }
    const auto result = FusedLstmCell::apply(gates, cell);
    return {result[0], result[1]};
}

std::pair<torch::Tensor, torch::Tensor> fused_lstm_cell_of_sum(const SharedRows& from_input,
                                                               const SharedRows& from_state, const SharedRows& cell) {
    const auto rows = cell.rows(), hidden = cell.size();
    const auto next_hidden = torch::empty({rows, hidden}), next_cell = torch::empty({rows, hidden});
    auto* to_hidden = next_hidden.data_ptr<float>();
    auto* to_cell = next_cell.data_ptr<float>();
    const RowReader input_row(from_input), state_row(from_state), cell_row(cell);
    at::parallel_for(0, rows, kRowsPerTask, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> gates(static_cast<std::size_t>(4 * hidden));
        for (auto row = begin; row < end; ++row) {
            sum_row(input_row(row), state_row(row), gates.data(), 4 * hidden);
            forward_row(gates.data(), cell_row(row), to_hidden + row * hidden, to_cell + row * hidden, hidden);
        }
    });
    return {next_hidden, next_cell};
}

}  // namespace nmt
