#include "model/teacher_forcing.h"

#include <ATen/record_function.h>

#include "model/additive_steps.h"
#include "model/dropout.h"
#include "model/precision.h"
#include "model/row_attention.h"

namespace nmt {
namespace {

/// Of the first layer's input the word's part is taken for the whole sentence at once; the rest waits for the loop.
class TeacherForcing {
public:
    TeacherForcing(const DecoderImpl& decoder, const ModelOptions& options, const torch::Tensor& y,
                   const DecoderMemory& memory)
        : decoder_(decoder), options_(options), memory_(memory), query_(query_weight(), {}) {
        for (std::size_t index = 0; index < decoder.layers->size(); ++index) add_layer(index, y.transpose(0, 1));
        if (options.attention == Attention::additive && is_float_on_cpu(memory.attention))
            additive_.emplace(memory.attention, decoder.attention->energy);
        if (options.input_feeding) readout_.emplace_back(decoder.readout->weight, decoder.readout->bias);
    }

    DecoderTrace run(DecoderState state, std::int64_t steps) {
        std::vector<torch::Tensor> s, c, t;
        for (std::int64_t i = 0; i < steps; ++i) {
            if (options_.input_feeding) {
                advance(state.feed, state);
                const auto& top = state.layers.back().hidden;
                state.feed = torch::tanh(readout_.front()(torch::cat({attend(top), top}, -1)));
                t.push_back(state.feed);
            } else {
                c.push_back(attend(state.layers.back().hidden));
                advance(c.back(), state);
                s.push_back(state.layers.back().hidden);
            }
        }
        if (options_.input_feeding) return {{}, {}, torch::stack(t, 1)};
        return {torch::stack(s, 1), torch::stack(c, 1), {}};
    }

private:
    const RecurrentLayerImpl& layer(std::size_t index) const { return decoder_.layers->at<RecurrentLayerImpl>(index); }

    torch::Tensor query_weight() const {
        return decoder_.attention->query ? decoder_.attention->query->weight : torch::empty({0, 0});
    }

    /// words: [steps, rows, embedding].
    void add_layer(std::size_t index, const torch::Tensor& words) {
        const auto& cell = layer(index);
        const auto embedding = index == 0 ? words.size(2) : 0;
        const auto fed = cell.weight_ih.narrow(1, embedding, cell.input_size() - embedding);
        const auto bias = cell.adds_parts() ? cell.bias_ih + cell.bias_hh : cell.bias_ih;
        torch::Tensor from_words;
        if (index == 0) from_words = linear_in_product_type(words, cell.weight_ih.narrow(1, 0, embedding), bias);
        const auto rest = from_words.defined() ? torch::Tensor() : bias;
        if (cell.adds_parts()) {
            input_.emplace_back(torch::cat({fed, cell.weight_hh}, 1), rest, from_words);
        } else {
            input_.emplace_back(fed, rest, from_words);
            state_.emplace_back(cell.weight_hh, cell.bias_hh);
        }
    }

    torch::Tensor attend(const torch::Tensor& state) {
        const auto query = decoder_.attention->query ? query_(state) : state;
        if (additive_) {
            RECORD_USER_SCOPE("attention");
            return (*additive_)(query);
        }
        return decoder_.attention->attend(query.unsqueeze(1), memory_.attention).context.squeeze(1);
    }

    void advance(torch::Tensor fed, DecoderState& state) {
        for (std::size_t index = 0; index < state.layers.size(); ++index) {
            auto& previous = state.layers[index];
            if (layer(index).adds_parts())
                previous = layer(index).step_from_sum(input_[index](torch::cat({fed, previous.hidden}, -1)), previous);
            else
                previous = layer(index).step(input_[index](fed), state_[index](previous.hidden), previous);
            if (index + 1 < state.layers.size())
                fed = with_dropout(previous.hidden, options_.dropout.between_layers, decoder_.is_training());
        }
    }

    const DecoderImpl& decoder_;
    const ModelOptions& options_;
    const DecoderMemory& memory_;
    StepLinear query_;  // W_s s
    std::optional<AdditiveSteps> additive_;
    std::vector<StepLinear> input_;    // a layer's W_ih x; where the cell only adds the parts up, W_ih x + W_hh h
    std::vector<StepLinear> state_;    // GRU: W_hh h, one a layer
    std::vector<StepLinear> readout_;  // of [c ; s]; with input feeding only
};

}  // namespace

DecoderTrace run_teacher_forcing_steps(const DecoderImpl& decoder, const ModelOptions& options, const torch::Tensor& y,
                                       const DecoderState& start, const DecoderMemory& memory) {
    return TeacherForcing(decoder, options, y, memory).run(start, y.size(1));
}

}  // namespace nmt
