#pragma once
// The model directory's lexicon: made from the training corpus, and read for a vocabulary shortlist.

#include <memory>

#include "config/config.h"
#include "data/encoded_corpus.h"
#include "run/model_directory.h"
#include "translate/shortlist.h"

namespace nmt {

/// Learns the lexicon of the corpus and writes it into the directory. Throws UserError.
void write_lexicon(const ModelDirectory& directory, const EncodedCorpus& corpus, const Vocabulary& src,
                   const Vocabulary& tgt, int threads);

/// What search.shortlist asks for: null for 0. Throws UserError when the directory has no lexicon, or a damaged one.
std::unique_ptr<Shortlist> read_shortlist(const ModelDirectory& directory, const SearchOptions& search,
                                          const Vocabulary& src, const Vocabulary& tgt);

/// What nmt-train --lexicon does: the lexicon of the config's training corpus for the training in config.output.
/// Throws UserError; when there is no training.
void run_lexicon(const Config& config);

}  // namespace nmt
