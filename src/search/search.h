#pragma once
// The front door of search: from a scorer that stands at the start of its sentences to translations.

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "search/hypothesis.h"
#include "search/search_settings.h"

namespace nmt {

/// Greedy search for a beam of 1, beam search otherwise.
/// scorer: holds every sentence with one row, before its first step; used up afterwards.
/// max_lengths: [sentences] the most output tokens of each, eos not counted.
/// device: where the scorer wants its tokens and indices.
/// Returns for each sentence, in the order of the input, 1 to n_best distinct hypotheses, highest normalized_score
/// first. No sentences give no results.
/// Throws UserError for a beam or n_best out of range; InternalError for settings that contradict each other, for log
/// probabilities that are NaN or infinite, and for a sentence that cannot end.
std::vector<std::vector<Hypothesis>> search(StepScorer& scorer, const SearchSettings& settings,
                                            const std::vector<std::int64_t>& max_lengths, const at::Device& device);

}  // namespace nmt
