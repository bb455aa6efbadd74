#pragma once
// Everything that a training knows besides its weights and the optimizer's moments. Random numbers are pure functions
// of the seed and of what stands here, so no generator's state is kept.

#include <cstdint>
#include <string>

#include "config/config.h"

namespace nmt {

struct Progress {
    std::int64_t update = 0;     // updates done
    std::int64_t epoch = 1;      // the present epoch, from 1
    std::int64_t batch = 0;      // batches of the present epoch that are done
    double elapsed_seconds = 0;  // training and validation, over all resumptions
    bool has_best = false;
    double best = 0;  // best value of validate.metric so far
    std::int64_t best_update = 0;
    std::int64_t validated_update = -1;    // the update after which the last validation was
    std::int64_t stalled_validations = 0;  // since the best
    double rate_factor = 1;                // of the plateau schedule
    std::int64_t plateau_validations = 0;  // since the best or the last cut
    std::string corpus;                    // fingerprint of the encoded training corpus; empty: not known
    std::string best_criterion;            // what `best` was measured by; empty: not known
    bool is_finished = false;
    std::string finish_reason;
};

std::string to_json(const Progress& progress);
/// Throws UserError when the text is not a progress.
Progress progress_from_json(const std::string& text);

/// For values that cannot be compared with the best so far: the next validation begins a new best, and patience anew.
void forget_best(Progress& progress);

/// Whether `value` is better than `other`: higher for BLEU, lower for loss and perplexity.
bool is_better(DevMetric metric, double value, double other);

/// The learning rate of the coming update (progress.update + 1):
///   constant      rate
///   inverse_sqrt  rate * sqrt(warmup / update) after the warm-up (Vaswani 2017, 5.3, scaled to a peak of `rate`)
///   plateau       rate * factor^cuts
/// each rises linearly from 0 over the first warmup_updates.
double learning_rate(const TrainOptions& options, const Progress& progress);

/// Takes note of a validation: best value, patience, and the plateau schedule's cut. Returns whether it is the best
/// yet.
bool record_validation(Progress& progress, double value, const TrainOptions& train, const ValidateOptions& validate);

}  // namespace nmt
