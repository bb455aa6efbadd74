#pragma once
// A sentencepiece model file, checked and loaded: for the translator's vocabulary and for BLEU's tokenizer.

#include <sentencepiece_processor.h>

#include <memory>
#include <string>

namespace nmt {

struct SentencepieceFile {
    std::string bytes;  // of the file
    std::unique_ptr<sentencepiece::SentencePieceProcessor> processor;
};

/// Loads a `.model` file of spm_train or of train_vocabulary. Throws UserError naming `path`: missing, a directory,
/// damaged, not a sentencepiece model.
SentencepieceFile load_sentencepiece(const std::string& path);

}  // namespace nmt
