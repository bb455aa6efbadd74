#pragma once
// The matrix products that the model's equations need, in floating-point operations (a multiplication and an addition
// are two). Attention's weighted sums and everything elementwise are not counted: the figure is what the machine's
// matrix product could do in one call after another.

#include <cstdint>

#include "config/config.h"

namespace nmt {

struct ModelWork {
    double per_src_position = 0;  // encoder layers and the keys of the attention
    double per_tgt_position = 0;  // decoder layers, query, readout, output layer
};

/// For one forward pass; a training step needs three times that, since each product has two gradients of its own size.
/// options: resolved. vocabulary: target pieces.
ModelWork model_work(const ModelOptions& options, std::int64_t vocabulary);

}  // namespace nmt
