#pragma once
// What a search is told besides its scorer.

#include <cstdint>
#include <vector>

#include "search/step_scorer.h"

namespace nmt {

struct SearchSettings {
    std::int64_t beam = 5;                    // live hypotheses a sentence; 1 is greedy
    double length_penalty = 1.0;              // alpha of normalized(): 0 compares sums, 1 compares means
    std::int64_t bos = 2;                     // fed before the first token
    std::int64_t eos = 3;                     // ends a hypothesis
    std::vector<std::int64_t> banned_tokens;  // never produced: pad, bos, unk. A handful: each makes every row's top-k
                                              // one longer; eos must not be among them
    bool with_attention = false;              // fill Hypothesis::attention (costs a copy of the weights a step)
    std::int64_t n_best = 1;                  // hypotheses returned a sentence, at most the beam
};

/// Throws UserError for a beam or n_best out of range, InternalError for settings that no user writes (a banned eos, a
/// negative limit, a number of limits that is not the number of sentences).
/// max_lengths: for each sentence the most output tokens, eos not counted; 0 allows the empty translation only.
void check_search(const StepScorer& scorer, const SearchSettings& settings,
                  const std::vector<std::int64_t>& max_lengths);

/// True when `token` is one of the banned.
bool is_banned(const SearchSettings& settings, std::int64_t token);

}  // namespace nmt
