#pragma once
// One layer of a recurrent network in one direction: LSTM, GRU or the simple tanh cell, as a whole sequence or step by
// step. Weights have PyTorch's layout, so they can be compared with torch.nn.LSTM, GRU and RNN.

#include <torch/torch.h>

#include "config/config.h"

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

    /// The same for columns [begin, begin + x.size(-1)) of W_ih; the bias is added when `with_bias`. The sum over all
    /// column ranges is project_input of the concatenation.
    torch::Tensor project_columns(const torch::Tensor& x, std::int64_t begin, bool with_bias) const;

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

    /// Packed weights for translation; see Linear. `input_parts`: the sizes of the column ranges that project_columns
    /// will be called with (a single part for project_input).
    void pack(const std::vector<std::int64_t>& input_parts);
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
    torch::Tensor run_steps(const torch::Tensor& x, const RecurrentState& initial, const torch::Tensor& lengths,
                            RecurrentState* last) const;
    bool uses_packed_weights() const;

    Cell cell_;
    std::vector<std::pair<std::int64_t, torch::Tensor>> packed_ih_;  // first column, packed columns
    torch::Tensor packed_hh_;
};
TORCH_MODULE(RecurrentLayer);

}  // namespace nmt
