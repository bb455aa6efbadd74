#pragma once
// What nmt-bench does after its command line is parsed.

#include <cstdint>
#include <string>

#include "config/config.h"

namespace nmt {

struct BenchOptions {
    std::int64_t warmup = 5, updates = 30;          // of training
    std::int64_t made_up_src = 0, made_up_tgt = 0;  // tokens a sentence; over 0: random words instead of the corpus
    std::string input;                              // text to translate; empty: the config's dev source
    std::int64_t max_sentences = 1000;              // of it, at most; batches of one sentence take a tenth
    bool with_training = true, with_decoding = true, with_text = true;
    std::string json_path;     // where to write the report; empty: nowhere
    std::string against_path;  // an earlier report to compare with; empty: none
};

/// Measures what `config` (resolved) describes on this machine and prints the figures to standard output. A model that
/// the config's training has left in its output folder gives the vocabularies, the cache and the weights; without one
/// everything is made in a temporary folder, and decoding, which needs a trained model, is left out with a note.
/// Throws UserError as run_training does.
void run_bench(const Config& config, const BenchOptions& options);

}  // namespace nmt
