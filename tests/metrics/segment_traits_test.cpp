#include "metrics/segment_traits.h"

#include <array>
#include <cmath>
#include <string>

#include "catch.h"
#include "metrics/word_cutter.h"

using namespace nmt;

namespace {

/// The traits of one output.
OutputTraits traits_of(const std::string& output, const std::vector<std::string>& references,
                       const std::string* source = nullptr) {
    const WordCutter cutter("13a", false);
    CutText output_text, source_text;
    cutter.cut(output, output_text);
    std::vector<CutText> reference_texts(references.size());
    std::vector<Words> reference_words;
    for (std::size_t i = 0; i < references.size(); ++i) {
        cutter.cut(references[i], reference_texts[i]);
        reference_words.emplace_back(reference_texts[i].words);
    }
    const std::array<Words, 1> outputs{output_text.words};
    Words source_words;
    if (source) {
        cutter.cut(*source, source_text);
        source_words = source_text.words;
    }
    std::vector<OutputTraits> traits;
    SegmentExaminer examiner;
    examiner.examine(outputs, reference_words, source ? &source_words : nullptr, traits);
    return traits.at(0);
}

using Orders = std::array<bool, kMaxRepeatedOrder>;

}  // namespace

TEST_CASE("an n-gram is repeated when it stands twice, and more often than in any reference") {
    CHECK(traits_of("the man saw the dog", {"a man saw the dog"}).is_repeated == Orders{true, false, false, false});
    CHECK(traits_of("the man saw the dog", {"the dog saw the man"}).is_repeated == Orders{});
    CHECK(traits_of("the man saw the dog", {"a man", "the dog saw the man"}).is_repeated == Orders{});
    CHECK(traits_of("a b c d x a b c d", {"a b c d"}).is_repeated == Orders{true, true, true, true});
    CHECK(traits_of("a b c x a b c", {"a b a b c"}).is_repeated == Orders{true, true, true, false});
    CHECK(traits_of("so , so , so", {"so so so"}).is_repeated == Orders{false, true, true, false});
    CHECK(traits_of("well . . . . . !", {"well"}).is_repeated == Orders{});  // punctuation alone
    CHECK(traits_of("", {""}).is_repeated == Orders{});
}

TEST_CASE("a loop is the same words directly one after the other") {
    CHECK(traits_of("the the the man", {"the man"}).loop_words == 2);
    CHECK(traits_of("the man the man the man saw", {"the man saw"}).loop_words == 4);
    CHECK(traits_of("the man the dog the cat", {"x"}).loop_words == 0);
    CHECK(traits_of("had had", {"he had had it"}).loop_words == 0);      // the reference has it too
    CHECK(traits_of("had had had", {"he had had it"}).loop_words == 2);  // but not so often
    CHECK(traits_of("1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 8", {"1"}).loop_words == 8);
    CHECK(traits_of("1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9", {"1"}).loop_words == 0);  // longer than a loop's 8 words
    CHECK(traits_of("! ! ! !", {"x"}).loop_words == 0);
    CHECK(traits_of("我 我", {"我"}).loop_words == 1);
    CHECK(traits_of("。 。", {"我"}).loop_words == 0);
}

TEST_CASE("lengths are held against the shortest, the longest and the closest reference") {
    const auto ratio = [](const char* output, const std::vector<std::string>& references) {
        return traits_of(output, references).length_ratio;
    };
    CHECK(ratio("a b c", {"a b", "a b c d"}) == 1.5);  // equally close: the shorter, as in BLEU
    CHECK(ratio("a b c", {"a b c d", "a b"}) == 1.5);
    CHECK(ratio("a b c", {"a b c d", ""}) == 0.75);
    CHECK(ratio("", {"a"}) == 0);
    CHECK(std::isnan(ratio("a", {""})));

    CHECK(traits_of("", {"a"}).is_empty);
    CHECK_FALSE(traits_of("", {"a", ""}).is_empty);
    CHECK_FALSE(traits_of("", {"a b c d e f g"}).is_under_long);
    CHECK(traits_of("a", {"a b c d", "a b c d e"}).is_under_long);
    CHECK_FALSE(traits_of("a", {"a b c"}).is_under_long);            // only 2 words fewer
    CHECK_FALSE(traits_of("a b c", {"a b c d e f"}).is_under_long);  // exactly half
    CHECK(traits_of("a b c d", {"a"}).is_over_long);
    CHECK_FALSE(traits_of("a b c", {"a"}).is_over_long);  // only 2 words more
    CHECK_FALSE(traits_of("a b c d", {"a", "a b"}).is_over_long);
}

TEST_CASE("a copy is the source where no reference is the source") {
    const std::string source = "Paris , oui Berlin";
    CHECK(traits_of("Paris, oui Berlin", {"Paris , yes Berlin"}, &source).is_copied);
    CHECK_FALSE(traits_of("Paris , oui Berlin", {"x", "Paris , oui Berlin"}, &source).is_copied);
    CHECK_FALSE(traits_of("Paris oui Berlin", {"x"}, &source).is_copied);
    const std::string dots = "...", empty;
    CHECK_FALSE(traits_of("...", {"x"}, &dots).is_copied);
    CHECK_FALSE(traits_of("", {"x"}, &empty).is_copied);

    CHECK(traits_of("oui , oui Paris", {"yes Paris"}, &source).copied_words == 2);  // not Paris, not the comma
    CHECK(traits_of("oui , oui Paris", {"yes", "Paris oui"}, &source).copied_words == 0);
}

TEST_CASE("letters and digits of every script make a word, punctuation does not") {
    for (const char* word : {"a", "7", "é", "我", "ж", "ש", "-5", "it's", "हि"}) CHECK(has_letter_or_digit(word));
    for (const char* word : {"", ".", "—", "。", "«", "…", "🙂", "$"}) CHECK_FALSE(has_letter_or_digit(word));
}
