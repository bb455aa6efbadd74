#pragma once
// Beam search, as Graves 2012 (Sequence Transduction, algorithm 1) and Boulanger-Lewandowski 2013 brought it to
// recurrent networks, and as Sutskever 2014, section 3.2, and Bahdanau 2015 translate with it; hypotheses of different
// length are compared by score / length^alpha (the mean of Bahdanau's implementation; Wu 2016, section 7, in its simple
// form).

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "search/hypothesis.h"
#include "search/search_settings.h"

namespace nmt {

/// Each step orders every continuation of a sentence's live hypotheses by the sum of log p and looks at the best
/// 2 * beam. An eos among the first `beam` of them finishes its hypothesis; a later eos is dropped; the tokens that are
/// not eos become the new live hypotheses until there are `beam`. A sentence is done when `beam` hypotheses are
/// finished or none is live, and leaves the batch. At a sentence's limit only eos may follow: every result has paid for
/// its eos, so its score is the forced-decoding score of its tokens.
///
/// Equal scores: the hypothesis that stood higher, then the lower token first. Sums are taken in float64 on the host.
/// So a sentence's result depends on its own rows of scores only: neither on its neighbours nor on their order.
/// Continuations of probability 0 are no continuations; InternalError when that leaves a sentence with no result.
/// Arguments, result and errors as search() in search/search.h.
std::vector<std::vector<Hypothesis>> beam_search(StepScorer& scorer, const SearchSettings& settings,
                                                 const std::vector<std::int64_t>& max_lengths,
                                                 const at::Device& device);

}  // namespace nmt
