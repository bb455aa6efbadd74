// nmt-bench: how fast this machine trains and translates with a config, and what it could do at best.

#include <CLI/CLI.hpp>

#include "base/cat.h"
#include "base/error.h"
#include "base/version.h"
#include "bench/bench_run.h"
#include "config/load_config.h"
#include "exit_code.h"
#include "run/device.h"

namespace {

struct Arguments {
    std::string config;
    std::vector<std::string> overrides;
    std::vector<std::int64_t> lengths;
    std::vector<std::string> parts{"training", "decoding", "text"};
    nmt::BenchOptions bench;
};

void bench(Arguments& arguments) {
    auto& options = arguments.bench;
    options.with_training = options.with_decoding = options.with_text = false;
    for (const auto& part : arguments.parts) {
        bool& is_asked = part == "training"   ? options.with_training
                         : part == "decoding" ? options.with_decoding
                         : part == "text"     ? options.with_text
                                              : throw nmt::UserError(nmt::cat("--parts: unknown part '", part,
                                                                              "'; allowed: training, decoding, text"));
        is_asked = true;
    }
    if (!arguments.lengths.empty()) {
        options.made_up_src = arguments.lengths.front();
        options.made_up_tgt = arguments.lengths.back();
    }
    nmt::run_bench(nmt::load_config(arguments.config, arguments.overrides).config, options);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "Measures training and translation with the settings of CONFIG.yaml. A training in the config's output folder "
        "is read and not changed, but for its cache, which is filled where it is missing.",
        "nmt-bench");
    Arguments arguments;
    auto& options = arguments.bench;
    app.add_option("config", arguments.config, "YAML file with the settings")->type_name("CONFIG.yaml")->required();
    app.add_option("--set", arguments.overrides, "set one option, over the file's value; may be repeated")
        ->type_name("key=value")
        ->allow_extra_args(false);
    app.add_option(
           "--lengths", arguments.lengths,
           "train on random words instead of the corpus, and measure nothing else: tokens a source and a target "
           "sentence")
        ->expected(2)
        ->check(CLI::Range(2, 1000000));
    app.add_option("--updates", options.updates, "updates to measure")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    app.add_option("--warmup", options.warmup, "updates before them")
        ->check(CLI::Range(0, 1000000))
        ->capture_default_str();
    app.add_option("--input", options.input, "text to translate; without it, the config's dev source");
    app.add_option("--sentences", options.max_sentences, "lines of it, at most")
        ->check(CLI::Range(1, 100000000))
        ->capture_default_str();
    app.add_option("--parts", arguments.parts, "what to measure: training,decoding,text")
        ->delimiter(',')
        ->capture_default_str();
    app.add_option("--json", options.json_path, "write the figures to this file, too");
    app.add_option("--against", options.against_path, "an earlier --json file: print the ratios, present / earlier");
    app.set_version_flag("--version", [] { return nmt::version_text("nmt-bench", nmt::torch_version_text()); });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return nmt::exit_code_of("nmt-bench", [&] {
        bench(arguments);
        return 0;
    });
}
