#include "metrics/evaluate.h"

#include <algorithm>

#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "base/number_text.h"
#include "metrics/segment_reader.h"

namespace nmt {
namespace {

using Segments = std::vector<std::string>;

std::string line_count_text(std::size_t lines) {
    return cat(lines, lines == 1 ? " line" : " lines");
}

void check_line_counts(const EvaluateOptions& options, const std::vector<Segments>& references,
                       const Segments& hypotheses) {
    const std::string name = options.hypothesis_path.value_or(kStandardInputName);
    for (std::size_t i = 0; i < references.size(); ++i) {
        if (references[i].size() == hypotheses.size()) continue;
        throw UserError(cat("different numbers of lines: ", options.reference_paths[i], " has ",
                            line_count_text(references[i].size()), ", ", name, " has ",
                            line_count_text(hypotheses.size())));
    }
    if (hypotheses.empty()) throw UserError(cat(name, ": holds no line to score"));
}

/// sacreBLEU splits standard input at tabs into several systems.
void check_single_system(const Segments& hypotheses) {
    for (std::size_t i = 0; i < hypotheses.size(); ++i)
        if (hypotheses[i].find('\t') != std::string::npos)
            throw UserError(cat(kStandardInputName, ":", i + 1,
                                ": has a tab, which would separate two systems; only one system is scored at a time "
                                "(a file given with -i may hold tabs)"));
}

Segments read_hypotheses(const EvaluateOptions& options, const std::vector<Segments>& references,
                         std::istream& standard_input) {
    if (options.hypothesis_path) return read_segments(*options.hypothesis_path);
    Segments hypotheses = read_segments(standard_input);
    check_single_system(hypotheses);
    // To sacreBLEU an empty standard input is one empty line.
    if (hypotheses.empty() && references[0].size() == 1) hypotheses.emplace_back();
    return hypotheses;
}

void warn_if_tokenized(const Segments& hypotheses) {
    const auto count = std::count_if(hypotheses.begin(), hypotheses.end(),
                                     [](const std::string& hypothesis) { return hypothesis.ends_with(" ."); });
    if (count < 100) return;
    log_warning("That's 100 lines that end in a tokenized period ('.')");
    log_warning("It looks like you forgot to detokenize your test data, which may hurt your score.");
    log_warning("If you insist your data is detokenized, or don't care, you can suppress this message with --force.");
}

}  // namespace

std::string evaluate(const EvaluateOptions& options, std::istream& standard_input) {
    if (options.reference_paths.empty())
        throw UserError("no reference file given (references stand before -i); see nmt-eval --help");
    if (options.decimals < 0 || options.decimals > 1000)
        throw UserError(cat("the width is ", options.decimals, "; allowed: 0 to 1000"));
    const Bleu bleu(options.bleu);

    std::vector<Segments> references;
    for (const std::string& path : options.reference_paths) references.push_back(read_segments(path));
    const Segments hypotheses = read_hypotheses(options, references, standard_input);
    check_line_counts(options, references, hypotheses);
    if (!options.is_force) warn_if_tokenized(hypotheses);

    const std::vector<std::span<const std::string>> reference_spans(references.begin(), references.end());
    const BleuScore score = bleu.score(sum(bleu.segment_statistics(hypotheses, reference_spans)));
    const ScoreReport report{"BLEU", score.score, score.verbose_text(), bleu.signature(references.size())};
    if (options.prints_score_only) return fixed_text(report.score, options.decimals) + "\n";
    const bool is_json = options.format == ScoreFormat::json;
    return (is_json ? json_text(report, options.decimals) : text_line(report, options.decimals)) + "\n";
}

}  // namespace nmt
