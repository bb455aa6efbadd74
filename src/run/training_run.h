#pragma once
// What nmt-train does after its command line is parsed.

#include "base/log.h"
#include "config/config.h"

namespace nmt {

struct TrainingRunOptions {
    bool restart = false;       // throw away the training in the output folder
    bool allow_change = false;  // resume although settings or corpora have changed
    bool quiet = false;         // warnings and errors only
};

/// Trains as `config` (checked and resolved) asks, from the start or from where the training in config.output stopped.
/// Returns the exit code: 0, or 128 + n when signal n stopped it (everything is saved then).
/// Throws UserError; nothing is created when the settings are unusable or a file that they name cannot be opened.
int run_training(const Config& config, const TrainingRunOptions& options);

}  // namespace nmt
