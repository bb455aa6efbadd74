#pragma once
// What nmt-eval does after its command line is parsed.

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "metrics/bleu.h"
#include "metrics/chrf.h"
#include "metrics/resampling_seed.h"
#include "metrics/ter.h"

namespace nmt {

/// In sacreBLEU's order, which is the alphabet's.
enum class MetricKind { bleu, chrf, ter };

enum class OutputFormat { json, text, latex };

enum class SignificanceKind { none, confidence, paired_bootstrap, paired_randomization };

/// Where the texts are.
struct InputOptions {
    std::vector<std::string> reference_paths = {};  // one reference each, unless reference_columns says otherwise
    int reference_columns = 1;                      // references of one file, with tabs between them; >= 1
    std::optional<std::vector<std::string>> system_paths = {};  // none: standard input, with tabs between systems
};

struct SignificanceOptions {
    SignificanceKind kind = SignificanceKind::none;
    int confidence_trials = 1000;        // 0 and 1: no interval
    int paired_bootstrap_trials = 1000;  // 0 stands for the default
    int randomization_trials = 10000;    // the same
    ResamplingSeed seed;
};

struct OutputOptions {
    OutputFormat format = OutputFormat::json;
    bool prints_score_only = false;    // wins over the format, for a single system
    bool has_short_signature = false;  // not in JSON
    bool has_colours = true;           // escape sequences, where sacreBLEU has them
    int decimals = 1;                  // of the printed score, 0 to 1000
};

/// A page about where the systems are good and where not.
struct QualityReportOptions {
    std::string path;                            // .html or .json
    std::optional<std::string> source_path;      // one segment a line, as the references
    std::optional<std::string> train_text_path;  // target side of the training text
};

/// Alignments instead of translations.
struct AlignmentOptions {
    std::string gold_path = {};
    bool is_gold_one_based = false;
    bool is_hypothesis_one_based = false;
};

struct EvaluateOptions {
    InputOptions input;
    std::vector<MetricKind> metrics{MetricKind::bleu};  // as asked for; each once
    BleuOptions bleu;
    ChrfOptions chrf;
    TerOptions ter;
    bool is_force = false;           // do not warn about text that looks tokenized
    bool is_sentence_level = false;  // a line for each segment; BLEU with effective order
    SignificanceOptions significance;
    OutputOptions output;
    std::optional<QualityReportOptions> report;
    std::optional<AlignmentOptions> alignment;
    unsigned threads = 0;  // 0: one for each core
};

/// The text for standard output, with its line ends; writes the report, if one is asked for. Warnings go to the log.
/// Throws UserError for the user's mistakes: options that exclude one another, unreadable or invalid text, different
/// numbers of lines, nothing to score.
std::string evaluate(const EvaluateOptions& options, std::istream& standard_input);

}  // namespace nmt
