// nmt-eval as a user calls it: arguments, exit codes, and which stream holds what.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "catch.h"

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

struct Outcome {
    int exit_code;
    std::string output;
    std::string errors;
};

class EvalProgram {
public:
    EvalProgram() : root_(std::filesystem::temp_directory_path() / ("nmt-eval-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(root_);
        std::ofstream(root_ / "ref") << "The man bit the dog.\nYes, it did.\n";
        std::ofstream(root_ / "hyp") << "the man bit the dog .\nYes, it did.\n";
    }
    ~EvalProgram() { std::filesystem::remove_all(root_); }

    /// Runs in a folder that holds ref and hyp. Both arguments are shell text; `before` stands before the program.
    Outcome operator()(const std::string& arguments, const std::string& before = "") const {
        const std::string command = "cd '" + root_.string() + "' && unset SACREBLEU_FORMAT && " + before + " '" +
                                    NMT_BINARY_DIR + "/nmt-eval' >out 2>err " + arguments;
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text("out"), text("err")};
    }

private:
    std::string text(const std::string& name) const {
        std::ifstream file(root_ / name);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }

    std::filesystem::path root_;
};

}  // namespace

TEST_CASE("nmt-eval prints JSON unless told otherwise") {
    const EvalProgram eval;
    const Outcome json = eval("ref -i hyp");
    CHECK(json.exit_code == 0);
    CHECK(json.errors.empty());
    CHECK_THAT(json.output, StartsWith("{\n \"name\": \"BLEU\",\n \"score\": ") && Contains("\"tok\": \"13a\""));
    CHECK_THAT(eval("ref -f text < hyp").output, StartsWith("BLEU|nrefs:1|case:mixed|"));
    CHECK_THAT(eval("ref -i hyp -f json", "SACREBLEU_FORMAT=text").output, StartsWith("BLEU|"));
}

TEST_CASE("nmt-eval takes sacreBLEU's long names with one dash") {
    const EvalProgram eval;
    CHECK(eval("ref -i ref -b").output == "100.0\n");
    CHECK_THAT(eval("ref -i hyp -f text -tok none").output, Contains("|tok:none|"));
    CHECK_THAT(eval("ref -i hyp -f text -tok=none -lc").output, Contains("|case:lc|eff:no|tok:none|"));
    CHECK_THAT(eval("ref -i hyp -f text -s floor -sv 0.25").output, Contains("|smooth:floor[0.25]|"));
    CHECK_THAT(eval("ref hyp -m bleu -f text -w 3 -i hyp").output, Contains("nrefs:2|") && Contains(" = 100.000 "));
}

TEST_CASE("nmt-eval exits 2 for the user's mistakes, with one clear line and nothing on standard output") {
    const EvalProgram eval;
    for (const char* arguments : {"", "missing -i hyp", "ref -i missing", ". -i hyp", "ref -i hyp -tok 13b",
                                  "ref -i hyp -m comet", "ref -i hyp -f xml", "ref -i hyp -s exq", "ref -i hyp -w x",
                                  "ref -i hyp -w -1", "ref -i hyp -s floor -sv -1", "ref -i hyp hyp",
                                  "ref -i hyp --unknown", "ref < /dev/null", "ref -i hyp > /dev/full"}) {
        INFO(arguments);
        const Outcome outcome = eval(arguments);
        CHECK(outcome.exit_code == 2);
        CHECK(outcome.output.empty());
        CHECK_THAT(outcome.errors, StartsWith("nmt-eval: error: "));
    }
    CHECK_THAT(eval("ref -i hyp -s exq").errors,
               Contains("unknown smoothing method 'exq'; allowed: add-k, exp, floor"));
}

TEST_CASE("nmt-eval compares systems, with several metrics at once, and gives each sentence a line") {
    const EvalProgram eval;
    const Outcome json = eval("ref -i ref hyp --paired-bs -pbsn 20 -m chrf bleu ter");
    CHECK(json.exit_code == 0);
    CHECK_THAT(json.output, StartsWith("[\n    {\n        \"system\": \"Baseline: ref\",\n        \"chrF2\": {\n            \"score\": 100.0,"));
    CHECK_THAT(eval("ref -i ref hyp --paired-ar -parn 20 -f text").output,
               Contains("Paired approximate randomization test with 20 trials") && Contains("|ar:20|seed:12345|"));
    CHECK_THAT(eval("ref -i hyp --confidence -f text").output, Contains(" (μ = ") && Contains("|bs:1000|seed:12345|"));
    CHECK(eval("ref -i ref -sl -b").output == "100.0\n100.0\n");
    CHECK_THAT(eval("ref -f text -m ter bleu", "paste ref hyp |").output, Contains("System 2"));
    CHECK(eval("ref -i hyp --report page.html").exit_code == 0);
}

TEST_CASE("nmt-eval warns on standard error about text that looks tokenized") {
    const EvalProgram eval;
    const std::string write_many = "for i in $(seq 100); do echo 'a b c .'; done > many;";
    const Outcome warned = eval("many -i many -b", write_many);
    CHECK(warned.exit_code == 0);
    CHECK(warned.output == "100.0\n");
    CHECK_THAT(warned.errors, Contains("100 lines that end in a tokenized period") && Contains("--force"));
    CHECK(eval("many -i many -b --force", write_many).errors.empty());
    CHECK(eval("many -i many -b -q", write_many).errors.empty());
}

TEST_CASE("nmt-eval tells its help and version on standard output") {
    const EvalProgram eval;
    CHECK_THAT(eval("--help").output, Contains("REF") && Contains("-tok") && Contains("SACREBLEU_FORMAT"));
    CHECK_THAT(eval("--version").output, StartsWith("nmt-eval ") && Contains("commit"));
    CHECK(eval("--version").exit_code == 0);
}
