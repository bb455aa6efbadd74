#include "evaluate/quality_output.h"

#include <optional>
#include <utility>

#include "base/cat.h"
#include "base/error.h"
#include "evaluate/segment_reader.h"
#include "metrics/quality_analysis.h"
#include "report/quality_report.h"

namespace nmt {
namespace {

Segments read_sources(const std::string& path, std::size_t segments) {
    Segments sources = read_segments(path);
    if (sources.size() != segments)
        throw UserError(
            cat("different numbers of lines: ", path, " has ", sources.size(), ", the systems have ", segments));
    return sources;
}

}  // namespace

void write_quality_report(const EvaluateOptions& options, const EvaluationText& text, const Metric& metric,
                          const Metric& sentence_metric) {
    const QualityReportOptions& report = *options.report;
    Segments sources;
    if (report.source_path) sources = read_sources(*report.source_path, text.systems[0].hypotheses.size());
    QualityInput input;
    for (const SystemText& system : text.systems) input.systems.push_back({system.name, system.hypotheses});
    input.references = text.reference_spans();
    if (report.source_path) input.sources = sources;
    input.train_text_path = report.train_text_path;
    const QualityOptions quality{.tokenizer = options.bleu.tokenizer,
                                 .spm_model_path = options.bleu.spm_model_path,
                                 .is_lower_cased = options.bleu.is_lower_cased,
                                 .seed = options.significance.seed,
                                 .threads = options.threads};
    write_quality_report(report.path, analyse_quality(input, metric, sentence_metric, quality));
}

}  // namespace nmt
