#pragma once
// The whole model: encoder, bridge, decoder.

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <string>
#include <utility>
#include <vector>

#include "model/decoder.h"

namespace nmt {

class Seq2SeqImpl : public torch::nn::Module {
public:
    /// options: resolved and checked.
    Seq2SeqImpl(const ModelOptions& options, std::int64_t src_vocabulary, std::int64_t tgt_vocabulary);

    /// Teacher forcing. Returns logits [n, tgt vocabulary], one row for every word of target.output.
    torch::Tensor forward(const Source& source, const Target& target) const;

    /// For decoding: what is fixed for a sentence, and the state before the first word (one row a sentence).
    std::pair<DecoderMemory, DecoderState> start(const Source& source) const;

    /// Every weight once, also when it is shared, under the name of its first owner; in a fixed order.
    std::vector<std::pair<std::string, torch::Tensor>> named_weights() const;

    /// Makes calls without gradients use packed weights (see Linear): a sentence's numbers then do not depend on what
    /// shares its batch. Call again, or unpack, after the weights have changed.
    void pack(Precision precision = Precision::fp32);
    void unpack();

    Encoder encoder{nullptr};
    BridgeLayer bridge{nullptr};
    Decoder decoder{nullptr};

    const ModelOptions& options() const { return options_; }

private:
    ModelOptions options_;
};
TORCH_MODULE(Seq2Seq);

/// Fills every weight as options.init asks: a pure function of (seed, the weight's name and shape).
void initialise(Seq2SeqImpl& model, std::uint64_t seed);

}  // namespace nmt
