#include "metrics/word_frequency.h"

#include <string>

#include "base/error.h"
#include "catch.h"
#include "temporary_folder.h"

using namespace nmt;

TEST_CASE("only the words that were added are counted, over all of a file") {
    const TemporaryFolder folder;
    WordFrequency frequency;
    for (const char* word : {"the", "dog", ".", "我", "the", "never"}) frequency.add_word(word);
    const WordCutter cutter("13a", false);
    const std::string path = folder.write("train", "the dog. the cat.\n\nThe 我\nbytes \xFF the");
    CHECK(frequency.count_file(path, cutter, 2) == 4);
    CHECK(frequency.frequency("the") == 3);
    CHECK(frequency.frequency("dog") == 1);
    CHECK(frequency.frequency(".") == 2);
    CHECK(frequency.frequency("我") == 1);
    CHECK(frequency.frequency("never") == 0);
    CHECK(frequency.frequency("cat") == 0);
    CHECK(frequency.word_count() == 5);
    CHECK(frequency.unseen_word_count() == 1);
}

TEST_CASE("lower case joins the counts of a word's forms") {
    const TemporaryFolder folder;
    WordFrequency frequency;
    frequency.add_word("straße");
    frequency.count_file(folder.write("train", "Straße STRAßE\nstraße\n"), WordCutter("13a", true), 1);
    CHECK(frequency.frequency("straße") == 3);
}

TEST_CASE("counts of many words and lines do not depend on the threads") {
    const TemporaryFolder folder;
    std::string text;
    for (int i = 0; i < 70000; ++i) text += "w" + std::to_string(i % 3000) + " x\n";
    const std::string path = folder.write("train", text);
    for (unsigned threads : {1U, 3U}) {
        WordFrequency frequency;
        frequency.add_word("x");
        for (int i = 0; i < 5000; ++i) frequency.add_word("w" + std::to_string(i));
        CHECK(frequency.count_file(path, WordCutter("13a", false), threads) == 70000);
        CHECK(frequency.frequency("x") == 70000);
        CHECK(frequency.frequency("w0") == 24);  // 70000 = 23 * 3000 + 1000
        CHECK(frequency.frequency("w999") == 24);
        CHECK(frequency.frequency("w1000") == 23);
        CHECK(frequency.frequency("w3000") == 0);
        CHECK(frequency.unseen_word_count() == 2000);
    }
}

TEST_CASE("a training text that cannot be read is the user's mistake") {
    WordFrequency frequency;
    CHECK_THROWS_AS(frequency.count_file("/no/such/file", WordCutter("13a", false), 1), UserError);
}
