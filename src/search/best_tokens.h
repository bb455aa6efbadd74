#pragma once
// What search takes from a step: each row's best tokens and its log p(eos), brought to the host at once.

#include <cstdint>
#include <limits>
#include <vector>

#include "search/step_scorer.h"

namespace nmt {

struct BestTokens {
    std::int64_t per_row = 0;      // k, or the number of the scores' columns when that is smaller
    std::vector<float> log_probs;  // [rows * per_row] descending in each row; -inf where nothing more is possible
    std::vector<std::int32_t>
        tokens;  // [rows * per_row]; of equal log_probs the lower token first; unspecified at -inf
    std::vector<float> eos_log_probs;  // [rows]
};

/// Exact and deterministic, ties included, so that a row's answer depends on that row alone.
/// The step's scores may be on any device and are not changed. A type other than float is converted.
/// Throws InternalError when a row holds a NaN or +inf, or its list of tokens no eos.
/// On the CPU the scores are read once (row_summaries.h); elsewhere best_tokens_by_topk.
BestTokens best_tokens(const StepOutput& step, std::int64_t k, std::int64_t eos);

/// The same by at::topk, with one transfer to the host. at::topk promises no order among equal values, nor which of
/// them it takes: a row in which a tie crosses the k-th place is read again (rare, and then slow).
BestTokens best_tokens_by_topk(const StepOutput& step, std::int64_t k, std::int64_t eos);

/// log p of one token of each row. tokens: [rows] int64 on the device of the scores. Returns [rows] float there.
at::Tensor log_probs_of(const StepOutput& step, const at::Tensor& tokens);

}  // namespace nmt
