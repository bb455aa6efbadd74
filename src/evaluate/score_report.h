#pragma once
// Scores of one system as text: what sacreBLEU prints.

#include <optional>
#include <string>
#include <vector>

#include "metrics/confidence.h"
#include "metrics/signature.h"

namespace nmt {

struct ScoreReport {
    std::string name;  // "BLEU"
    double score = 0;
    std::optional<ConfidenceInterval> confidence;
    std::string verbose;  // the score's parts; may be empty
    Signature signature;
};

/// `38.5`, or `38.5 (μ = 38.4 ± 1.2)`. An interval whose mean is 0 is left out, as in sacreBLEU. `decimals` >= 0.
std::string score_text(const ScoreReport& report, int decimals);

/// `BLEU|<signature> = 38.5 70.1/... (BP = ...)`.
std::string text_line(const ScoreReport& report, int decimals, bool has_short_signature = false);

/// One JSON object over several lines. Our tool's name stands inside the signature only, never as a key.
std::string json_text(const ScoreReport& report, int decimals);

/// `results` as a JSON list, or, if there is only one, as it is. With a line end.
std::string json_list(const std::vector<std::string>& results);

/// `lines` with their first equals signs below each other; lines without one come first. With colours, the confidence
/// intervals stand out. With line ends.
std::string aligned_lines(std::vector<std::string> lines, bool has_colours);

}  // namespace nmt
