#pragma once
// The arg max of every step: search with one hypothesis a sentence.

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "search/hypothesis.h"
#include "search/search_settings.h"

namespace nmt {

/// Takes each sentence's best token that is not banned (of equals the lowest) until that is eos; at the sentence's
/// limit eos is taken. Finished sentences leave the batch. Gives what beam_search gives with a beam of 1, without its
/// trees. Arguments, result and errors as search() in search/search.h; settings.beam and n_best are not looked at.
std::vector<std::vector<Hypothesis>> greedy_search(StepScorer& scorer, const SearchSettings& settings,
                                                   const std::vector<std::int64_t>& max_lengths,
                                                   const at::Device& device);

}  // namespace nmt
