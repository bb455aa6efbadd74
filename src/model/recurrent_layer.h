#pragma once
// One layer of a recurrent network in one direction: LSTM, GRU or the simple tanh cell, as a whole sequence or step by
// step. Weights have PyTorch's layout, so they can be compared with torch.nn.LSTM, GRU and RNN.

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "config/config.h"
#include "model/packed_weight.h"
#include "model/shared_rows.h"

namespace nmt {

/// Matrices of the same size that a step of the cell stacks: 4 for the LSTM, 3 for the GRU, 1 for tanh.
std::int64_t gates_of(Cell cell);

/// What a layer hands to its next step.
struct RecurrentState {
    torch::Tensor hidden;  // [rows, hidden] float
    torch::Tensor cell;    // [rows, hidden] float; undefined unless the cell is an LSTM
};

/// The rows named by `rows` ([new_rows] int64) of every tensor of the state.
RecurrentState select_rows(const RecurrentState& state, const torch::Tensor& rows);

class RecurrentLayerImpl : public torch::nn::Module {
public:
    RecurrentLayerImpl(Cell cell, std::int64_t input_size, std::int64_t hidden_size);

    /// W_ih x + b_ih: the part of a step that does not depend on the state, for one step or a whole sequence at once.
    /// x: [..., input]. Returns [..., gates * hidden].
    torch::Tensor project_input(const torch::Tensor& x) const;

    /// One step. projected: [rows, gates * hidden] from project_input.
    /// LSTM (Hochreiter and Schmidhuber 1997, with forget gates):
    ///   i, f, o = sigmoid(.), g = tanh(.);  c_t = f * c_{t-1} + i * g;  h_t = o * tanh(c_t)
    /// GRU (Cho 2014, in the form of cuDNN and PyTorch: the reset gate multiplies U h + b, not h):
    ///   r, z = sigmoid(.), n = tanh(W x + b + r * (U h + b'));  h_t = (1 - z) * n + z * h_{t-1}
    /// tanh: h_t = tanh(W x + b + U h + b')
    RecurrentState step(const torch::Tensor& projected, const RecurrentState& previous) const;

    /// The same with the state's part given: from_state = W_hh h_{t-1} + b_hh, [rows, gates * hidden].
    RecurrentState step(const torch::Tensor& projected, const torch::Tensor& from_state,
                        const RecurrentState& previous) const;

    /// Whether a step needs only the sum of its parts from input and state: LSTM and tanh, not the GRU.
    bool adds_parts() const { return cell_ != Cell::gru; }

    /// One step from that sum: projected + from_state, [rows, gates * hidden]. Not for the GRU.
    RecurrentState step_from_sum(const torch::Tensor& sum, const RecurrentState& previous) const;

    /// One step of rows of which several may come from the same state.
    /// x: [rows, own], the first `own` columns of the input, a row's own; fed: [states, input - own], the other
    /// columns, the same for all rows of a state; undefined when own is all; previous: [states, hidden];
    /// state_of_row: [rows] int64, indices into the states; undefined: row i has state i. Returns [rows, hidden].
    RecurrentState step_from_parts(const SharedRows& x, const torch::Tensor& fed, const RecurrentState& previous,
                                   const torch::Tensor& state_of_row) const;

    /// A whole sequence, as step() repeated over time.
    /// x: [rows, time, input]; initial: state before the first step. Returns every h_t: [rows, time, hidden]; `last`,
    /// when given, receives the state after the last time step, padding included.
    torch::Tensor sequence(const torch::Tensor& x, const RecurrentState& initial, RecurrentState* last = nullptr) const;

    /// As sequence() from a zero state, and the state of every row after its own length.
    /// x: [rows, time, input], padding last; lengths: [rows] int64 on the CPU; both_parts: whether an LSTM's cell is
    /// needed besides its hidden state (then the sequence is packed, which is slower).
    std::pair<torch::Tensor, RecurrentState> sequence_to_length(const torch::Tensor& x, const torch::Tensor& lengths,
                                                                bool both_parts) const;

    /// A state of zeros for `rows` rows.
    RecurrentState zero_state(std::int64_t rows) const;

    /// Packs weights for translation, see PackedWeight: for whole sequences (an encoder), or for step_from_parts with
    /// `own` columns (a decoder). Other calls then go on with the plain weights.
    void pack_for_sequences(Precision precision);
    void pack_for_steps(Precision precision, std::int64_t own);
    void unpack();

    Cell cell() const { return cell_; }
    std::int64_t input_size() const { return weight_ih.size(1); }
    std::int64_t hidden_size() const { return weight_hh.size(1); }

    torch::Tensor weight_ih;  // [gates * hidden, input]
    torch::Tensor weight_hh;  // [gates * hidden, hidden]
    torch::Tensor bias_ih;    // [gates * hidden]
    torch::Tensor bias_hh;    // [gates * hidden]

private:
    torch::Tensor project_state(const torch::Tensor& hidden) const;
    std::vector<torch::Tensor> sequence_weights() const;
    torch::Tensor run_steps(const torch::Tensor& x, const RecurrentState& initial, const torch::Tensor& lengths,
                            RecurrentState* last) const;
    bool uses(const PackedWeight& packed) const { return packed.defined() && !torch::GradMode::is_enabled(); }

    Cell cell_;
    PackedWeight packed_ih_, packed_hh_;       // for sequences
    PackedWeight packed_own_;                  // the first columns of W_ih, for a row's own part of a step's input
    PackedWeight packed_fed_;                  // GRU: the other columns of W_ih, if there are any
    PackedWeight packed_state_;                // [those, W_hh]; GRU: W_hh
    torch::Tensor bias_sum_;                   // b_ih + b_hh, beside it; not for the GRU
    std::vector<torch::Tensor> bf16_weights_;  // for a whole LSTM sequence in bf16
};
TORCH_MODULE(RecurrentLayer);

}  // namespace nmt
