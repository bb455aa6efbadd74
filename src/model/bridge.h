#pragma once
// How the decoder starts: from the encoder's states to s_0.

#include <torch/nn/modules/container/modulelist.h>

#include "model/encoder.h"
#include "model/linear.h"

namespace nmt {

/// For each decoder layer:
///   learned  s_0 = tanh(W [forward_m ; backward_1] + b), of the encoder's top layer (Bahdanau 2015, A.2.2, differs:
///   both
///            directions, because either has read the whole sentence); an LSTM's cell c_0 = W' [...] + b' without tanh,
///            because a cell is not bounded
///   mean     the same from the mean of h_j (Nematus, Marian)
///   last     a copy of the encoder's last states, layer by layer (Sutskever 2014); sizes and depths are equal
///   zero     zeros
class BridgeLayerImpl : public torch::nn::Module {
public:
    explicit BridgeLayerImpl(const ModelOptions& options);

    /// Returns one state a decoder layer, [batch, decoder.hidden] each.
    std::vector<RecurrentState> forward(const EncoderOutput& encoded) const;

    void pack(Precision precision);
    void unpack();

    torch::nn::ModuleList hidden{nullptr};  // of Linear, one a decoder layer; learned and mean
    torch::nn::ModuleList cell{nullptr};    // of Linear; with an LSTM decoder

private:
    torch::Tensor mean_annotation(const EncoderOutput& encoded) const;

    Bridge kind_;
    Cell decoder_cell_;
    std::int64_t layers_, decoder_hidden_;
    bool is_packed_ = false;
};
TORCH_MODULE(BridgeLayer);

}  // namespace nmt
