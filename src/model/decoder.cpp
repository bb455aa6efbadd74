#include "model/decoder.h"

#include <ATen/record_function.h>

#include "model/additive_steps.h"
#include "model/dropout.h"
#include "model/precision.h"
#include "model/row_attention.h"
#include "model/teacher_forcing.h"

namespace nmt {
namespace {

torch::Tensor select(const torch::Tensor& tensor, const torch::Tensor& index) {
    return tensor.defined() ? tensor.index_select(0, index) : tensor;
}

/// Each row with a state of its own.
DecoderState spread(const DecoderState& shared) {
    DecoderState state;
    for (const auto& layer : shared.layers) state.layers.push_back(select_rows(layer, shared.state_of_row));
    state.feed = select(shared.feed, shared.state_of_row);
    return state;
}

/// [states] int64: the sentence that a state belongs to.
torch::Tensor sentence_of_state(const DecoderState& state, std::int64_t rows, std::int64_t sentences) {
    const auto& hidden = state.layers[0].hidden;
    const auto options = hidden.options().dtype(torch::kInt64);
    const auto sentence_of_row = torch::arange(rows, options).floor_divide(rows / sentences);
    if (!state.state_of_row.defined()) return sentence_of_row;
    return torch::empty({hidden.size(0)}, options).scatter_(0, state.state_of_row, sentence_of_row);
}

/// [batch, time, size] -> [n, size], the rows named by positions (indices into batch * time).
torch::Tensor rows_at(const torch::Tensor& x, const torch::Tensor& positions) {
    return x.defined() ? x.reshape({-1, x.size(-1)}).index_select(0, positions) : x;
}

}  // namespace

DecoderMemory select_sentences(const DecoderMemory& memory, const torch::Tensor& sentences) {
    const auto& attention = memory.attention;
    return {{select(attention.keys, sentences), select(attention.values, sentences),
             select(attention.is_padding, sentences), select(attention.lengths, sentences.cpu())},
            select(memory.context, sentences)};
}

DecoderState select_rows(const DecoderState& state, const torch::Tensor& rows) {
    const auto named = state.state_of_row.defined() ? state.state_of_row.index_select(0, rows) : rows;
    if (!named.is_cpu()) return spread({state.layers, state.feed, named});  // finding the distinct ones would wait
    const auto [states, state_of_row, counts] = at::_unique2(named, /*sorted=*/true, /*return_inverse=*/true);
    auto result = spread({state.layers, state.feed, states});
    result.state_of_row = state_of_row;
    return result;
}

DecoderImpl::DecoderImpl(const ModelOptions& options, torch::nn::Embedding shared_embedding, std::int64_t vocabulary)
    : options_(options) {
    const auto& decoder = options.decoder;
    const bool has_attention = options.attention != Attention::none;
    const bool is_before = options.position == Position::before_cell;
    const auto fed = (has_attention && is_before) || options.feed_context ? options.encoder.hidden
                     : options.input_feeding                              ? decoder.readout
                                                                          : 0;
    embedding = register_module("embedding", std::move(shared_embedding));
    layers = register_module("layers", torch::nn::ModuleList());
    for (std::int64_t index = 0; index < decoder.layers; ++index)
        layers->push_back(
            RecurrentLayer(decoder.cell, index == 0 ? decoder.embedding + fed : decoder.hidden, decoder.hidden));
    if (has_attention) attention = register_module("attention", AttentionLayer(options));
    const auto context = has_attention || options.feed_context ? options.encoder.hidden : 0;
    const auto word = has_attention && !is_before ? 0 : decoder.embedding;
    readout = register_module("readout", Linear(decoder.hidden + context + word, decoder.readout));
    if (options.tie_embeddings == Tying::none)
        output_weight = register_parameter("output_weight", torch::empty({vocabulary, decoder.readout}));
    output_bias = register_parameter("output_bias", torch::zeros({vocabulary}));
}

DecoderMemory DecoderImpl::remember(const EncoderOutput& encoded) const {
    DecoderMemory memory;
    if (attention)
        memory.attention = attention->remember(encoded);
    else
        memory.context = encoded.final_states.back().hidden;
    return memory;
}

DecoderState DecoderImpl::start(const std::vector<RecurrentState>& bridged) const {
    DecoderState state{bridged, {}, {}};
    const auto& hidden = bridged.back().hidden;
    if (options_.input_feeding) state.feed = torch::zeros({hidden.size(0), options_.decoder.readout}, hidden.options());
    return state;
}

/// The columns of a layer's input that are a row's own; the others are the same for all rows of a state.
std::int64_t DecoderImpl::own_columns(std::size_t index) const {
    return index == 0 ? options_.decoder.embedding : options_.decoder.hidden;
}

std::vector<RecurrentState> DecoderImpl::advance(const SharedRows& y, const torch::Tensor& fed,
                                                 const DecoderState& state) const {
    std::vector<RecurrentState> next{layer(0).step_from_parts(y, fed, state.layers[0], state.state_of_row)};
    for (std::size_t index = 1; index < layers->size(); ++index) {
        const auto below = with_dropout(next.back().hidden, options_.dropout.between_layers, is_training());
        next.push_back(layer(index).step_from_parts(below, {}, state.layers[index], state.state_of_row));
    }
    return next;
}

AttentionOutput DecoderImpl::attend(const DecoderState& state, std::int64_t rows, const AttentionMemory& memory) const {
    const auto& hidden = state.layers.back().hidden;
    const auto sentences = memory.values.size(0);
    if (shares_rows()) return attention->forward_rows(hidden, sentence_of_state(state, rows, sentences), memory);
    const auto result = attention->forward(hidden.view({sentences, -1, hidden.size(-1)}), memory);
    return {result.context.flatten(0, 1), result.weights.flatten(0, 1)};
}

torch::Tensor DecoderImpl::read_out(const SharedRows& s, const SharedRows& c, const SharedRows& y) const {
    std::vector<SharedRows> parts;
    if (options_.position == Position::after_cell) {
        parts = {c, s};
    } else {
        parts.push_back(s);
        if (c.defined()) parts.push_back(c);
        parts.push_back(y);
    }
    return torch::tanh(readout->forward(parts));
}

/// Whether to work out once what rows have in common: in translation with packed weights, whose products give a row the
/// same numbers among any others.
bool DecoderImpl::shares_rows() const {
    return packed_output_.defined() && !torch::GradMode::is_enabled();
}

torch::Tensor DecoderImpl::logits(const torch::Tensor& t) const {
    if (shares_rows()) return packed_output_.linear(t, output_bias);
    return linear_in_product_type(t, output_matrix(), output_bias);
}

bool DecoderImpl::has_logit_pieces() const {
    return shares_rows() && packed_output_.has_pieces();
}

void DecoderImpl::logits_in_pieces(const torch::Tensor& t, const std::function<void(const ProductPiece&)>& read) const {
    packed_output_.linear_in_pieces({t}, output_bias, read);
}

SharedRows DecoderImpl::embed(const torch::Tensor& tokens) const {
    if (!shares_rows()) return at::embedding(embedding->weight, tokens);
    const auto [words, word_of_row, counts] = at::_unique2(tokens, /*sorted=*/true, /*return_inverse=*/true);
    return {at::embedding(embedding->weight, words), word_of_row};
}

DecoderStepOutput DecoderImpl::step(const torch::Tensor& tokens, const DecoderState& given,
                                    const DecoderMemory& memory) const {
    const auto state = given.state_of_row.defined() && !shares_rows() ? spread(given) : given;
    const auto y = embed(tokens);
    const auto rows = tokens.size(0);
    const bool is_before = options_.position == Position::before_cell;
    SharedRows context, weights;
    auto fed = state.feed;
    if (attention && is_before) {
        const auto attended = attend(state, rows, memory.attention);
        fed = attended.context;
        context = {attended.context, state.state_of_row};
        weights = {attended.weights, state.state_of_row};
    } else if (options_.feed_context) {
        fed = memory.context.index_select(0, sentence_of_state(state, rows, memory.context.size(0)));
        context = {fed, state.state_of_row};
    }
    DecoderStepOutput result;
    result.state.layers = advance(y, fed, state);
    const auto& s = result.state.layers.back().hidden;
    if (attention && !is_before) {
        const auto attended = attend(result.state, rows, memory.attention);
        context = attended.context;
        weights = attended.weights;
    }
    result.readout = read_out(s, context, y);
    if (options_.input_feeding) result.state.feed = result.readout;
    result.weights = weights.spread();
    return result;
}

std::optional<CandidateOutput> DecoderImpl::candidates(std::vector<std::vector<std::int32_t>> tokens) const {
    if (!CandidateOutput::is_possible(output_matrix())) return std::nullopt;
    return CandidateOutput(output_matrix(), output_bias, std::move(tokens), precision_);
}

DecoderTrace DecoderImpl::run(const torch::Tensor& y, const DecoderState& start, const DecoderMemory& memory) const {
    RECORD_USER_SCOPE("cells");
    const bool needs_steps = options_.input_feeding || options_.position == Position::before_cell;
    return needs_steps ? run_teacher_forcing_steps(*this, options_, y, start, memory) : run_sequence(y, start, memory);
}

// Nothing of the readout enters the next step: whole sequences go through the layers.
DecoderTrace DecoderImpl::run_sequence(const torch::Tensor& y, const DecoderState& start,
                                       const DecoderMemory& memory) const {
    DecoderTrace trace;
    auto x = y;
    if (options_.feed_context) {
        trace.c = memory.context.unsqueeze(1).expand({-1, y.size(1), -1});
        x = torch::cat({y, trace.c}, -1);
    }
    for (std::size_t index = 0; index < layers->size(); ++index) {
        if (index > 0) x = with_dropout(x, options_.dropout.between_layers, is_training());
        x = layer(index).sequence(x, start.layers[index]);
    }
    trace.s = x;
    if (!attention) return trace;
    if (options_.attention != Attention::additive) {
        trace.c = attention->forward(x, memory.attention).context;
        return trace;
    }
    std::vector<torch::Tensor> contexts;  // step by step: [batch, tgt_len, src_len, size] at once would not fit
    if (is_float_on_cpu(memory.attention)) {
        RECORD_USER_SCOPE("attention");
        const AdditiveSteps attend_step(memory.attention, attention->energy);
        for (const auto& query : attention->query->forward(x).unbind(1)) contexts.push_back(attend_step(query));
        trace.c = torch::stack(contexts, 1);
        return trace;
    }
    for (const auto& query : x.split(1, 1)) contexts.push_back(attention->forward(query, memory.attention).context);
    trace.c = torch::cat(contexts, 1);
    return trace;
}

torch::Tensor DecoderImpl::forward(const torch::Tensor& tgt_in, const torch::Tensor& positions,
                                   const DecoderState& start, const DecoderMemory& memory) const {
    RECORD_USER_SCOPE("output layer");
    const auto y = with_dropout(at::embedding(embedding->weight, tgt_in), options_.dropout.embedding, is_training());
    const auto trace = run(y, start, memory);
    const auto t = trace.t.defined()
                       ? rows_at(trace.t, positions)
                       : read_out(rows_at(trace.s, positions), rows_at(trace.c, positions), rows_at(y, positions));
    return logits(with_dropout(t, options_.dropout.output, is_training()));
}

void DecoderImpl::pack(Precision precision) {
    for (std::size_t index = 0; index < layers->size(); ++index)
        layers->at<RecurrentLayerImpl>(index).pack_for_steps(precision, own_columns(index));
    if (attention) attention->pack(precision);
    readout->pack(precision);
    packed_output_ = PackedWeight(output_matrix(), precision);
    precision_ = precision;
}

void DecoderImpl::unpack() {
    for (const auto& module : *layers) module->as<RecurrentLayerImpl>()->unpack();
    if (attention) attention->unpack();
    readout->unpack();
    packed_output_ = {};
}

}  // namespace nmt
