// nmt-translate: reads sentences from standard input, one a line, and writes their translations.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "base/log.h"
#include "base/signals.h"
#include "base/version.h"
#include "config/option_value.h"
#include "exit_code.h"
#include "run/device.h"
#include "run/translation_run.h"

namespace {

/// Values are checked, and the allowed ones listed, as those of the config's option `key` are.
CLI::Validator as_option(const char* key) {
    const auto check = [key](const std::string& value) -> std::string {
        try {
            nmt::Config scratch;
            nmt::assign_value(*nmt::find_option(key), {value}, scratch);
            return "";
        } catch (const nmt::UserError& error) {
            return error.what();
        }
    };
    return CLI::Validator(check, nmt::allowed_text(*nmt::find_option(key)));
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Translates standard input, one sentence a line, to standard output, in order.", "nmt-translate");
    nmt::TranslationRunOptions options;
    std::string level = "info";
    app.add_option("--model", options.model_directory, "the model directory that nmt-train wrote")
        ->required()
        ->type_name("DIR");
    app.add_option("--checkpoint", options.checkpoint, "which weights: best or last")
        ->check(CLI::IsMember({"best", "last"}))
        ->capture_default_str();
    app.add_option("--beam", options.beam, "hypotheses kept; 1 is greedy (default: the model's search.beam)")
        ->check(as_option("search.beam"));
    app.add_option("--length-penalty", options.length_penalty,
                   "hypotheses are compared by log p / length^A (default: the model's search.length_penalty)")
        ->type_name("A")
        ->check(as_option("search.length_penalty"));
    auto* sentences = app.add_option("--batch-sentences", options.batch_sentences,
                                     "sentences translated together (default: the model's search.batch_sentences)")
                          ->check(as_option("search.batch_sentences") & CLI::PositiveNumber);
    app.add_option("--batch-tokens", options.batch_tokens,
                   "source tokens translated together, padding counted (default: the model's search.batch_tokens)")
        ->check(as_option("search.batch_tokens") & CLI::PositiveNumber)
        ->excludes(sentences);
    app.add_option("--max-length", options.max_length,
                   "longest output: min(2 m + 10, this) tokens for m source tokens (default: search.max_length)")
        ->check(as_option("search.max_length"));
    app.add_option("--max-source-length", options.max_source_length,
                   "a longer source is cut to this many tokens, with a warning (default: search.max_source_length)")
        ->check(as_option("search.max_source_length"));
    app.add_option("--precision", options.precision, "arithmetic of the matrix products (default: search.precision)")
        ->check(as_option("search.precision"));
    app.add_option("--shortlist", options.shortlist,
                   "target tokens allowed for each source token; 0: all (default: the model's search.shortlist)")
        ->type_name("N")
        ->check(as_option("search.shortlist"));
    app.add_option("--attention", options.attention_page,
                   "also write a page with a picture of every sentence's attention")
        ->type_name("FILE.html");
    app.add_option("--threads", options.threads, "threads; 0: all cores")
        ->check(as_option("threads"))
        ->capture_default_str();
    app.add_option("--device", options.device, "where to translate")->check(as_option("device"))->capture_default_str();
    app.add_option("--log-level", level, "debug, info, warning, error or off")->capture_default_str();
    app.set_version_flag("--version", [] { return nmt::version_text("nmt-translate", nmt::torch_version_text()); });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return nmt::exit_code_of("nmt-translate", [&] {
        nmt::end_on_broken_pipe();
        nmt::set_log_level(nmt::log_level_from_name(level));
        nmt::run_translation(options, STDIN_FILENO, STDOUT_FILENO);
        return 0;
    });
}
