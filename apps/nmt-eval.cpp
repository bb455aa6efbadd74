// nmt-eval REF... [-i HYP]: scores a translation as sacreBLEU does.

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "exit_code.h"
#include "metrics/evaluate.h"

namespace {

/// sacreBLEU's long names with one dash, which CLI11 2.1 would read as a row of short ones; `--` ends the options.
/// The result is in reverse order, as CLI11's parse(vector) wants it.
std::vector<std::string> arguments_for_cli11(int argc, char** argv) {
    static const std::map<std::string, std::string> long_names{
        {"-tok", "--tokenize"}, {"-lc", "--lowercase"}, {"-sv", "--smooth-value"}};
    std::vector<std::string> arguments(argv + 1, argv + argc);
    for (std::string& argument : arguments) {
        if (argument == "--") break;
        const std::size_t equals = std::min(argument.find('='), argument.size());
        const auto found = long_names.find(argument.substr(0, equals));
        if (found != long_names.end()) argument = found->second + argument.substr(equals);
    }
    return {arguments.rbegin(), arguments.rend()};
}

/// The command line as it was typed; `options_of` gives it its types.
struct CommandLine {
    nmt::EvaluateOptions evaluate;
    std::vector<std::string> input_paths;
    std::vector<std::string> metrics{"bleu"};
    std::string smoothing = "exp";
    std::string format = "json";
    bool is_quiet = false;
};

void declare(CLI::App& app, CommandLine& line) {
    nmt::EvaluateOptions& evaluate = line.evaluate;
    app.set_version_flag("-V,--version", nmt::version_text());
    app.add_option("REF", evaluate.reference_paths, "Reference files, one segment a line, plain or .gz; before -i");
    app.add_option("-i,--input", line.input_paths, "The translation; without it, standard input is read");
    app.add_option("-m,--metrics", line.metrics, "Metrics to compute: bleu")->capture_default_str();
    app.add_option("--tokenize", evaluate.bleu.tokenizer, "-tok: tokenizer, 13a or none")->capture_default_str();
    app.add_flag("--lowercase", evaluate.bleu.is_lower_cased, "-lc: compare without regard to case");
    app.add_option("-s,--smooth-method", line.smoothing, "Smoothing: exp, floor, add-k or none")->capture_default_str();
    app.add_option("--smooth-value", evaluate.bleu.smoothing_value,
                   "-sv: value of floor (default 0.1) or add-k (default 1)");
    app.add_flag("--force", evaluate.is_force, "Do not warn about text that looks tokenized");
    app.add_option("-f,--format", line.format, "Output: json or text; the variable SACREBLEU_FORMAT overrides it")
        ->capture_default_str();
    app.add_flag("-b,--score-only", evaluate.prints_score_only, "Print the score alone");
    app.add_option("-w,--width", evaluate.decimals, "Decimals of the score")->capture_default_str();
    app.add_flag("-q,--quiet", line.is_quiet, "No warnings");
}

const std::map<std::string, nmt::ScoreFormat> formats{{"json", nmt::ScoreFormat::json},
                                                      {"text", nmt::ScoreFormat::text}};

const std::map<std::string, nmt::Smoothing> smoothings{{"exp", nmt::Smoothing::exp},
                                                       {"floor", nmt::Smoothing::floor},
                                                       {"add-k", nmt::Smoothing::add_k},
                                                       {"none", nmt::Smoothing::none}};

template <class Value>
Value chosen(const char* what, const std::string& name, const std::map<std::string, Value>& choices) {
    if (const auto found = choices.find(name); found != choices.end()) return found->second;
    std::string allowed;
    for (const auto& choice : choices) allowed += (allowed.empty() ? "" : ", ") + choice.first;
    throw nmt::UserError(nmt::cat("unknown ", what, " '", name, "'; allowed: ", allowed));
}

nmt::EvaluateOptions options_of(const CommandLine& line) {
    nmt::EvaluateOptions options = line.evaluate;
    for (const std::string& metric : line.metrics)
        chosen("metric", metric, std::map<std::string, bool>{{"bleu", true}});
    options.bleu.smoothing = chosen("smoothing method", line.smoothing, smoothings);
    options.format = chosen("format", line.format, formats);
    const char* format = std::getenv("SACREBLEU_FORMAT");
    if (format && formats.count(format)) options.format = formats.at(format);
    if (line.input_paths.size() > 1)
        throw nmt::UserError(
            "-i names several files; only one system is scored at a time (references stand before -i)");
    if (!line.input_paths.empty()) options.hypothesis_path = line.input_paths.front();
    return options;
}

int run(int argc, char** argv) {
    CLI::App app("Scores a translation with BLEU; value, output and signature are those of sacreBLEU.", "nmt-eval");
    CommandLine line;
    declare(app, line);
    try {
        app.parse(arguments_for_cli11(argc, argv));
    } catch (const CLI::Success& request) {  // --help, --version
        return app.exit(request);
    } catch (const CLI::ParseError& error) {
        throw nmt::UserError(nmt::cat(error.what(), " (see nmt-eval --help)"));
    }
    if (line.is_quiet) nmt::set_log_level(nmt::LogLevel::error);
    std::cout << nmt::evaluate(options_of(line), std::cin) << std::flush;
    if (!std::cout) throw nmt::UserError("standard output cannot be written");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return nmt::exit_code_of("nmt-eval", [&] { return run(argc, argv); });
}
