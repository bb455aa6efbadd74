#include "model/teacher_forcing.h"

#include <ATen/record_function.h>

#include "model/additive_steps.h"

namespace nmt {
namespace {

class TeacherForcing {
public:
    TeacherForcing(const DecoderImpl& decoder, const ModelOptions& options, const DecoderMemory& memory)
        : decoder_(decoder), options_(options), memory_(memory), query_(query_weight(), {}) {
        const auto embedding = options.decoder.embedding;
        const auto& first = layer(0);
        fed_.emplace_back(first.weight_ih.narrow(1, embedding, first.input_size() - embedding), torch::Tensor());
        for (std::size_t index = 0; index < decoder.layers->size(); ++index) {
            const auto& cell = layer(index);
            state_.emplace_back(cell.weight_hh, cell.adds_parts() ? torch::Tensor() : cell.bias_hh);
            if (index > 0) fed_.emplace_back(cell.weight_ih, input_bias(cell));
        }
        if (options.attention == Attention::additive && can_fuse_additive(memory.attention))
            additive_.emplace(memory.attention, decoder.attention->energy);
        if (options.input_feeding) readout_.emplace_back(decoder.readout->weight, decoder.readout->bias);
    }

    DecoderTrace run(const torch::Tensor& y, DecoderState state) {
        std::vector<torch::Tensor> s, c, t;
        // W y for every step at once; only what depends on the state is left to the loop.
        const auto columns = layer(0).weight_ih.narrow(1, 0, y.size(-1));
        for (const auto& word : at::linear(y.transpose(0, 1), columns, input_bias(layer(0))).unbind(0)) {
            if (options_.input_feeding) {
                advance(word, state.feed, state);
                const auto& top = state.layers.back().hidden;
                state.feed = torch::tanh(readout_.front()(torch::cat({attend(top), top}, -1)));
                t.push_back(state.feed);
            } else {
                c.push_back(attend(state.layers.back().hidden));
                advance(word, c.back(), state);
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

    torch::Tensor attend(const torch::Tensor& state) {
        const auto query = decoder_.attention->query ? query_(state) : state;
        if (additive_) {
            RECORD_USER_SCOPE("attention");
            return (*additive_)(query);
        }
        return decoder_.attention->attend(query.unsqueeze(1), memory_.attention).context.squeeze(1);
    }

    /// What the input's map adds; where the parts are only added up, the state's bias is added here, too.
    static torch::Tensor input_bias(const RecurrentLayerImpl& cell) {
        return cell.adds_parts() ? cell.bias_ih + cell.bias_hh : cell.bias_ih;
    }

    void advance(const torch::Tensor& word, const torch::Tensor& fed, DecoderState& state) {
        auto input = fed_[0].plus(word, fed);
        for (std::size_t index = 0; index < state.layers.size(); ++index) {
            if (index > 0) {
                const auto& below = state.layers[index - 1].hidden;
                input = fed_[index](at::dropout(below, options_.dropout.between_layers, decoder_.is_training()));
            }
            auto& previous = state.layers[index];
            previous = layer(index).adds_parts()
                           ? layer(index).step_from_sum(state_[index].plus(input, previous.hidden), previous)
                           : layer(index).step(input, state_[index](previous.hidden), previous);
        }
    }

    const DecoderImpl& decoder_;
    const ModelOptions& options_;
    const DecoderMemory& memory_;
    StepLinear query_;  // W_s s
    std::optional<AdditiveSteps> additive_;
    std::vector<StepLinear> fed_;      // first layer: of c_i or s~_{i-1}; others: of the layer below
    std::vector<StepLinear> state_;    // W_hh, one a layer
    std::vector<StepLinear> readout_;  // of [c ; s]; with input feeding only
};

}  // namespace

DecoderTrace run_teacher_forcing_steps(const DecoderImpl& decoder, const ModelOptions& options, const torch::Tensor& y,
                                       const DecoderState& start, const DecoderMemory& memory) {
    return TeacherForcing(decoder, options, memory).run(y, start);
}

}  // namespace nmt
