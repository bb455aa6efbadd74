#pragma once
// Forced decoding: what the scorer thinks of translations that are given.

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "search/hypothesis.h"
#include "search/search_settings.h"

namespace nmt {

/// Feeds bos and the given tokens and reads log p of each next one, eos at the end. The score of a hypothesis that
/// search returned is the same number (law: search score = forced-decoding score).
/// scorer: holds every sentence with one row, before its first step; its rows stay where they are.
/// settings: bos, eos, length_penalty and with_attention are used; bans are not.
/// targets: for each sentence the tokens without bos and eos; may be empty.
/// Returns for each sentence its targets as a Hypothesis; log p of a token the scorer holds impossible is -inf.
/// Throws InternalError when there are not as many targets as sentences, or a log probability is NaN.
std::vector<Hypothesis> forced_scoring(StepScorer& scorer, const SearchSettings& settings,
                                       const std::vector<std::vector<std::int64_t>>& targets, const at::Device& device);

}  // namespace nmt
