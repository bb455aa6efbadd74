#pragma once
// Trains a sentencepiece model from a corpus.

#include <cstdint>
#include <string>
#include <string_view>

#include "config/config.h"
#include "text/corpus_reader.h"

namespace nmt {

/// The part of the corpus a model is for.
enum class Side { src, tgt, both };

/// What to train; defaults as in TextOptions.
struct VocabularySpec {
    TextType type = TextType::unigram;
    std::int64_t size = 8000;                // pieces, the four marks included
    double character_coverage = 0.9995;      // 0.98 to 1: share of the characters that get a piece of their own
    bool byte_fallback = false;              // a rare character becomes its bytes instead of unk
    std::string normalization = "nmt_nfkc";  // nmt_nfkc | nfkc | nmt_nfkc_cf | nfkc_cf | identity
    std::int64_t sample_sentences = 2000000;
};

/// unigram | bpe | char | word; throws UserError for another name.
TextType text_type_from_name(std::string_view name);
std::string_view text_type_name(TextType type);

/// The spec for one side, with the side's own type and size where `options` sets them.
VocabularySpec vocabulary_spec(const TextOptions& options, Side side);

/// Trains a model on the sentences of `side` and writes it to `model_path` (a temporary name, synced, then renamed).
/// Ids: pad 0, unk 1, bos 2, eos 3. The same corpus, spec and seed give the same bytes on every machine: the number of
/// threads is fixed, and with more than `sample_sentences` sentences a uniform sample is drawn from the whole corpus by
/// (seed, RandomPurpose::sample).
/// A size that the corpus cannot fill is reduced with a warning. Blank pairs are not used.
/// Returns the number of pieces. Throws UserError: every error of CorpusReader, no usable pair, a coverage out of
/// range, a size too small for the corpus's characters, an unknown normalisation rule, a full disk.
std::int64_t train_vocabulary(const CorpusFiles& files, Side side, const VocabularySpec& spec, std::uint64_t seed,
                              const std::string& model_path);

}  // namespace nmt
