#include "evaluate/evaluate.h"

#include <algorithm>
#include <memory>

#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "base/number_text.h"
#include "evaluate/evaluation_text.h"
#include "evaluate/quality_output.h"
#include "evaluate/score_report.h"
#include "evaluate/system_table.h"
#include "metrics/alignment_error.h"
#include "metrics/paired_test.h"
#include "report/quality_report.h"

namespace nmt {
namespace {

using Metrics = std::vector<std::unique_ptr<const Metric>>;

std::unique_ptr<const Metric> make_metric(MetricKind kind, const EvaluateOptions& options) {
    if (kind == MetricKind::chrf) return std::make_unique<Chrf>(options.chrf);
    if (kind == MetricKind::ter) return std::make_unique<Ter>(options.ter);
    return std::make_unique<Bleu>(options.bleu);
}

/// The metric for single segments: BLEU leaves out orders for which the hypothesis is too short.
std::unique_ptr<const Metric> make_sentence_metric(MetricKind kind, EvaluateOptions options) {
    options.bleu.has_effective_order = true;
    return make_metric(kind, options);
}

Metrics make_metrics(const std::vector<MetricKind>& kinds, const EvaluateOptions& options) {
    Metrics metrics;
    for (MetricKind kind : kinds) metrics.push_back(make_metric(kind, options));
    return metrics;
}

std::vector<MetricKind> sorted(std::vector<MetricKind> kinds) {
    std::ranges::sort(kinds);
    return kinds;
}

bool is_paired(const EvaluateOptions& options) {
    return options.significance.kind == SignificanceKind::paired_bootstrap ||
           options.significance.kind == SignificanceKind::paired_randomization;
}

void check_options(const EvaluateOptions& options) {
    if (options.output.decimals < 0 || options.output.decimals > 1000)
        throw UserError(cat("the width is ", options.output.decimals, "; allowed: 0 to 1000"));
    for (int trials : {options.significance.confidence_trials, options.significance.paired_bootstrap_trials,
                       options.significance.randomization_trials})
        if (trials < 0) throw UserError(cat("the number of trials is ", trials, "; it must be 0 or more"));
    if (options.report) check_quality_report_path(options.report->path);
    if (!options.is_sentence_level) return;
    if (options.metrics.size() > 1) throw UserError("--sentence-level goes with one metric only");
    if (options.significance.kind != SignificanceKind::none)
        throw UserError("--sentence-level goes without confidence intervals and paired tests");
}

void check_system_count(const EvaluateOptions& options, std::size_t systems) {
    if (options.is_sentence_level && systems > 1)
        throw UserError(cat("--sentence-level scores one system; there are ", systems));
    if (is_paired(options) && systems < 2)
        throw UserError("paired tests need two systems or more (-i BASELINE SYSTEM...)");
    if (options.significance.kind == SignificanceKind::confidence && systems > 1)
        throw UserError(cat("--confidence is for one system; for ", systems, " there are --paired-bs and --paired-ar"));
}

void warn_if_tokenized(const EvaluateOptions& options, const EvaluationText& text) {
    if (options.is_force || options.is_sentence_level) return;
    if (std::ranges::find(options.metrics, MetricKind::bleu) == options.metrics.end()) return;
    for (const SystemText& system : text.systems) {
        const auto count = std::ranges::count_if(
            system.hypotheses, [](const std::string& hypothesis) { return hypothesis.ends_with(" ."); });
        if (count < 100) continue;
        log_warning("That's 100 lines that end in a tokenized period ('.')");
        log_warning("It looks like you forgot to detokenize your test data, which may hurt your score.");
        log_warning(
            "If you insist your data is detokenized, or don't care, you can suppress this message with --force.");
    }
}

/// sentence level: a line for each segment.
std::string sentence_scores(const EvaluateOptions& options, const EvaluationText& text) {
    const auto metric = make_sentence_metric(options.metrics[0], options);
    const StatisticsTable table =
        metric->segment_statistics(text.systems[0].hypotheses, text.reference_spans(), options.threads);
    const Signature signature = metric->signature(text.references.size());
    std::string lines;
    for (std::size_t segment = 0; segment < table.rows(); ++segment) {
        const MetricScore score = metric->score(table.row(segment));
        const ScoreReport report{metric->name(), score.score, std::nullopt, score.verbose, signature};
        lines += options.output.prints_score_only
                     ? score_text(report, options.output.decimals)
                     : text_line(report, options.output.decimals, options.output.has_short_signature);
        lines += '\n';
    }
    return lines;
}

ScoreReport single_report(const EvaluateOptions& options, const EvaluationText& text, const Metric& metric) {
    const StatisticsTable table =
        metric.segment_statistics(text.systems[0].hypotheses, text.reference_spans(), options.threads);
    const MetricScore score = metric.score(table.sum());
    ScoreReport report{metric.name(), score.score, std::nullopt, score.verbose,
                       metric.signature(text.references.size())};
    const auto trials = static_cast<std::size_t>(options.significance.confidence_trials);
    if (options.significance.kind == SignificanceKind::confidence && trials > 1) {
        const ResamplingSeed& seed = options.significance.seed;
        const ScoredTable scored{&metric, &table};
        const auto samples = bootstrap_scores({&scored, 1}, trials, seed.generator(), options.threads);
        report.confidence = single_system_confidence(samples[0]);
        report.signature.set_resampling("bs", trials, seed.given_text());
    }
    return report;
}

std::string single_system_scores(const EvaluateOptions& options, const EvaluationText& text) {
    const OutputOptions& output = options.output;
    std::vector<std::string> results;
    for (const auto& metric : make_metrics(sorted(options.metrics), options)) {
        const ScoreReport report = single_report(options, text, *metric);
        results.push_back(output.prints_score_only ? score_text(report, output.decimals)
                          : output.format == OutputFormat::json
                              ? json_text(report, output.decimals)
                              : text_line(report, output.decimals, output.has_short_signature));
    }
    return output.format == OutputFormat::json ? json_list(results) : aligned_lines(results, output.has_colours);
}

std::vector<std::vector<PairedResult>> system_results(const EvaluateOptions& options, const EvaluationText& text,
                                                      const Metrics& metrics, SystemTable& table) {
    std::vector<std::vector<StatisticsTable>> statistics(text.systems.size());
    std::vector<const Metric*> metric_pointers;
    for (const auto& metric : metrics) {
        metric_pointers.push_back(metric.get());
        for (std::size_t s = 0; s < text.systems.size(); ++s)
            statistics[s].push_back(
                metric->segment_statistics(text.systems[s].hypotheses, text.reference_spans(), options.threads));
    }
    if (!is_paired(options)) {
        std::vector<std::vector<PairedResult>> results(statistics.size());
        for (std::size_t s = 0; s < statistics.size(); ++s)
            for (std::size_t m = 0; m < metrics.size(); ++m)
                results[s].push_back({.score = metrics[m]->score(statistics[s][m].sum()).score});
        return results;
    }
    const SignificanceOptions& significance = options.significance;
    const bool is_bootstrap = significance.kind == SignificanceKind::paired_bootstrap;
    const SignificanceOptions defaults;
    table.shown_trials = is_bootstrap ? significance.paired_bootstrap_trials : significance.randomization_trials;
    const int trials = table.shown_trials > 0 ? table.shown_trials
                       : is_bootstrap         ? defaults.paired_bootstrap_trials
                                              : defaults.randomization_trials;
    table.test = is_bootstrap ? PairedTestKind::bootstrap : PairedTestKind::randomization;
    for (MetricColumn& column : table.columns)
        column.signature.set_resampling(is_bootstrap ? "bs" : "ar", static_cast<std::size_t>(trials),
                                        significance.seed.number_text());
    return paired_test(metric_pointers, statistics,
                       {.kind = *table.test,
                        .trials = static_cast<std::size_t>(trials),
                        .seed = significance.seed,
                        .threads = options.threads});
}

std::string several_systems_scores(const EvaluateOptions& options, const EvaluationText& text) {
    // Paired tests keep the order in which the metrics were asked for.
    const Metrics metrics = make_metrics(is_paired(options) ? options.metrics : sorted(options.metrics), options);
    SystemTable table;
    for (const SystemText& system : text.systems) table.system_names.push_back(system.name);
    for (const auto& metric : metrics)
        table.columns.push_back({metric->name(), metric->signature(text.references.size()), {}});
    for (const auto& of_system : system_results(options, text, metrics, table))
        for (std::size_t m = 0; m < metrics.size(); ++m) table.columns[m].results.push_back(of_system[m]);
    return options.output.format == OutputFormat::json ? json_table(table, options.output.decimals)
                                                       : text_table(table, options.output);
}

std::string alignment_scores(const EvaluateOptions& options) {
    if (!options.input.system_paths || options.input.system_paths->size() != 1)
        throw UserError("--aer needs one file of alignments (-i FILE)");
    if (!options.input.reference_paths.empty())
        throw UserError("--aer compares alignments; it goes without reference translations");
    const AlignmentError error =
        alignment_error(options.input.system_paths->front(), options.alignment->gold_path,
                        {.is_gold_one_based = options.alignment->is_gold_one_based,
                         .is_hypothesis_one_based = options.alignment->is_hypothesis_one_based});
    const int decimals = options.output.decimals;
    if (options.output.prints_score_only) return fixed_text(100 * error.error_rate(), decimals) + "\n";
    return (options.output.format == OutputFormat::json ? alignment_error_json(error, decimals)
                                                        : alignment_error_text(error, decimals)) +
           "\n";
}

}  // namespace

std::string evaluate(const EvaluateOptions& options, std::istream& standard_input) {
    check_options(options);
    if (options.alignment) return alignment_scores(options);
    // Mistakes in a metric's options come to light before any text is read.
    const Metrics first_metric = make_metrics(options.metrics, options);
    const EvaluationText text = read_evaluation_text(options.input, is_paired(options), standard_input);
    check_system_count(options, text.systems.size());
    warn_if_tokenized(options, text);
    std::string scores = options.is_sentence_level  ? sentence_scores(options, text)
                         : text.systems.size() == 1 ? single_system_scores(options, text)
                                                    : several_systems_scores(options, text);
    if (options.report)
        write_quality_report(options, text, *first_metric[0], *make_sentence_metric(options.metrics[0], options));
    return scores;
}

}  // namespace nmt
