#pragma once
// Exponential moving average of the weights (Polyak and Juditsky 1992 averaged; Marian calls this exponential
// smoothing): the steps' noise cancels out, and the mean of the last many weights translates better than any one of
// them.

#include "model/safetensors.h"

namespace nmt {

/// After update t:  average <- d_t average + (1 - d_t) weight,  d_t = min(decay, (1 + t) / (10 + t)).
/// d_t is small in the beginning, so that the average soon forgets the initial weights: it reaches back over about t/9
/// updates, at most 1 / (1 - decay). Switched on in the middle of a training it begins with the weights of that moment.
class WeightAverage {
public:
    /// weights: as Seq2Seq::named_weights(); kept by reference to their storage, which is what the average begins with.
    /// decay: in [0, 1); 0: nothing is averaged, and weights() are the weights themselves.
    WeightAverage(NamedTensors weights, double decay);

    bool is_on() const { return decay_ > 0; }

    /// Takes in the weights as they are after update number `update`, from 1.
    void add(std::int64_t update);

    /// What a user translates with: the averages under the weights' names, or the weights themselves.
    const NamedTensors& weights() const { return is_on() ? averages_ : weights_; }

    /// Restores averages that a checkpoint kept; without any the average begins anew, from the present weights.
    /// Throws UserError when a tensor is missing or has another shape.
    void load(const std::map<std::string, torch::Tensor>& averages);

    /// While it lives the model holds the averages, so that whatever looks at the model sees what a user gets.
    class InUse {
    public:
        explicit InUse(WeightAverage& average) : average_(average) { average_.exchange(); }
        ~InUse() { average_.exchange(); }
        InUse(const InUse&) = delete;
        InUse& operator=(const InUse&) = delete;

    private:
        WeightAverage& average_;
    };

private:
    void exchange();

    double decay_;
    NamedTensors weights_, averages_;
};

}  // namespace nmt
