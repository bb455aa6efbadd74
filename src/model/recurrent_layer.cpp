#include "model/recurrent_layer.h"

#include <torch/nn/utils/rnn.h>

#include "base/error.h"
#include "model/lstm_cell.h"
#include "model/precision.h"

namespace nmt {
namespace {

/// The logistic function. The library's own takes another formula for the last few numbers of a tensor, and where
/// threads share one, so a row's last bits would depend on the rows beside it; its tanh is the same everywhere.
torch::Tensor logistic(const torch::Tensor& x) {
    if (torch::GradMode::is_enabled()) return torch::sigmoid(x);
    return (0.5 * x).tanh_().mul_(0.5).add_(0.5);
}

RecurrentState lstm_step(const torch::Tensor& gates, const RecurrentState& previous) {
    if (can_fuse_lstm_cell(gates)) {
        const auto [hidden, cell] = fused_lstm_cell(gates, previous.cell);
        return {hidden, cell};
    }
    const auto size = previous.hidden.size(-1);
    const auto input_and_forget = logistic(gates.narrow(-1, 0, 2 * size)).chunk(2, -1);
    const auto candidate = torch::tanh(gates.narrow(-1, 2 * size, size));
    const auto output = logistic(gates.narrow(-1, 3 * size, size));
    const auto cell = input_and_forget[1] * previous.cell + input_and_forget[0] * candidate;
    return {output * torch::tanh(cell), cell};
}

RecurrentState gru_step(const torch::Tensor& from_input, const torch::Tensor& from_state, const torch::Tensor& hidden) {
    const auto size = hidden.size(-1);
    const auto reset_and_update =
        logistic(from_input.narrow(-1, 0, 2 * size) + from_state.narrow(-1, 0, 2 * size)).chunk(2, -1);
    const auto candidate = torch::tanh(from_input.narrow(-1, 2 * size, size) +
                                       reset_and_update[0] * from_state.narrow(-1, 2 * size, size));
    return {candidate + reset_and_update[1] * (hidden - candidate), {}};
}

}  // namespace

std::int64_t gates_of(Cell cell) {
    switch (cell) {
        case Cell::lstm:
            return 4;
        case Cell::gru:
            return 3;
        case Cell::tanh:
            return 1;
    }
    throw InternalError("unknown cell");
}

RecurrentState select_rows(const RecurrentState& state, const torch::Tensor& rows) {
    return {state.hidden.index_select(0, rows),
            state.cell.defined() ? state.cell.index_select(0, rows) : torch::Tensor()};
}

RecurrentLayerImpl::RecurrentLayerImpl(Cell cell, std::int64_t input_size, std::int64_t hidden_size) : cell_(cell) {
    const auto gates = gates_of(cell);
    weight_ih = register_parameter("weight_ih", torch::empty({gates * hidden_size, input_size}));
    weight_hh = register_parameter("weight_hh", torch::empty({gates * hidden_size, hidden_size}));
    bias_ih = register_parameter("bias_ih", torch::zeros({gates * hidden_size}));
    bias_hh = register_parameter("bias_hh", torch::zeros({gates * hidden_size}));
}

torch::Tensor RecurrentLayerImpl::project_input(const torch::Tensor& x) const {
    return uses(packed_ih_) ? packed_ih_.linear(x, bias_ih) : linear_product(x, weight_ih, bias_ih);
}

torch::Tensor RecurrentLayerImpl::project_state(const torch::Tensor& hidden) const {
    return uses(packed_hh_) ? packed_hh_.linear(hidden, bias_hh) : linear_product(hidden, weight_hh, bias_hh);
}

RecurrentState RecurrentLayerImpl::step_from_parts(const SharedRows& x, const torch::Tensor& fed,
                                                   const RecurrentState& previous,
                                                   const torch::Tensor& state_of_row) const {
    const auto spread = [&](const torch::Tensor& states) { return SharedRows(states, state_of_row).spread(); };
    if (!uses(packed_own_)) {
        std::vector<SharedRows> input{x};
        if (fed.defined()) input.emplace_back(fed, state_of_row);
        return step(project_input(joined(input)), {spread(previous.hidden), spread(previous.cell)});
    }
    if (cell_ == Cell::gru) {
        auto from_input = SharedRows(packed_own_.linear(x.distinct, bias_ih), x.index).spread();
        if (fed.defined()) from_input = from_input + spread(packed_fed_.linear(fed, {}));
        return gru_step(from_input, spread(packed_state_.linear(previous.hidden, bias_hh)), spread(previous.hidden));
    }
    std::vector<SharedRows> states;
    if (fed.defined()) states.emplace_back(fed);
    states.emplace_back(previous.hidden);
    const SharedRows from_input(packed_own_.linear(x.distinct, {}), x.index);
    const SharedRows from_state(packed_state_.linear(states, bias_sum_), state_of_row);
    if (cell_ == Cell::tanh) return {torch::tanh(from_input.spread() + from_state.spread()), {}};
    const auto [hidden, cell] = fused_lstm_cell_of_sum(from_input, from_state, {previous.cell, state_of_row});
    return {hidden, cell};
}

RecurrentState RecurrentLayerImpl::step(const torch::Tensor& projected, const RecurrentState& previous) const {
    return step(projected, project_state(previous.hidden), previous);
}

RecurrentState RecurrentLayerImpl::step(const torch::Tensor& projected, const torch::Tensor& from_state,
                                        const RecurrentState& previous) const {
    if (cell_ == Cell::gru) return gru_step(projected, from_state, previous.hidden);
    return step_from_sum(projected + from_state, previous);
}

RecurrentState RecurrentLayerImpl::step_from_sum(const torch::Tensor& sum, const RecurrentState& previous) const {
    require(adds_parts(), "a GRU's step needs its two parts");
    return cell_ == Cell::lstm ? lstm_step(sum, previous) : RecurrentState{torch::tanh(sum), {}};
}

torch::Tensor RecurrentLayerImpl::run_steps(const torch::Tensor& x, const RecurrentState& initial,
                                            const torch::Tensor& lengths, RecurrentState* last) const {
    const auto projected = project_input(x);
    std::vector<torch::Tensor> states;
    RecurrentState state = initial;
    for (std::int64_t t = 0; t < x.size(1); ++t) {
        auto next = step(projected.select(1, t), state);
        states.push_back(next.hidden);
        if (lengths.defined()) {  // a row past its length keeps its last state
            const auto is_inside = (lengths > t).unsqueeze(1);
            next.hidden = torch::where(is_inside, next.hidden, state.hidden);
            if (next.cell.defined()) next.cell = torch::where(is_inside, next.cell, state.cell);
        }
        state = next;
    }
    if (last) *last = state;
    return torch::stack(states, 1);
}

std::vector<torch::Tensor> RecurrentLayerImpl::sequence_weights() const {
    if (!bf16_weights_.empty() && !torch::GradMode::is_enabled()) return bf16_weights_;
    return {weight_ih, weight_hh, bias_ih, bias_hh};
}

torch::Tensor RecurrentLayerImpl::sequence(const torch::Tensor& x, const RecurrentState& initial,
                                           RecurrentState* last) const {
    // The library's GRU and tanh layers multiply by a product that depends on the number of rows; its LSTM depends on
    // it for a single row only.
    const bool is_packed = uses(packed_hh_);
    if (is_packed && cell_ != Cell::lstm) return run_steps(x, initial, {}, last);
    const bool lone_row = is_packed && x.size(0) == 1;
    const auto weights = sequence_weights();
    const auto input = (lone_row ? x.expand({2, -1, -1}) : x).to(weights[0].scalar_type());
    auto as_layer = [&](const torch::Tensor& rows) {
        return (lone_row ? rows.expand({2, -1}) : rows).unsqueeze(0).to(weights[0].scalar_type()).contiguous();
    };
    const auto h0 = as_layer(initial.hidden);
    torch::Tensor output, hidden, cell;
    switch (cell_) {
        case Cell::lstm:
            std::tie(output, hidden, cell) = at::lstm(input, {h0, as_layer(initial.cell)}, weights, /*has_biases=*/true,
                                                      /*num_layers=*/1, /*dropout=*/0.0, is_training(),
                                                      /*bidirectional=*/false, /*batch_first=*/true);
            break;
        case Cell::gru:
            std::tie(output, hidden) = at::gru(input, h0, weights, true, 1, 0.0, is_training(), false, true);
            break;
        case Cell::tanh:
            std::tie(output, hidden) = at::rnn_tanh(input, h0, weights, true, 1, 0.0, is_training(), false, true);
            break;
    }
    const auto rows = x.size(0);
    const auto type = x.scalar_type();
    if (last) {
        last->hidden = hidden[0].narrow(0, 0, rows).to(type);
        last->cell = cell.defined() ? cell[0].narrow(0, 0, rows).to(type) : torch::Tensor();
    }
    return output.narrow(0, 0, rows).to(type);
}

std::pair<torch::Tensor, RecurrentState> RecurrentLayerImpl::sequence_to_length(const torch::Tensor& x,
                                                                                const torch::Tensor& lengths,
                                                                                bool both_parts) const {
    const auto initial = zero_state(x.size(0));
    if (cell_ == Cell::lstm && both_parts && uses(packed_hh_)) {
        RecurrentState last;
        auto output = run_steps(x, initial, lengths.to(x.device()), &last);
        return {output, last};
    }
    if (cell_ == Cell::lstm && both_parts) {
        const auto packed = torch::nn::utils::rnn::pack_padded_sequence(x, lengths, /*batch_first=*/true,
                                                                        /*enforce_sorted=*/false);
        const auto sorted = packed.sorted_indices();
        const std::vector<torch::Tensor> weights{weight_ih, weight_hh, bias_ih, bias_hh};
        const auto zeros = initial.hidden.unsqueeze(0);
        auto [data, hidden, cell] =
            at::lstm(packed.data(), packed.batch_sizes(), {zeros, zeros}, weights, true, 1, 0.0, is_training(), false);
        auto output = torch::nn::utils::rnn::pad_packed_sequence(
            torch::nn::utils::rnn::PackedSequence(data, packed.batch_sizes(), sorted, packed.unsorted_indices()),
            /*batch_first=*/true, 0.0, x.size(1));
        const auto unsorted = packed.unsorted_indices();
        const auto type = x.scalar_type();
        return {std::get<0>(output).to(type),
                {hidden[0].index_select(0, unsorted).to(type), cell[0].index_select(0, unsorted).to(type)}};
    }
    const auto output = sequence(x, initial);
    const auto last = (lengths - 1).to(x.device()).view({-1, 1, 1}).expand({-1, 1, output.size(2)});
    return {output, {output.gather(1, last).squeeze(1), {}}};
}

RecurrentState RecurrentLayerImpl::zero_state(std::int64_t rows) const {
    const auto zeros = torch::zeros({rows, hidden_size()}, weight_hh.options().requires_grad(false));
    return {zeros, cell_ == Cell::lstm ? zeros : torch::Tensor()};
}

void RecurrentLayerImpl::pack_for_sequences(Precision precision) {
    unpack();
    packed_ih_ = PackedWeight(weight_ih, precision);
    packed_hh_ = PackedWeight(weight_hh, precision);
    if (!packed_hh_.defined() || cell_ != Cell::lstm || precision == Precision::fp32) return;
    if (usable_precision(Precision::bf16, weight_hh.device()) != Precision::bf16) return;
    const torch::NoGradGuard no_grad;
    for (const auto& weight : {weight_ih, weight_hh, bias_ih, bias_hh})
        bf16_weights_.push_back(weight.detach().to(torch::kBFloat16));
}

void RecurrentLayerImpl::pack_for_steps(Precision precision, std::int64_t own) {
    unpack();
    const torch::NoGradGuard no_grad;
    const auto fed = weight_ih.narrow(1, own, input_size() - own);
    packed_own_ = PackedWeight(weight_ih.narrow(1, 0, own), precision);
    if (adds_parts()) {
        packed_state_ = PackedWeight(torch::cat({fed, weight_hh}, 1), precision);
        bias_sum_ = bias_ih + bias_hh;
    } else {
        packed_fed_ = PackedWeight(fed, precision);
        packed_state_ = PackedWeight(weight_hh, precision);
    }
}

void RecurrentLayerImpl::unpack() {
    packed_ih_ = packed_hh_ = packed_own_ = packed_fed_ = packed_state_ = {};
    bias_sum_.reset();
    bf16_weights_.clear();
}

}  // namespace nmt
