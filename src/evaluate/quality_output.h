#pragma once
// The quality report of an evaluation: reads what it needs besides, analyses, writes the file.

#include "evaluate/evaluate.h"
#include "evaluate/evaluation_text.h"
#include "metrics/metric.h"

namespace nmt {

/// `metric` and `sentence_metric` as in metrics/quality_analysis.h. Throws UserError: a source of a different number of
/// lines, unreadable or invalid text, a file that cannot be written.
void write_quality_report(const EvaluateOptions& options, const EvaluationText& text, const Metric& metric,
                          const Metric& sentence_metric);

}  // namespace nmt
