#include "metrics/tokenizer.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/utf8.h"
#include "catch.h"
#include "metrics/bleu.h"
#include "metrics/golden_bleu.h"
#include "metrics/golden_file.h"
#include "metrics/joined_tokens.h"
#include "metrics/white_space.h"
#include "temporary_folder.h"

using namespace nmt;
using Catch::Matchers::Contains;
using Lines = std::vector<std::string>;

namespace {

const nlohmann::json& golden() {
    static const nlohmann::json golden = read_golden("tokenizers.json");
    return golden;
}

std::string with_replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// The tokens of each probe with the character in place of the stand-in, which then replaces it again.
Lines behaviour(const Tokenizer& tokenizer, char32_t code_point, const Lines& probes) {
    const std::string_view stand_in = "\uFFFD";
    std::string character;
    append_utf8(character, code_point);
    Lines behaviour;
    for (const std::string& probe : probes) {
        const std::string line = with_replaced(probe, stand_in, character);
        const std::string tokens = joined_tokens(tokenizer, right_strip(line));
        const bool is_ambiguous = probe.find(character) != std::string::npos;
        behaviour.push_back(is_ambiguous ? tokens : with_replaced(tokens, character, stand_in));
    }
    return behaviour;
}

std::string bytes_from_hex(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return bytes;
}

std::string model_file(const TemporaryFolder& folder, const nlohmann::json& model) {
    return folder.write(model["name"].get<std::string>() + ".model",
                        bytes_from_hex(model["model_hex"].get<std::string>()));
}

BleuOptions bleu_options(const std::string& tokenizer, const std::string& spm_model_path, bool is_lower_cased = false) {
    BleuOptions options;
    options.tokenizer = tokenizer;
    options.spm_model_path = spm_model_path;
    options.is_lower_cased = is_lower_cased;
    options.smoothing = Smoothing::none;
    return options;
}

}  // namespace

TEST_CASE("13a cuts where sacrebleu's regular expressions cut") {
    const auto tokenizer = make_tokenizer("13a");
    for (const auto& row : golden_bleu()["tokenize_13a"]) {
        INFO(row[0].dump());
        CHECK(joined_tokens(*tokenizer, row[0].get<std::string>()) == row[1].get<std::string>());
    }
}

TEST_CASE("13a, intl, zh and char give sacrebleu's tokens") {
    for (const std::string name : {"13a", "intl", "zh", "char"}) {
        const auto tokenizer = make_tokenizer(name);
        for (const auto& row : golden()["lines"]) {
            INFO(name << " " << row[0].dump());
            CHECK(joined_tokens(*tokenizer, row[0].get<std::string>()) == row[1][name].get<std::string>());
        }
    }
}

TEST_CASE("intl and zh treat every character of Unicode 14 as sacrebleu does") {
    const auto probes = golden()["probes"].get<Lines>();
    const auto assigned = golden()["assigned"].get<std::vector<std::pair<std::uint32_t, std::uint32_t>>>();
    for (const std::string name : {"intl", "zh"}) {
        const auto tokenizer = make_tokenizer(name);
        const auto kinds = golden()["behaviours"][name]["kinds"].get<std::vector<Lines>>();
        const auto changes =
            golden()["behaviours"][name]["changes"].get<std::vector<std::pair<std::uint32_t, std::size_t>>>();
        std::size_t change = 0;
        std::vector<std::uint32_t> different;
        for (const auto& [first, last] : assigned)
            for (std::uint32_t c = first; c <= last; ++c) {
                while (change + 1 < changes.size() && changes[change + 1].first <= c) ++change;
                if (behaviour(*tokenizer, c, probes) != kinds[changes[change].second]) different.push_back(c);
            }
        INFO(name);
        CHECK(different == std::vector<std::uint32_t>{});
    }
}

TEST_CASE("none leaves the line alone") {
    std::string tokenized = "left over";
    make_tokenizer("none")->tokenize("a.b, &amp;", tokenized);
    CHECK(tokenized == "a.b, &amp;");
}

TEST_CASE("BLEU with every tokenizer equals sacrebleu's") {
    for (const auto& row : golden()["bleu"]) {
        INFO(row.dump());
        const Bleu bleu(bleu_options(row["tokenize"].get<std::string>(), "", row["lowercase"].get<bool>()));
        const auto references = row["references"].get<std::vector<Lines>>();
        const std::vector<std::span<const std::string>> spans(references.begin(), references.end());
        const MetricScore score = bleu.score(bleu.segment_statistics(row["hypotheses"].get<Lines>(), spans, 1).sum());
        CHECK(score.score == row["score"].get<double>());
        CHECK(Lines{bleu.signature(references.size()).text()} ==
              Lines{row["signature"].get<std::string>() + "|tool:" + tool_tag()});
    }
}

TEST_CASE("spm gives the pieces that sacrebleu's sentencepiece tokenizers give, and names the model by its content") {
    const TemporaryFolder folder;
    for (const auto& model : golden()["spm"]) {
        const auto tokenizer = make_tokenizer("spm", model_file(folder, model));
        CHECK(tokenizer->name() == "spm-" + model["sha256"].get<std::string>().substr(0, 8));
        for (const auto& row : model["rows"]) {
            INFO(model["name"].dump() << " " << row[0].dump());
            CHECK(joined_tokens(*tokenizer, row[0].get<std::string>()) == row[1].get<std::string>());
        }
    }
}

TEST_CASE("a tokenizer answers to its own name; an unknown name is the user's mistake") {
    for (const std::string& name : tokenizer_names())
        if (name != "spm") CHECK(make_tokenizer(name)->name() == name);
    CHECK_THROWS_AS(make_tokenizer("13b"), UserError);
    CHECK_THROWS_WITH(make_tokenizer("13b"), "unknown tokenizer '13b'; allowed: 13a, intl, zh, char, none, spm");
    CHECK_THROWS_WITH(make_tokenizer("ja-mecab"), Contains("needs MeCab, which is not offered; allowed: 13a, "));
    CHECK_THROWS_WITH(make_tokenizer("flores200"),
                      Contains("fetch it and use the tokenizer spm with --spm-model FILE"));
}

TEST_CASE("spm without a model, another tokenizer with one, and a file that is none are the user's mistakes") {
    const TemporaryFolder folder;
    const std::string model = model_file(folder, golden()["spm"][0]);
    CHECK_THROWS_AS(make_tokenizer("spm"), UserError);
    CHECK_THROWS_WITH(make_tokenizer("spm"), "the tokenizer spm needs a sentencepiece model: --spm-model FILE");
    CHECK_THROWS_AS(make_tokenizer("13a", model), UserError);
    CHECK_THROWS_WITH(make_tokenizer("13a", model),
                      "--spm-model " + model + ": only the tokenizer spm takes a model, not 13a");
    CHECK_THROWS_AS(make_tokenizer("spm", folder.file("no")), UserError);
    CHECK_THROWS_WITH(make_tokenizer("spm", folder.file("no")), Contains("No such file or directory"));
    CHECK_THROWS_WITH(make_tokenizer("spm", folder.path()), Contains("it is a directory"));
    CHECK_THROWS_WITH(make_tokenizer("spm", folder.write("text", "hello\n")),
                      Contains("text: damaged, or not a sentencepiece model"));
    CHECK_THROWS_AS(Bleu(bleu_options("intl", model)), UserError);
    CHECK(Bleu(bleu_options("spm", model)).signature(1).text().find("|tok:spm-") != std::string::npos);
}
