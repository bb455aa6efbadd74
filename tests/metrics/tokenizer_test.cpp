#include "metrics/tokenizer.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "catch.h"
#include "metrics/golden_bleu.h"
#include "metrics/white_space.h"

using namespace nmt;

namespace {

/// The tokens of `line`, one space between them.
std::string joined_tokens(const Tokenizer& tokenizer, const std::string& line) {
    std::string tokenized;
    std::vector<std::string_view> tokens;
    tokenizer.tokenize(line, tokenized);
    split_words(tokenized, tokens);
    std::string joined;
    for (std::string_view token : tokens) joined.append(joined.empty() ? "" : " ").append(token);
    return joined;
}

}  // namespace

TEST_CASE("13a cuts where sacrebleu's regular expressions cut") {
    const auto tokenizer = make_tokenizer("13a");
    for (const auto& row : golden_bleu()["tokenize_13a"]) {
        INFO(row[0].dump());
        CHECK(joined_tokens(*tokenizer, row[0].get<std::string>()) == row[1].get<std::string>());
    }
}

TEST_CASE("none leaves the line alone") {
    std::string tokenized = "left over";
    make_tokenizer("none")->tokenize("a.b, &amp;", tokenized);
    CHECK(tokenized == "a.b, &amp;");
}

TEST_CASE("a tokenizer answers to its own name; an unknown name is the user's mistake") {
    for (const std::string& name : tokenizer_names()) CHECK(make_tokenizer(name)->name() == name);
    CHECK_THROWS_AS(make_tokenizer("13b"), UserError);
    CHECK_THROWS_WITH(make_tokenizer("13b"), "unknown tokenizer '13b'; allowed: 13a, none");
}
