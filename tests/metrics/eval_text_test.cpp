// The pieces of Python that sacreBLEU's numbers and output rest on: split, rstrip, lower, repr, format.
#include <string>
#include <vector>

#include "catch.h"
#include "metrics/golden_bleu.h"
#include "metrics/lower_case.h"
#include "base/number_text.h"
#include "metrics/white_space.h"

using namespace nmt;

TEST_CASE("words and the right end are Python's split and rstrip") {
    for (const auto& row : golden_bleu()["split"]) {
        const auto text = row[0].get<std::string>();
        INFO(row[0].dump());
        std::vector<std::string_view> words;
        split_words(text, words);
        CHECK(std::vector<std::string>(words.begin(), words.end()) == row[1].get<std::vector<std::string>>());
        CHECK(std::string(right_strip(text)) == row[2].get<std::string>());
    }
}

TEST_CASE("splitting stands bytes that are not UTF-8") {
    std::vector<std::string_view> words;
    for (const char* text : {"\xC2", "\xE2\x80", "a\xE3\x80", "\xE1\x9A", "\xFF \xC2"}) {
        split_words(text, words);
        CHECK_FALSE(words.empty());
        CHECK(right_strip(text) == text);
    }
}

TEST_CASE("lower case is Python's, with the final sigma") {
    for (const auto& row : golden_bleu()["lower"]) {
        INFO(row[0].dump());
        CHECK(lower_case(row[0].get<std::string>()) == row[1].get<std::string>());
    }
}

TEST_CASE("numbers are printed as Python prints them") {
    for (const auto& row : golden_bleu()["numbers"]) {
        const double value = row["value"];
        const int width = row["width"];
        INFO(row.dump());
        CHECK(fixed_text(value, width) == row["fixed"].get<std::string>());
        CHECK(shortest_text(value) == row["shortest"].get<std::string>());
        CHECK(rounded(value, width) == row["rounded"].get<double>());
    }
}
