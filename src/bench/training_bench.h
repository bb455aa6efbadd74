#pragma once
// Measures real updates of the real trainer.

#include <string>
#include <utility>
#include <vector>

#include "config/config.h"
#include "train/training_data.h"

namespace nmt {

struct TrainingMeasure {
    std::int64_t updates = 0;
    double seconds = 0;                                    // all updates together
    double src_tokens = 0, tgt_tokens = 0;                 // without padding, end tokens counted
    double src_positions = 0, tgt_positions = 0;           // with padding
    double flops = 0;                                      // of the matrix products that the equations need
    std::vector<std::pair<std::string, double>> sections;  // seconds; the rest of `seconds` is last, as "other"
};

/// Runs `warmup` + `updates` updates and measures the last `updates` of them. config: resolved; its limits and its
/// output do not count, nothing is saved or validated. Vocabulary sizes in pieces.
TrainingMeasure measure_training(const Config& config, TrainingData& data, std::int64_t src_vocabulary,
                                 std::int64_t tgt_vocabulary, const at::Device& device, std::int64_t warmup,
                                 std::int64_t updates);

}  // namespace nmt
