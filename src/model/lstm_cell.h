#pragma once
// The LSTM's gates as one pass over memory instead of a dozen, forward and backward, on the CPU in float.

#include "model/shared_rows.h"

namespace nmt {

/// Whether fused_lstm_cell takes these gates; elsewhere the readable form in recurrent_layer.cpp serves.
bool can_fuse_lstm_cell(const torch::Tensor& gates);

/// i, f, o = sigmoid(.), g = tanh(.);  c_t = f * c_{t-1} + i * g;  h_t = o * tanh(c_t)   (Gers 2000)
/// gates: [rows, 4 hidden], before their nonlinearities, in the order i f g o; cell: c_{t-1}, [rows, hidden].
/// Returns h_t and c_t. A row's numbers do not depend on the other rows. Not twice differentiable.
std::pair<torch::Tensor, torch::Tensor> fused_lstm_cell(const torch::Tensor& gates, const torch::Tensor& cell);

/// The same for translation, without gradients: the gates are the sum of what comes from the input and from the state,
/// [rows, 4 hidden] each. cell: [rows, hidden]. All on the CPU, in float.
std::pair<torch::Tensor, torch::Tensor> fused_lstm_cell_of_sum(const SharedRows& from_input,
                                                               const SharedRows& from_state, const SharedRows& cell);

}  // namespace nmt
