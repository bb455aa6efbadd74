#pragma once
// The encoder: source words to annotations h_1..h_m.

#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/embedding.h>

#include "data/batch.h"
#include "model/recurrent_layer.h"

namespace nmt {

struct EncoderOutput {
    torch::Tensor annotations;                 // [batch, src_len, encoder.hidden] float: h_j; 0 at padding
    torch::Tensor is_padding;                  // [batch, src_len] bool, true = padding
    torch::Tensor lengths;                     // [batch] int64 on the CPU
    std::vector<RecurrentState> final_states;  // per layer: [forward_m ; backward_1], [batch, encoder.hidden]
};

/// Stacked recurrent layers, uni- or bidirectional (Bahdanau 2015, A.2.1: h_j = [forward_j ; backward_j]), optionally
/// reading x_m..x_1 (Sutskever 2014, 3.3). Padding never influences a state: it stays last in either direction, because
/// each sentence is reversed within its own length, and states are taken at that length. Annotations are always in the
/// order of the source, also when it is read backwards.
class EncoderImpl : public torch::nn::Module {
public:
    /// needs_cells: whether the bridge copies LSTM cells, so that final_states must carry them.
    EncoderImpl(const EncoderOptions& options, const DropoutOptions& dropout, std::int64_t vocabulary,
                bool needs_cells);

    EncoderOutput forward(const Source& source) const;

    void pack(Precision precision);
    void unpack();

    torch::nn::Embedding embedding{nullptr};         // [vocabulary, encoder.embedding]
    torch::nn::ModuleList forward_layers{nullptr};   // of RecurrentLayer
    torch::nn::ModuleList backward_layers{nullptr};  // of RecurrentLayer; empty when unidirectional

private:
    EncoderOptions options_;
    DropoutOptions dropout_;
    bool needs_cells_;
};
TORCH_MODULE(Encoder);

/// Index that reverses each row of a padded batch within its length: [batch, length] int64. Applying it twice is the
/// identity. lengths: [batch] int64.
torch::Tensor reversal_index(const torch::Tensor& lengths, std::int64_t padded_length);

}  // namespace nmt
