#pragma once
// Scores of several systems under several metrics as one table: what sacreBLEU prints.

#include <optional>
#include <string>
#include <vector>

#include "evaluate/evaluate.h"
#include "metrics/paired_test.h"
#include "metrics/signature.h"

namespace nmt {

struct MetricColumn {
    std::string name;  // "chrF2"
    Signature signature;
    std::vector<PairedResult> results;  // [system]
};

struct SystemTable {
    std::vector<std::string> system_names = {};
    std::vector<MetricColumn> columns = {};
    std::optional<PairedTestKind> test = {};  // none: scores alone
    int shown_trials = 0;                     // of the test, as the user gave them
};

/// A list of objects, one for each system. With a line end.
std::string json_table(const SystemTable& table, int decimals);

/// A grid or, for LaTeX, a tabular, then what the test means, then the signatures. With line ends.
std::string text_table(const SystemTable& table, const OutputOptions& options);

}  // namespace nmt
