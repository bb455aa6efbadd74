#include "evaluate/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "base/cat.h"
#include "base/error.h"
#include "evaluate/argument_spelling.h"
#include "metrics/signature.h"

namespace nmt {
namespace {

const std::map<std::string, OutputFormat> kFormats{
    {"json", OutputFormat::json}, {"text", OutputFormat::text}, {"latex", OutputFormat::latex}};

const std::map<std::string, Smoothing> kSmoothings{
    {"exp", Smoothing::exp}, {"floor", Smoothing::floor}, {"add-k", Smoothing::add_k}, {"none", Smoothing::none}};

const std::map<std::string, MetricKind> kMetrics{
    {"bleu", MetricKind::bleu}, {"chrf", MetricKind::chrf}, {"ter", MetricKind::ter}};

/// What was typed and is not yet of its type.
struct TypedText {
    std::vector<std::string> system_paths;
    std::vector<std::string> metrics{"bleu"};
    std::string encoding = "utf-8";
    std::string smoothing = "exp";
    std::string format = "json";
    bool has_confidence = false, has_paired_bootstrap = false, has_paired_randomization = false;
    bool has_no_colour = false;
    int threads = 0;
    std::optional<std::string> report_path, source_path, train_text_path, gold_path;
    AlignmentOptions alignment;
};

template <class Value>
Value chosen(const char* what, const std::string& name, const std::map<std::string, Value>& choices) {
    if (const auto found = choices.find(name); found != choices.end()) return found->second;
    std::string allowed;
    for (const auto& choice : choices) allowed += (allowed.empty() ? "" : ", ") + choice.first;
    throw UserError(cat("unknown ", what, " '", name, "'; allowed: ", allowed));
}

/// An option that, typed twice, takes the last value.
template <class Value>
CLI::Option* add_single(CLI::App& app, const std::string& names, Value& value, const std::string& help) {
    return app.add_option(names, value, help)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void declare_input(CLI::App& app, EvaluateOptions& options, TypedText& typed) {
    app.add_option("REF", options.input.reference_paths,
                   "Reference files, one segment a line, plain or .gz; before -i");
    app.add_option("-i,--input", typed.system_paths,
                   "The translations of one or several systems; without it, standard input is read, with tabs between "
                   "systems");
    add_single(app, "--num-refs", options.input.reference_columns,
               "-nr: references in each line of one file, with tabs between them")
        ->capture_default_str();
    add_single(app, "-e,--encoding", typed.encoding, "Of all texts: utf-8")->capture_default_str();
    app.add_option("-m,--metrics", typed.metrics, "Metrics to compute: bleu, chrf, ter")->capture_default_str();
    app.add_flag("--sentence-level", options.is_sentence_level, "-sl: a score for each segment");
}

void declare_bleu(CLI::App& app, EvaluateOptions& options, TypedText& typed) {
    BleuOptions& bleu = options.bleu;
    add_single(app, "-s,--smooth-method", typed.smoothing, "Smoothing: exp, floor, add-k or none")
        ->capture_default_str()
        ->group("BLEU");
    add_single(app, "--smooth-value", bleu.smoothing_value, "-sv: value of floor (default 0.1) or add-k (default 1)")
        ->group("BLEU");
    add_single(app, "--tokenize", bleu.tokenizer, "-tok: tokenizer: 13a, intl, zh, char, none, or spm")
        ->capture_default_str()
        ->group("BLEU");
    add_single(app, "--spm-model", bleu.spm_model_path, "Sentencepiece model for the tokenizer spm (not sacreBLEU's)")
        ->group("BLEU");
    app.add_flag("--lowercase", bleu.is_lower_cased, "-lc: compare without regard to case")->group("BLEU");
    app.add_flag("--force", options.is_force, "Do not warn about text that looks tokenized")->group("BLEU");
}

void declare_chrf_and_ter(CLI::App& app, ChrfOptions& chrf, TerOptions& ter) {
    add_single(app, "--chrf-char-order", chrf.char_order, "-cc: longest n-gram of characters")
        ->capture_default_str()
        ->group("chrF");
    add_single(app, "--chrf-word-order", chrf.word_order, "-cw: longest n-gram of words; 2 for chrF++")
        ->capture_default_str()
        ->group("chrF");
    add_single(app, "--chrf-beta", chrf.beta, "How much more recall counts than precision")
        ->capture_default_str()
        ->group("chrF");
    app.add_flag("--chrf-whitespace", chrf.keeps_white_space, "White space counts")->group("chrF");
    app.add_flag("--chrf-lowercase", chrf.is_lower_cased, "Compare without regard to case")->group("chrF");
    app.add_flag("--chrf-eps-smoothing", chrf.has_eps_smoothing, "Smooth as chrF++.py, NLTK and Moses do")
        ->group("chrF");
    app.add_flag("--ter-case-sensitive", ter.is_case_sensitive, "Case counts")->group("TER");
    app.add_flag("--ter-asian-support", ter.has_asian_support, "Chinese and Japanese in the two below")->group("TER");
    app.add_flag("--ter-no-punct", ter.has_no_punctuation, "Punctuation does not count")->group("TER");
    app.add_flag("--ter-normalized", ter.is_normalized, "Undo XML entities and set punctuation apart")->group("TER");
}

void declare_significance(CLI::App& app, SignificanceOptions& options, TypedText& typed) {
    const std::string group = "Significance (the variable SACREBLEU_SEED: a number, or none; default 12345)";
    app.add_flag("--confidence", typed.has_confidence, "-ci: confidence interval of one system, by bootstrap")
        ->group(group);
    add_single(app, "--confidence-n", options.confidence_trials, "-cin: its samples")
        ->capture_default_str()
        ->group(group);
    app.add_flag("--paired-bs", typed.has_paired_bootstrap,
                 "-pbs: compare each system with the first one, by paired bootstrap")
        ->group(group);
    add_single(app, "--paired-bs-n", options.paired_bootstrap_trials, "-pbsn: its samples")
        ->capture_default_str()
        ->group(group);
    app.add_flag("--paired-ar", typed.has_paired_randomization, "-par: the same by approximate randomization")
        ->group(group);
    add_single(app, "--paired-ar-n", options.randomization_trials, "-parn: its trials")
        ->capture_default_str()
        ->group(group);
    add_single(app, "-j,--paired-jobs", typed.threads, "Threads of the whole program; 0: one for each core")
        ->capture_default_str()
        ->group(group);
}

void declare_output(CLI::App& app, OutputOptions& output, TypedText& typed, bool& is_quiet) {
    add_single(app, "-f,--format", typed.format,
               "Output: json, text or latex; the variable SACREBLEU_FORMAT overrides it")
        ->capture_default_str()
        ->group("Output");
    app.add_flag("-b,--score-only", output.prints_score_only, "Print the score alone")->group("Output");
    add_single(app, "-w,--width", output.decimals, "Decimals of the score")->capture_default_str()->group("Output");
    app.add_flag("--short", output.has_short_signature, "-sh: a shorter signature")->group("Output");
    app.add_flag("--no-color", typed.has_no_colour, "-nc: no colours on a terminal; the variable NO_COLOR does it too")
        ->group("Output");
    app.add_flag("-q,--quiet", is_quiet, "No warnings")->group("Output");
}

void declare_additions(CLI::App& app, TypedText& typed) {
    const std::string group = "Beyond sacreBLEU";
    add_single(app, "--report", typed.report_path,
               "Write where the systems are good and where not: FILE.html or FILE.json")
        ->group(group);
    add_single(app, "--source", typed.source_path, "The source text, for --report")->group(group);
    add_single(app, "--train-text", typed.train_text_path, "Target side of the training text, for --report")
        ->group(group);
    add_single(app, "--aer", typed.gold_path,
               "Alignment error rate of -i FILE against this gold alignment (lines of links 0-0 1-2; 1p2: possible)")
        ->group(group);
    app.add_flag("--aer-gold-one-based", typed.alignment.is_gold_one_based, "Words count from 1 in the gold alignment")
        ->group(group);
    app.add_flag("--aer-one-based", typed.alignment.is_hypothesis_one_based, "Words count from 1 in -i FILE")
        ->group(group);
}

std::vector<std::string> long_names(const CLI::App& app) {
    std::vector<std::string> names = unoffered_long_names();
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::string in_lower_case(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

void resolve_metrics(const TypedText& typed, EvaluateOptions& options) {
    options.metrics.clear();
    for (const std::string& name : typed.metrics) {
        const MetricKind metric = chosen("metric", name, kMetrics);
        if (std::ranges::find(options.metrics, metric) == options.metrics.end()) options.metrics.push_back(metric);
    }
    refuse_unoffered_tokenizer(options.bleu.tokenizer);
    options.bleu.smoothing = chosen("smoothing method", typed.smoothing, kSmoothings);
}

void resolve_significance(const TypedText& typed, SignificanceOptions& options) {
    if (typed.has_confidence + typed.has_paired_bootstrap + typed.has_paired_randomization > 1)
        throw UserError("--confidence, --paired-bs and --paired-ar exclude one another");
    options.kind = typed.has_confidence             ? SignificanceKind::confidence
                   : typed.has_paired_bootstrap     ? SignificanceKind::paired_bootstrap
                   : typed.has_paired_randomization ? SignificanceKind::paired_randomization
                                                    : SignificanceKind::none;
    const char* seed = std::getenv("SACREBLEU_SEED");
    if (seed && (options.kind != SignificanceKind::none || typed.report_path))
        options.seed = ResamplingSeed(std::string_view(seed));
}

void resolve_additions(const TypedText& typed, EvaluateOptions& options) {
    if (typed.report_path)
        options.report = QualityReportOptions{*typed.report_path, typed.source_path, typed.train_text_path};
    else if (typed.source_path || typed.train_text_path)
        throw UserError("--source and --train-text go with --report FILE");
    if (typed.gold_path) {
        options.alignment = typed.alignment;
        options.alignment->gold_path = *typed.gold_path;
    } else if (typed.alignment.is_gold_one_based || typed.alignment.is_hypothesis_one_based) {
        throw UserError("--aer-gold-one-based and --aer-one-based go with --aer GOLD");
    }
}

void resolve(const CLI::App& app, const TypedText& typed, EvaluateOptions& options) {
    const std::string encoding = in_lower_case(typed.encoding);
    if (encoding != "utf-8" && encoding != "utf8")
        throw UserError(cat("the encoding is '", typed.encoding, "'; nmt-eval reads utf-8 only"));
    if (typed.threads < 0) throw UserError(cat("--paired-jobs is ", typed.threads, "; it must be 0 or more"));
    options.threads = static_cast<unsigned>(typed.threads);
    if (app.count("--input") > 0) options.input.system_paths = typed.system_paths;
    resolve_metrics(typed, options);
    resolve_significance(typed, options.significance);
    resolve_additions(typed, options);
    options.output.format = chosen("format", typed.format, kFormats);
    if (const auto found = kFormats.find(in_lower_case(environment("SACREBLEU_FORMAT"))); found != kFormats.end())
        options.output.format = found->second;
    options.output.has_colours = !typed.has_no_colour && environment("NO_COLOR").empty();
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
    CommandLine line;
    TypedText typed;
    CLI::App app("Scores translations with BLEU, chrF and TER; values, output and signatures are those of sacreBLEU.",
                 "nmt-eval");
    app.set_version_flag("-V,--version", version_text());
    declare_input(app, line.options, typed);
    declare_bleu(app, line.options, typed);
    declare_chrf_and_ter(app, line.options.chrf, line.options.ter);
    declare_significance(app, line.options.significance, typed);
    declare_output(app, line.options.output, typed, line.is_quiet);
    declare_additions(app, typed);

    std::vector<std::string> spelled = spelled_out(arguments, long_names(app));
    refuse_unoffered_options(spelled);
    std::ranges::reverse(spelled);  // as CLI11 takes them
    try {
        app.parse(std::move(spelled));
    } catch (const CLI::Success& request) {  // --help, --version
        std::ostringstream text, ignored;
        app.exit(request, text, ignored);
        line.information = text.str();
        return line;
    } catch (const CLI::ParseError& error) {
        throw UserError(cat(error.what(), " (see nmt-eval --help)"));
    }
    resolve(app, typed, line.options);
    return line;
}

}  // namespace nmt
