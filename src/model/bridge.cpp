#include "model/bridge.h"

#include "model/row_attention.h"

namespace nmt {

BridgeLayerImpl::BridgeLayerImpl(const ModelOptions& options)
    : kind_(options.bridge),
      decoder_cell_(options.decoder.cell),
      layers_(options.decoder.layers),
      decoder_hidden_(options.decoder.hidden) {
    hidden = register_module("hidden", torch::nn::ModuleList());
    cell = register_module("cell", torch::nn::ModuleList());
    if (kind_ != Bridge::learned && kind_ != Bridge::mean) return;
    for (std::int64_t layer = 0; layer < layers_; ++layer) {
        hidden->push_back(Linear(options.encoder.hidden, decoder_hidden_));
        if (decoder_cell_ == Cell::lstm) cell->push_back(Linear(options.encoder.hidden, decoder_hidden_));
    }
}

torch::Tensor BridgeLayerImpl::mean_annotation(const EncoderOutput& encoded) const {
    const auto& h = encoded.annotations;
    const AttentionMemory memory{h, h, encoded.is_padding, encoded.lengths};
    if (is_packed_ && !torch::GradMode::is_enabled() && is_float_on_cpu(memory)) {
        // Equal energies give equal weights; the sum then runs over each sentence's own length in a fixed order.
        return row_attention(torch::zeros({h.size(0), h.size(1)}, h.options()), torch::arange(h.size(0)), memory)
            .context;
    }
    return h.sum(1) / encoded.lengths.to(h.device()).unsqueeze(1).to(h.scalar_type());
}

std::vector<RecurrentState> BridgeLayerImpl::forward(const EncoderOutput& encoded) const {
    std::vector<RecurrentState> states;
    if (kind_ == Bridge::last) return encoded.final_states;
    if (kind_ == Bridge::zero) {
        const auto zeros = torch::zeros({encoded.annotations.size(0), decoder_hidden_}, encoded.annotations.options());
        const RecurrentState state{zeros, decoder_cell_ == Cell::lstm ? zeros : torch::Tensor()};
        return std::vector<RecurrentState>(static_cast<std::size_t>(layers_), state);
    }
    const auto summary = kind_ == Bridge::mean ? mean_annotation(encoded) : encoded.final_states.back().hidden;
    for (std::size_t layer = 0; layer < hidden->size(); ++layer) {
        RecurrentState state{torch::tanh(hidden->at<LinearImpl>(layer).forward(summary)), {}};
        if (decoder_cell_ == Cell::lstm) state.cell = cell->at<LinearImpl>(layer).forward(summary);
        states.push_back(state);
    }
    return states;
}

void BridgeLayerImpl::pack(Precision precision) {
    for (const auto& maps : {hidden, cell})
        for (const auto& map : *maps) map->as<LinearImpl>()->pack(precision);
    is_packed_ = true;
}

void BridgeLayerImpl::unpack() {
    for (const auto& maps : {hidden, cell})
        for (const auto& map : *maps) map->as<LinearImpl>()->unpack();
    is_packed_ = false;
}

}  // namespace nmt
