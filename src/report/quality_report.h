#pragma once
// The analysis of metrics/quality_analysis.h in a file: a page for people, or JSON for programs.

#include <string>

#include "metrics/quality_analysis.h"

namespace nmt {

/// Throws UserError unless the name of `path` ends in .html, .htm or .json: to be called before the work begins.
void check_quality_report_path(const std::string& path);

/// Writes `path` as its ending says: the page of report/quality_page.h or the JSON of report/quality_json.h. The file
/// is whole or not there (AtomicFile). Throws UserError for any other ending, or when writing fails.
void write_quality_report(const std::string& path, const QualityAnalysis& analysis);

}  // namespace nmt
