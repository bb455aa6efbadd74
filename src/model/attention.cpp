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

bool AttentionLayerImpl::is_row_independent(const AttentionMemory& memory) const {
    return is_packed_ && !torch::GradMode::is_enabled() && memory.values.device().is_cpu() &&
           memory.values.scalar_type() == torch::kFloat;
}

AttentionOutput AttentionLayerImpl::forward(const torch::Tensor& states, const AttentionMemory& memory) const {
    return attend(query ? query->forward(states) : states, memory);
}

AttentionOutput AttentionLayerImpl::attend(const torch::Tensor& queries, const AttentionMemory& memory) const {
    RECORD_USER_SCOPE("attention");
    if (scoring_ == Attention::additive && !torch::GradMode::is_enabled() && can_fuse_additive(memory))
        return fused_additive_attention(queries, memory, energy);
    if (is_row_independent(memory)) return row_attention(row_energies(queries, memory, scale_), memory);
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
