#include "model/seq2seq.h"

#include <ATen/record_function.h>

#include <unordered_set>

namespace nmt {

Seq2SeqImpl::Seq2SeqImpl(const ModelOptions& options, std::int64_t src_vocabulary, std::int64_t tgt_vocabulary)
    : options_(options) {
    const bool needs_cells = options.bridge == Bridge::last && options.encoder.cell == Cell::lstm;
    encoder = register_module("encoder", Encoder(options.encoder, options.dropout, src_vocabulary, needs_cells));
    bridge = register_module("bridge", BridgeLayer(options));
    auto embedding = options.tie_embeddings == Tying::all
                         ? encoder->embedding
                         : torch::nn::Embedding(tgt_vocabulary, options.decoder.embedding);
    decoder = register_module("decoder", Decoder(options, embedding, tgt_vocabulary));
}

std::pair<DecoderMemory, DecoderState> Seq2SeqImpl::start(const Source& source) const {
    RECORD_USER_SCOPE("encoder");
    const auto encoded = encoder->forward(source);
    return {decoder->remember(encoded), decoder->start(bridge->forward(encoded))};
}

torch::Tensor Seq2SeqImpl::forward(const Source& source, const Target& target) const {
    const auto [memory, state] = start(source);
    return decoder->forward(target.input, target.positions, state, memory);
}

std::vector<std::pair<std::string, torch::Tensor>> Seq2SeqImpl::named_weights() const {
    std::vector<std::pair<std::string, torch::Tensor>> weights;
    std::unordered_set<at::TensorImpl*> seen;
    for (const auto& item : named_parameters())
        if (seen.insert(item.value().unsafeGetTensorImpl()).second) weights.emplace_back(item.key(), item.value());
    return weights;
}

void Seq2SeqImpl::pack(Precision precision) {
    encoder->pack(precision);
    bridge->pack(precision);
    decoder->pack(precision);
}

void Seq2SeqImpl::unpack() {
    encoder->unpack();
    bridge->unpack();
    decoder->unpack();
}

}  // namespace nmt
