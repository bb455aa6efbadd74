#pragma once
// What nmt-eval does after its command line is parsed.

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "metrics/bleu.h"
#include "metrics/score_report.h"

namespace nmt {

struct EvaluateOptions {
    std::vector<std::string> reference_paths;    // at least one
    std::optional<std::string> hypothesis_path;  // none: standard input
    BleuOptions bleu;
    ScoreFormat format = ScoreFormat::json;
    bool prints_score_only = false;  // wins over `format`
    int decimals = 1;                // of the printed score, 0 to 1000
    bool is_force = false;           // do not warn about text that looks tokenized
};

/// The text for standard output, with its line ends. Warnings go to the log. Throws UserError for the user's mistakes:
/// unreadable or invalid text (see read_segments), different numbers of lines, nothing to score.
std::string evaluate(const EvaluateOptions& options, std::istream& standard_input);

}  // namespace nmt
