#include "model/attention.h"

#include <ATen/record_function.h>

#include <cmath>
#include <limits>

#include "base/error.h"
#include "model/additive_steps.h"
#include "model/row_attention.h"

namespace nmt {

AttentionLayerImpl::AttentionLayerImpl(const ModelOptions& options) : scoring_(options.attention) {
    const auto annotation = options.encoder.hidden;
    const auto state = options.decoder.hidden;
    const auto size = options.attention_size;
    switch (scoring_) {
        case Attention::additive:
            keys = register_module("keys", Linear(annotation, size, false));
            query = register_module("query", Linear(state, size, false));
            energy = register_parameter("energy", torch::empty({size}));
            break;
        case Attention::general:
            keys = register_module("keys", Linear(annotation, state, false));
            break;
        case Attention::query_key:
            keys = register_module("keys", Linear(annotation, size, false));
            query = register_module("query", Linear(state, size, false));
            if (options.attention_scale) scale_ = 1.0 / std::sqrt(static_cast<double>(size));
            break;
        case Attention::scaled_dot:
            scale_ = 1.0 / std::sqrt(static_cast<double>(state));
            break;
        case Attention::dot:
            break;
        case Attention::none:
            throw InternalError("an attention layer was built for attention: none");
    }
}

AttentionMemory AttentionLayerImpl::remember(const EncoderOutput& encoded) const {
    return {keys ? keys->forward(encoded.annotations) : encoded.annotations, encoded.annotations, encoded.is_padding,
            encoded.lengths};
}

torch::Tensor AttentionLayerImpl::energies(const torch::Tensor& queries, const AttentionMemory& memory) const {
    const auto type = queries.scalar_type();  // a product's own may be bf16
    if (scoring_ == Attention::additive)
        return torch::matmul(torch::tanh(memory.keys.unsqueeze(1) + queries.unsqueeze(2)), energy).to(type);
    const auto products = torch::bmm(queries, memory.keys.transpose(1, 2)).to(type);  // [batch, queries, src_len]
    return scale_ == 1.0 ? products : products * scale_;
}

bool AttentionLayerImpl::can_attend_rows(const AttentionMemory& memory) const {
    const bool takes_loops = is_packed_ || scoring_ == Attention::additive;  // whose loop also serves plain weights
    return takes_loops && !torch::GradMode::is_enabled() && is_float_on_cpu(memory);
}

AttentionOutput AttentionLayerImpl::attend_rows(const torch::Tensor& queries, const torch::Tensor& sentence_of_row,
                                                const AttentionMemory& memory) const {
    if (scoring_ == Attention::additive) return fused_additive_attention(queries, sentence_of_row, memory, energy);
    return row_attention(row_energies(queries, sentence_of_row, memory, scale_), sentence_of_row, memory);
}

AttentionOutput AttentionLayerImpl::forward_rows(const torch::Tensor& states, const torch::Tensor& sentence_of_row,
                                                 const AttentionMemory& memory) const {
    RECORD_USER_SCOPE("attention");
    require(can_attend_rows(memory), "attention in rows is for translation on the CPU");
    return attend_rows(query ? query->forward(states) : states, sentence_of_row, memory);
}

AttentionOutput AttentionLayerImpl::forward(const torch::Tensor& states, const AttentionMemory& memory) const {
    return attend(query ? query->forward(states) : states, memory);
}

AttentionOutput AttentionLayerImpl::attend(const torch::Tensor& queries, const AttentionMemory& memory) const {
    RECORD_USER_SCOPE("attention");
    if (can_attend_rows(memory)) {
        const auto batch = queries.size(0), count = queries.size(1);
        const auto sentence_of_row = torch::arange(batch * count).floor_divide(count);
        const auto output = attend_rows(queries.flatten(0, 1), sentence_of_row, memory);
        return {output.context.view({batch, count, memory.values.size(2)}),
                output.weights.view({batch, count, memory.values.size(1)})};
    }
    const auto masked =
        energies(queries, memory).masked_fill(memory.is_padding.unsqueeze(1), -std::numeric_limits<double>::infinity());
    const auto weights = torch::softmax(masked, -1);
    return {torch::bmm(weights, memory.values).to(weights.scalar_type()), weights};
}

void AttentionLayerImpl::pack(Precision precision) {
    if (keys) keys->pack(precision);
    if (query) query->pack(precision);
    is_packed_ = true;
}

void AttentionLayerImpl::unpack() {
    if (keys) keys->unpack();
    if (query) query->unpack();
    is_packed_ = false;
}

}  // namespace nmt
