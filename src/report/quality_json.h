#pragma once
// The quality analysis as JSON, for programs.

#include <string>

#include "metrics/quality_analysis.h"

namespace nmt {

/// The version of the shape below; it grows when a key changes its meaning or goes. New keys may come without it.
inline constexpr int kQualityJsonVersion = 1;

/// The analysis as JSON text, indented by 1, with a line end; invalid UTF-8 becomes U+FFFD. Its shape:
///
///     {"version": 1, "metric": "BLEU", "signature": "...", "is_higher_better": true, "tokenizer": "13a",
///      "is_lower_cased": false, "segments": 1000, "references": 1, "small_bucket_segments": 50,
///      "bootstrap_trials": 1000,
///      "train_text": {"path", "lines", "reference_words", "unseen_reference_words"},       null without one
///      "systems": [{"name", "score", "verbose",
///                   "faults": {"empty", "over_long", "under_long", "repeated": [n = 1, 2, 3, 4], "loops",
///                              "copied", "copied_words", "words"},   copied, copied_words: null without a source
///                   "best": [line, ...], "worst": [line, ...], "loop_examples": [line, ...]}],
///      "comparisons": [{"system": 1, "baseline": 0, "difference", "p_value",
///                       "better", "worse", "equal", "gained": [line, ...], "lost": [line, ...]}],
///      "breakdowns": [{"by": "source_length" | "reference_length" | "length_ratio" | "rarest_word",
///                      "buckets": [{"label", "least", "below", "is_small",
///                                   "systems": [{"segments", "share", "score"}],
///                                   "differences": [{"difference", "p_value"}]}]}],
///      "lines": {"17": {"source", "references": [...], "hypotheses": [...], "scores": [...]}}}
///
/// Lines count from 1. `least` and `below` bound a bucket (least <= value < below); below is null for the last one,
/// both are for segments that have no such value. score, difference and p_value are null where there is none.
std::string quality_json(const QualityAnalysis& analysis);

}  // namespace nmt
