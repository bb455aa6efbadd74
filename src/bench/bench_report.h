#pragma once
// The measures as JSON and as text, and their ratios to an earlier run's.

#include <nlohmann/json.hpp>
#include <string>

namespace nmt {

/// A run's figures: an object of objects; numbers are measures, strings say what was measured. Keys end in their unit.
using BenchReport = nlohmann::ordered_json;

/// One line a figure, indented by section. With `against` (the report of another run), every number that stands there
/// too is followed by its ratio, present / other.
std::string bench_text(const BenchReport& report, const BenchReport* against);

/// Throws UserError for a file that cannot be read or holds no report.
BenchReport read_bench_report(const std::string& path);

}  // namespace nmt
