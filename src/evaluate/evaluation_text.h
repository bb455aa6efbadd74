#pragma once
// The texts of one evaluation: systems and references, segment by segment.

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "evaluate/evaluate.h"

namespace nmt {

using Segments = std::vector<std::string>;

struct SystemText {
    std::string name;    // as it was given, or `System 1`
    std::string source;  // for messages: the path, or how standard input is called
    Segments hypotheses;
};

struct EvaluationText {
    std::vector<Segments> references;  // [reference][segment]; at least one
    std::vector<SystemText> systems;   // at least one; all as long as the references, and not empty

    std::vector<std::span<const std::string>> reference_spans() const;
};

/// Reads everything. `is_paired`: the first system is the baseline, which its name says, and its file is left out where
/// it is given again. Throws UserError: no reference, unreadable or invalid text, rows with a wrong number of tabs, a
/// file given twice, different numbers of lines, nothing to score.
EvaluationText read_evaluation_text(const InputOptions& options, bool is_paired, std::istream& standard_input);

}  // namespace nmt
