#include "search/beam_search.h"

#include <torch/types.h>

#include <cmath>

#include "base/error.h"
#include "catch.h"
#include "search/greedy_search.h"
#include "search/search.h"
#include "search/table_scorer.h"

using namespace nmt;

namespace {

constexpr std::int64_t eos = 0, a = 1, b = 2, bos = 3;

using Tokens = std::vector<std::int64_t>;

SearchSettings settings_of(std::int64_t beam, double length_penalty, std::int64_t n_best = 1) {
    return {.beam = beam,
            .length_penalty = length_penalty,
            .bos = bos,
            .eos = eos,
            .banned_tokens = {bos},
            .n_best = n_best};
}

std::vector<Hypothesis> search_one(const Table& table, const SearchSettings& settings, std::int64_t max_length = 10) {
    TableScorer scorer({0}, table);
    return search(scorer, settings, {max_length}, at::kCPU).at(0);
}

// From:     eos  a    b    bos      To: eos, a, b, bos
const Table garden_path = markov_table({{1.0, 0.0, 0.0, 0.0},    // eos
                                        {0.4, 0.3, 0.3, 0.0},    // a
                                        {0.9, 0.05, 0.05, 0.0},  // b
                                        {0.1, 0.5, 0.4, 0.0}});  // bos

}  // namespace

TEST_CASE("greedy takes the garden path and a beam of 2 finds the better translation") {
    // By hand. Greedy: a (0.5), eos (0.4): 0.2.
    const auto greedy = search_one(garden_path, settings_of(1, 0.0));
    REQUIRE(greedy.size() == 1);
    CHECK(greedy[0].tokens == Tokens{a});
    CHECK(greedy[0].score == Approx(std::log(0.2)));
    // Beam 2: a 0.5, b 0.4; then "b eos" 0.36, "a eos" 0.2 are the first two of four: both finish, the search is done.
    const auto beam = search_one(garden_path, settings_of(2, 0.0, 2));
    REQUIRE(beam.size() == 2);
    CHECK(beam[0].tokens == Tokens{b});
    CHECK(beam[0].score == Approx(std::log(0.36)));
    REQUIRE(beam[0].token_log_probs.size() == 2);
    CHECK(beam[0].token_log_probs[0] == Approx(std::log(0.4)));
    CHECK(beam[0].token_log_probs[1] == Approx(std::log(0.9)));
    CHECK(beam[1].tokens == Tokens{a});
    CHECK(beam[1].score == Approx(std::log(0.2)));
    // The empty translation (0.1) is third of the first step: not among the first 2, but among the first 3.
    const auto wider = search_one(garden_path, settings_of(3, 0.0, 3));
    REQUIRE(wider.size() == 3);
    CHECK(wider[2].tokens == Tokens{});
    CHECK(wider[2].score == Approx(std::log(0.1)));
}

TEST_CASE("length normalisation divides by the tokens with eos to the power alpha") {
    const Table table = markov_table({{1, 0, 0, 0}, {0.6, 0.4, 0, 0}, {1, 0, 0, 0}, {0.4, 0.6, 0, 0}});
    // "" has 0.4, "a" has 0.6 * 0.6 = 0.36: by sums the empty one wins, by means "a".
    const auto by_sum = search_one(table, settings_of(2, 0.0, 2));
    CHECK(by_sum[0].tokens == Tokens{});
    CHECK(by_sum[0].normalized_score == Approx(std::log(0.4)));
    const auto by_mean = search_one(table, settings_of(2, 1.0, 2));
    CHECK(by_mean[0].tokens == Tokens{a});
    CHECK(by_mean[0].score == Approx(std::log(0.36)));
    CHECK(by_mean[0].normalized_score == Approx(std::log(0.36) / 2));
    CHECK(search_one(table, settings_of(2, 0.5))[0].normalized_score == Approx(std::log(0.36) / std::sqrt(2.0)));
}

TEST_CASE("at its limit a hypothesis can only end") {
    const Table endless = markov_table({{1, 0, 0, 0}, {0.1, 0.8, 0.1, 0}, {0.1, 0.1, 0.8, 0}, {0.1, 0.5, 0.4, 0}});
    for (std::int64_t beam : {1, 2, 7}) {
        for (std::int64_t limit : {0, 1, 5}) {
            const std::vector<std::int64_t> limits = {limit, 3, limit + 1};
            TableScorer scorer({0, 1, 2}, endless);
            const auto results = search(scorer, settings_of(beam, 1.0, beam), limits, at::kCPU);
            for (std::size_t i = 0; i < limits.size(); ++i) {
                for (const Hypothesis& hypothesis : results[i]) CHECK(std::ssize(hypothesis.tokens) <= limits[i]);
                if (beam > 1) continue;
                CHECK(results[i][0].tokens == Tokens(limits[i], a));
                CHECK(results[i][0].token_log_probs.back() == Approx(std::log(0.1)));
            }
        }
    }
}

TEST_CASE("banned tokens and tokens of probability 0 are in no hypothesis") {
    const Table table = markov_table({{1, 0, 0, 0}, {0.2, 0.1, 0, 0.7}, {0.5, 0.1, 0.1, 0.3}, {0.05, 0.05, 0, 0.9}});
    for (std::int64_t beam : {1, 2, 5}) {
        const auto results = search_one(table, settings_of(beam, 1.0, beam), 4);
        REQUIRE(!results.empty());
        CHECK(results.size() <= 5);  // "", a, aa, aaa, aaaa are all there is
        for (const Hypothesis& hypothesis : results) {
            for (std::int64_t token : hypothesis.tokens) CHECK(token == a);
            CHECK(std::isfinite(hypothesis.score));
        }
    }
}

TEST_CASE("a vocabulary smaller than the beam fills what there is") {
    const auto results = search_one(random_table(7), settings_of(20, 1.0, 20), 6);
    CHECK(results.size() == 20);
    CHECK(search_one(random_table(7), settings_of(20, 1.0, 20), 0).size() == 1);
}

TEST_CASE("no sentences give no results") {
    TableScorer scorer({}, garden_path);
    CHECK(search(scorer, settings_of(1, 1.0), {}, at::kCPU).empty());
    CHECK(search(scorer, settings_of(4, 1.0), {}, at::kCPU).empty());
}

TEST_CASE("a sentence that cannot end, NaN and infinity are our errors") {
    const Table dead = markov_table({{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0.5, 0.5, 0}});
    // The first two steps are sound, so that the bad value comes up in mid-search.
    const auto broken = [](float value) {
        return [value](std::int64_t, const Prefix& prefix) {
            return std::vector<float>{-9, -1, prefix.size() > 2 ? value : -2.0F, -4};
        };
    };
    for (std::int64_t beam : {1, 3}) {
        CHECK_THROWS_AS(search_one(dead, settings_of(beam, 1.0)), InternalError);
        for (float value : {std::nanf(""), INFINITY}) {
            CHECK_THROWS_WITH(search_one(broken(value), settings_of(beam, 1.0)),
                              Catch::Matchers::Contains("of the scores holds"));
        }
    }
}

TEST_CASE("settings out of range are refused with the numbers that clash") {
    CHECK_THROWS_WITH(search_one(garden_path, settings_of(0, 1.0)), "the beam is 0, but must be at least 1");
    CHECK_THROWS_WITH(search_one(garden_path, settings_of(2, 1.0, 3)),
                      "n_best is 3, but must be from 1 to the beam, 2");
    auto without_end = settings_of(2, 1.0);
    without_end.banned_tokens.push_back(eos);
    CHECK_THROWS_AS(search_one(garden_path, without_end), InternalError);
    CHECK_THROWS_AS(search_one(garden_path, settings_of(2, 1.0), -1), InternalError);
    TableScorer scorer({0, 1}, garden_path);
    CHECK_THROWS_AS(search(scorer, settings_of(2, 1.0), {5}, at::kCPU), InternalError);
}
