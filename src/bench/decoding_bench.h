#pragma once
// Measures the real translator.

#include <span>
#include <string>

#include "config/config.h"
#include "model/seq2seq.h"
#include "text/vocabulary.h"
#include "translate/shortlist.h"

namespace nmt {

struct DecodingMeasure {
    std::int64_t beam = 1, batch_sentences = 1;
    std::int64_t sentences = 0;
    double seconds = 0;        // encoding and decoding of the text counted
    double output_tokens = 0;  // end tokens counted
    double flops = 0;          // of the matrix products that the equations need for the hypotheses that were stepped
};

/// shortlist: null for the whole vocabulary. Translates `lines` after a warm-up with a few of them. Packing of the
/// weights is not counted.
DecodingMeasure measure_decoding(Seq2SeqImpl& model, const Vocabulary& src, const Vocabulary& tgt,
                                 const SearchOptions& search, std::int64_t beam, std::int64_t batch_sentences,
                                 std::span<const std::string> lines, const at::Device& device,
                                 const Shortlist* shortlist);

}  // namespace nmt
