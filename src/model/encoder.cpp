#include "model/encoder.h"

#include "model/dropout.h"

namespace nmt {
namespace {

torch::Tensor gather_time(const torch::Tensor& x, const torch::Tensor& index) {
    return x.gather(1, index.unsqueeze(-1).expand({-1, -1, x.size(2)}));
}

const RecurrentLayerImpl& layer(const torch::nn::ModuleList& layers, std::size_t index) {
    return layers->at<RecurrentLayerImpl>(index);
}

RecurrentState concatenate(const RecurrentState& forward, const RecurrentState& backward) {
    return {torch::cat({forward.hidden, backward.hidden}, -1),
            forward.cell.defined() ? torch::cat({forward.cell, backward.cell}, -1) : torch::Tensor()};
}

}  // namespace

torch::Tensor reversal_index(const torch::Tensor& lengths, std::int64_t padded_length) {
    const auto position = torch::arange(padded_length, lengths.options()).unsqueeze(0);
    const auto length = lengths.unsqueeze(1);
    return torch::where(position < length, length - 1 - position, position);
}

EncoderImpl::EncoderImpl(const EncoderOptions& options, const DropoutOptions& dropout, std::int64_t vocabulary,
                         bool needs_cells)
    : options_(options), dropout_(dropout), needs_cells_(needs_cells) {
    embedding = register_module("embedding", torch::nn::Embedding(vocabulary, options.embedding));
    forward_layers = register_module("forward_layers", torch::nn::ModuleList());
    backward_layers = register_module("backward_layers", torch::nn::ModuleList());
    const auto directions = options.bidirectional ? 2 : 1;
    for (std::int64_t index = 0; index < options.layers; ++index) {
        const auto input = index == 0 ? options.embedding : options.hidden;
        forward_layers->push_back(RecurrentLayer(options.cell, input, options.hidden / directions));
        if (options.bidirectional)
            backward_layers->push_back(RecurrentLayer(options.cell, input, options.hidden / directions));
    }
}

EncoderOutput EncoderImpl::forward(const Source& source) const {
    const auto device = source.tokens.device();
    const auto src_len = source.tokens.size(1);
    const auto lengths = source.lengths.to(device);
    const auto reversal = reversal_index(lengths, src_len);
    EncoderOutput result;
    result.lengths = source.lengths;
    result.is_padding = torch::arange(src_len, lengths.options()).unsqueeze(0) >= lengths.unsqueeze(1);

    auto x = at::embedding(embedding->weight, source.tokens);  // [batch, src_len, embedding]
    if (options_.reverse_source) x = gather_time(x, reversal);
    x = with_dropout(x, dropout_.embedding, is_training());
    for (std::size_t index = 0; index < forward_layers->size(); ++index) {
        if (index > 0) x = with_dropout(x, dropout_.between_layers, is_training());
        auto [output, state] = layer(forward_layers, index).sequence_to_length(x, source.lengths, needs_cells_);
        if (options_.bidirectional) {
            auto [reversed_output, backward_state] =
                layer(backward_layers, index)
                    .sequence_to_length(gather_time(x, reversal), source.lengths, needs_cells_);
            output = torch::cat({output, gather_time(reversed_output, reversal)}, -1);
            state = concatenate(state, backward_state);
        }
        x = output;  // [batch, src_len, hidden]
        result.final_states.push_back(state);
    }
    if (options_.reverse_source) x = gather_time(x, reversal);
    x = x.masked_fill(result.is_padding.unsqueeze(-1), 0.0);
    result.annotations = with_dropout(x, dropout_.annotations, is_training());
    return result;
}

void EncoderImpl::pack(Precision precision) {
    for (const auto& layers : {forward_layers, backward_layers})
        for (const auto& module : *layers) module->as<RecurrentLayerImpl>()->pack_for_sequences(precision);
}

void EncoderImpl::unpack() {
    for (const auto& layers : {forward_layers, backward_layers})
        for (const auto& module : *layers) module->as<RecurrentLayerImpl>()->unpack();
}

}  // namespace nmt
