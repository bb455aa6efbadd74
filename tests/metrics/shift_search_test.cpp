#include "metrics/shift_search.h"

#include <random>
#include <string>
#include <vector>

#include "base/error.h"
#include "catch.h"
#include "metrics/edit_distance.h"
#include "metrics/golden_ter.h"

using namespace nmt;
using Words = std::vector<EditDistance::Word>;

namespace {

std::string digits(const std::vector<std::uint8_t>& flags) {
    std::string text;
    for (std::uint8_t flag : flags) text += flag != 0 ? '1' : '0';
    return text;
}

Words random_words(std::mt19937& random, std::size_t count, unsigned vocabulary) {
    Words words(count);
    for (auto& word : words) word = 1 + random() % vocabulary;
    return words;
}

WordMove random_move(std::mt19937& random, std::size_t words) {
    const std::size_t first = random() % (words - 1);
    const std::size_t middle = first + 1 + random() % (words - first - 1);
    const std::size_t last = middle + 1 + random() % (words - middle);
    return {first, middle, last};
}

}  // namespace

TEST_CASE("edit distance and alignment equal sacrebleu's, beam and all") {
    EditDistance edits;
    WordAlignment alignment;
    for (const auto& row : golden_ter()["edits"]) {
        INFO(row.dump());
        edits.set_words(row["hyp"].get<Words>(), row["ref"].get<Words>());
        CHECK(edits.distance() == row["distance"].get<int>());
        edits.align(alignment);
        CHECK(digits(alignment.is_hyp_error) == row["hyp_errors"].get<std::string>());
        CHECK(digits(alignment.is_ref_error) == row["ref_errors"].get<std::string>());
        std::vector<std::size_t> hyp_end{0};
        for (const auto& position : row["align"]) hyp_end.push_back(static_cast<std::size_t>(position.get<int>() + 1));
        CHECK(alignment.hyp_end == hyp_end);
    }
}

TEST_CASE("the distance foretold for a move is the distance after it") {
    std::mt19937 random(7);
    EditDistance edits, fresh;
    for (int round = 0; round < 300; ++round) {
        // Now and then rows longer than the beam, and lengths so unequal that it widens.
        const std::size_t hyp_len = 2 + random() % (round % 10 == 0 ? 130 : 20);
        const std::size_t ref_len = 1 + random() % (round % 7 == 0 ? 260 : 25);
        const unsigned vocabulary = 2 + random() % 20;
        const Words ref = random_words(random, ref_len, vocabulary);
        edits.set_words(random_words(random, hyp_len, vocabulary), ref);
        for (int moves = 0; moves < 5; ++moves) {
            INFO("round " << round << ", " << hyp_len << " and " << ref_len << " words");
            const WordMove other = random_move(random, hyp_len);
            edits.distance_after(other);
            const WordMove move = random_move(random, hyp_len);
            const auto foretold = edits.distance_after(move);
            edits.move_words(move);
            CHECK(edits.distance() == foretold);
            fresh.set_words(edits.hypothesis(), ref);
            CHECK(fresh.distance() == foretold);
        }
    }
}

TEST_CASE("shifts equal sacrebleu's, one after another, and stop where they stop there") {
    ShiftSearch search;
    for (const auto& row : golden_ter()["shifts"]) {
        INFO(row.dump());
        const auto hyp = row["hyp"].get<Words>();
        const auto ref = row["ref"].get<Words>();
        search.start(hyp, ref);
        std::vector<Words> rounds;
        while (search.shift()) rounds.push_back(search.words());
        CHECK(rounds.size() == row["round_count"].get<std::size_t>());
        if (row.contains("rounds")) {
            CHECK(rounds == row["rounds"].get<std::vector<Words>>());
        } else {
            CHECK(search.words() == row["last_words"].get<Words>());
        }
        CHECK(count_translation_edits(hyp, ref, search) == row["edits"].get<std::int64_t>());
    }
}

TEST_CASE("against nothing every word is an edit") {
    ShiftSearch search;
    const Words words{1, 2, 1};
    CHECK(count_translation_edits(words, {}, search) == 3);
    CHECK(count_translation_edits({}, words, search) == 3);
    CHECK(count_translation_edits({}, {}, search) == 0);
    CHECK_THROWS_AS(search.start(words, {}), InternalError);
}

TEST_CASE("very long and very unequal sentences are counted, in little memory") {
    ShiftSearch search;
    const Words one{1};
    const Words many(20000, 1);
    CHECK(count_translation_edits(one, many, search) == 19999);
    CHECK(count_translation_edits(many, one, search) == 19999);
    CHECK(count_translation_edits(many, many, search) == 0);
}
