#pragma once
// The quality analysis as one HTML page that needs nothing else: no script, no font, no picture from outside.

#include <string>

#include "metrics/quality_analysis.h"

namespace nmt {

/// The whole page, UTF-8. Any text of the analysis is safe: escaped, and right-to-left text stays in its place.
std::string quality_page(const QualityAnalysis& analysis);

}  // namespace nmt
