#pragma once
// The parts that a quality page is put together from.

#include <string>
#include <string_view>

#include "metrics/quality_analysis.h"

namespace nmt {

extern const std::string_view quality_page_style;  // CSS

/// One section for each breakdown: a chart, with several systems a chart of the differences, a table.
std::string breakdown_section(const QualityAnalysis& analysis, const QualityBreakdown& breakdown);

/// What the address of a breakdown's section ends in, after #.
std::string breakdown_anchor(BreakdownKind kind);

/// What the page calls it: "Source length".
std::string breakdown_title(BreakdownKind kind);

/// The table of repetitions, copies, empty and over-long outputs.
std::string fault_section(const QualityAnalysis& analysis);

/// Best and worst sentences, loops, and what changed between systems.
std::string sentence_section(const QualityAnalysis& analysis);

/// The number of the class that colours a system: grey for a baseline.
std::size_t system_colour(const QualityAnalysis& analysis, std::size_t system);

/// The colour patch and the name of a system, for a legend or a table's head.
std::string system_label(const QualityAnalysis& analysis, std::size_t system);

/// "+1.2", "−0.3", "0.0": a difference of scores with a sign that is wide enough to see.
std::string signed_text(double difference, int decimals);

/// "0.012" as HTML, with a star when it is at most 0.05; empty without one.
std::string p_value_text(const ScoreDifference& difference);

/// "120 (12.0 %)" as HTML; "0" alone.
std::string count_text(std::size_t count, std::size_t whole);

}  // namespace nmt
