#pragma once
// What a training reads: its corpora's files and its vocabularies.

#include "config/config.h"
#include "data/encoded_corpus.h"
#include "run/model_directory.h"
#include "text/corpus_reader.h"
#include "text/vocabulary.h"

namespace nmt {

CorpusFiles train_files(const DataOptions& data);
CorpusFiles dev_files(const DataOptions& data);
bool has_dev(const DataOptions& data);

/// Finds what can be wrong with the input before anything is made; whole corpora are not read here.
/// is_resumed: the training goes on, with the sentencepiece models of its directory. Throws UserError.
void check_inputs(const Config& config, bool is_resumed);

/// The encoded training corpus: its cache, or a new one (see EncodedCorpus::open_or_build).
EncodedCorpus open_train_corpus(const DataOptions& data, const Vocabulary& src, const Vocabulary& tgt, int threads);

struct Vocabularies {
    Vocabulary src, tgt;
};

/// The vocabularies of `directory`; those that it lacks are copied from where config.text says, or trained.
Vocabularies make_vocabularies(const ModelDirectory& directory, const Config& config);

}  // namespace nmt
