#include "evaluate/command_line.h"

#include <stdlib.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "catch.h"

using namespace nmt;
using Catch::Matchers::Contains;
using Paths = std::vector<std::string>;

namespace {

/// The variables of the shell that runs the tests do not count.
class CleanEnvironment {
public:
    CleanEnvironment() {
        for (const char* name : {"SACREBLEU_FORMAT", "SACREBLEU_SEED", "NO_COLOR"}) unsetenv(name);
    }
    ~CleanEnvironment() {
        for (const char* name : {"SACREBLEU_FORMAT", "SACREBLEU_SEED", "NO_COLOR"}) unsetenv(name);
    }
};

EvaluateOptions options_of(const std::vector<std::string>& arguments) {
    return parse_command_line(arguments).options;
}

}  // namespace

TEST_CASE("without options the command line is sacreBLEU's") {
    const CleanEnvironment environment;
    const EvaluateOptions options = options_of({"ref"});
    CHECK(options.input.reference_paths == Paths{"ref"});
    CHECK_FALSE(options.input.system_paths);
    CHECK(options.metrics == std::vector{MetricKind::bleu});
    CHECK(options.output.format == OutputFormat::json);
    CHECK(options.output.decimals == 1);
    CHECK(options.significance.kind == SignificanceKind::none);
    CHECK(options.output.has_colours);
}

TEST_CASE("references stand before -i, systems after it") {
    const CleanEnvironment environment;
    const EvaluateOptions options =
        options_of({"r1", "r2", "-i", "a", "b", "c", "-m", "ter", "bleu", "ter", "-w", "3"});
    CHECK(options.input.reference_paths == Paths{"r1", "r2"});
    CHECK(options.input.system_paths == Paths{"a", "b", "c"});
    CHECK(options.metrics == std::vector{MetricKind::ter, MetricKind::bleu});
    CHECK(options.output.decimals == 3);
}

TEST_CASE("every name of sacreBLEU's options is known: with one dash, with two, cut short, with an equals sign") {
    const CleanEnvironment environment;
    for (const Paths& spelling :
         std::vector<Paths>{{"-tok", "none"}, {"-tok=none"}, {"--tokenize", "none"}, {"--tok=none"}}) {
        Paths arguments{"ref"};
        arguments.insert(arguments.end(), spelling.begin(), spelling.end());
        CHECK(options_of(arguments).bleu.tokenizer == "none");
    }
    const EvaluateOptions options = options_of({"ref",
                                                "-lc",
                                                "-s",
                                                "floor",
                                                "-sv",
                                                "0.25",
                                                "-cc",
                                                "3",
                                                "-cw",
                                                "2",
                                                "--chrf-beta",
                                                "1",
                                                "--chrf-whitespace",
                                                "--chrf-lowercase",
                                                "--chrf-eps-smoothing",
                                                "--ter-normalized",
                                                "--ter-case-sensitive",
                                                "--ter-asian-support",
                                                "--ter-no-punct",
                                                "-nr",
                                                "2",
                                                "-sh",
                                                "-b",
                                                "-nc",
                                                "-pbs",
                                                "-pbsn",
                                                "50",
                                                "-j",
                                                "3",
                                                "-e",
                                                "UTF-8",
                                                "-f",
                                                "latex",
                                                "--force"});
    CHECK(options.bleu.is_lower_cased);
    CHECK(options.bleu.smoothing == Smoothing::floor);
    CHECK(options.bleu.smoothing_value == 0.25);
    CHECK(options.chrf.char_order == 3);
    CHECK(options.chrf.word_order == 2);
    CHECK(options.chrf.beta == 1);
    CHECK((options.chrf.keeps_white_space && options.chrf.is_lower_cased && options.chrf.has_eps_smoothing));
    CHECK((options.ter.is_normalized && options.ter.is_case_sensitive && options.ter.has_asian_support &&
           options.ter.has_no_punctuation));
    CHECK(options.input.reference_columns == 2);
    CHECK((options.output.has_short_signature && options.output.prints_score_only && !options.output.has_colours));
    CHECK(options.significance.kind == SignificanceKind::paired_bootstrap);
    CHECK(options.significance.paired_bootstrap_trials == 50);
    CHECK(options.threads == 3);
    CHECK(options.is_force);
    CHECK(options_of({"ref", "-ci", "-cin", "7"}).significance.confidence_trials == 7);
    CHECK(options_of({"ref", "-par", "-parn", "7"}).significance.randomization_trials == 7);
    CHECK(options_of({"ref", "-sl"}).is_sentence_level);
    CHECK(parse_command_line({"ref", "-q"}).is_quiet);
    CHECK(options_of({"--", "-tok"}).input.reference_paths == Paths{"-tok"});
    CHECK(options_of({"ref", "-w", "2", "-w", "4"}).output.decimals == 4);
}

TEST_CASE("the environment counts as in sacreBLEU") {
    const CleanEnvironment environment;
    setenv("SACREBLEU_FORMAT", "Latex", 1);
    setenv("SACREBLEU_SEED", "77", 1);
    setenv("NO_COLOR", "1", 1);
    const EvaluateOptions options = options_of({"ref", "-f", "json", "-ci"});
    CHECK(options.output.format == OutputFormat::latex);
    CHECK(options.significance.seed.number_text() == "77");
    CHECK_FALSE(options.output.has_colours);
    setenv("SACREBLEU_FORMAT", "xml", 1);
    setenv("SACREBLEU_SEED", "many", 1);
    CHECK(options_of({"ref", "-f", "text"}).output.format == OutputFormat::text);
    CHECK_THROWS_WITH(options_of({"ref", "-ci"}), Contains("the seed is 'many'"));
}

TEST_CASE("our own options") {
    const CleanEnvironment environment;
    const EvaluateOptions options = options_of(
        {"ref", "--report", "r.html", "--source", "s", "--train-text", "t", "-tok", "spm", "--spm-model", "m"});
    CHECK(options.report->path == "r.html");
    CHECK(options.report->source_path == "s");
    CHECK(options.report->train_text_path == "t");
    CHECK(options.bleu.spm_model_path == "m");
    const EvaluateOptions alignment = options_of({"--aer", "gold", "-i", "mine", "--aer-gold-one-based"});
    CHECK(alignment.alignment->gold_path == "gold");
    CHECK(alignment.alignment->is_gold_one_based);
    CHECK_THROWS_WITH(options_of({"ref", "--source", "s"}), Contains("--report FILE"));
    CHECK_THROWS_WITH(options_of({"ref", "--aer-one-based"}), Contains("--aer GOLD"));
}

TEST_CASE("what is not offered is refused with its reason") {
    const CleanEnvironment environment;
    for (const Paths& arguments : std::vector<Paths>{{"-t", "wmt14"},
                                                     {"--test-set=wmt14"},
                                                     {"--test", "wmt14"},
                                                     {"-l", "en-de"},
                                                     {"--list"},
                                                     {"--echo", "src"},
                                                     {"--download", "wmt14"},
                                                     {"--citation"},
                                                     {"--cite"},
                                                     {"-ol", "en"},
                                                     {"--subset", "x"},
                                                     {"--detail"},
                                                     {"-d"}})
        CHECK_THROWS_WITH(options_of(arguments), Contains("is not offered"));
    for (const char* tokenizer : {"ja-mecab", "ko-mecab", "flores101", "flores200", "spBLEU-1K"})
        CHECK_THROWS_WITH(options_of({"ref", "-tok", tokenizer}), Contains(std::string(tokenizer) + " is not offered"));
    CHECK_THROWS_WITH(options_of({"ref", "-e", "latin-1"}), Contains("utf-8 only"));
}

TEST_CASE("a wrong option or value is the user's mistake, with what is allowed") {
    const CleanEnvironment environment;
    CHECK_THROWS_WITH(options_of({"ref", "-m", "comet"}), Contains("unknown metric 'comet'; allowed: bleu, chrf, ter"));
    CHECK_THROWS_WITH(options_of({"ref", "-f", "xml"}), Contains("unknown format 'xml'; allowed: json, latex, text"));
    CHECK_THROWS_WITH(options_of({"ref", "--chrf"}), Contains("--chrf-beta") && Contains("--chrf-whitespace"));
    CHECK_THROWS_WITH(options_of({"ref", "-pbs", "-par"}), Contains("exclude one another"));
    for (const Paths& arguments : std::vector<Paths>{{"--unknown"},
                                                     {"ref", "-w", "x"},
                                                     {"ref", "-w"},
                                                     {"ref", "-i"},
                                                     {"ref", "-j", "-1"},
                                                     {"ref", "-w", "99999999999999999999"}})
        CHECK_THROWS_AS(options_of(arguments), UserError);
}

TEST_CASE("help and version ask for nothing else") {
    CHECK_THAT(*parse_command_line({"--help"}).information,
               Contains("REF") && Contains("-tok") && Contains("SACREBLEU_SEED"));
    CHECK_THAT(*parse_command_line({"-V"}).information, Contains("nmt-eval ") && Contains("2.6.0"));
}
