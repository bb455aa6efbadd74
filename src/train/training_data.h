#pragma once
// Where the trainer's batches come from.

#include "data/batch.h"

namespace nmt {

class TrainingData {
public:
    virtual ~TrainingData() = default;

    /// Number of batches of `epoch` (from 1). Their order is a pure function of the seed and the epoch.
    virtual std::int64_t batches(std::int64_t epoch) = 0;

    /// Batch `index` of `epoch`, on the training's device.
    virtual Batch batch(std::int64_t epoch, std::int64_t index) = 0;
};

}  // namespace nmt
