// nmt-train: learns a translation model from a parallel corpus as a YAML file describes it.

#include <CLI/CLI.hpp>

#include "base/log.h"
#include "base/version.h"
#include "config/dump_config.h"
#include "config/load_config.h"
#include "config/reference.h"
#include "exit_code.h"
#include "run/device.h"
#include "run/lexicon_run.h"
#include "run/training_run.h"

namespace {

struct Arguments {
    std::string config;
    std::vector<std::string> overrides;
    bool dump_config = false;
    bool lexicon = false;
    nmt::TrainingRunOptions run;
};

int train(const Arguments& arguments) {
    const auto loaded = nmt::load_config(arguments.config, arguments.overrides);
    if (arguments.dump_config) {
        std::cout << nmt::dump_yaml(loaded.config, loaded.origins);
        return 0;
    }
    if (arguments.lexicon) {
        nmt::run_lexicon(loaded.config);
        return 0;
    }
    return nmt::run_training(loaded.config, arguments.run);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Trains a recurrent translation model. Settings come from CONFIG.yaml; --set overrides single ones.",
                 "nmt-train");
    Arguments arguments;
    std::string level = "info";
    bool reference = false;
    app.add_option("config", arguments.config, "YAML file with the settings")->type_name("CONFIG.yaml");
    app.add_option("--set", arguments.overrides, "set one option, over the file's value; may be repeated")
        ->type_name("key=value")
        ->allow_extra_args(false);
    app.add_flag("--dump-config", arguments.dump_config, "print the resolved settings and exit");
    auto* lexicon =
        app.add_flag("--lexicon", arguments.lexicon,
                     "write the lexicon that nmt-translate --shortlist needs into the output folder and exit");
    app.add_flag("--restart", arguments.run.restart, "throw away the training in the output folder and begin anew")
        ->excludes(lexicon);
    app.add_flag("--allow-change", arguments.run.allow_change,
                 "resume although settings, the training corpus or the dev set have changed")
        ->excludes(lexicon);
    app.add_flag("--quiet", arguments.run.quiet, "print warnings and errors only");
    app.add_option("--log-level", level, "debug, info, warning, error or off")->capture_default_str();
    app.add_flag("--reference", reference, "print the reference page of all settings (configs/REFERENCE.md) and exit");
    app.set_version_flag("--version", [] { return nmt::version_text("nmt-train", nmt::torch_version_text()); });
    app.footer(nmt::options_help);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return nmt::exit_code_of("nmt-train", [&] {
        nmt::set_log_level(arguments.run.quiet ? nmt::LogLevel::warning : nmt::log_level_from_name(level));
        if (reference) {
            std::cout << nmt::reference_markdown();
            return 0;
        }
        if (arguments.config.empty()) throw nmt::UserError("no CONFIG.yaml was named; see nmt-train --help");
        return train(arguments);
    });
}
