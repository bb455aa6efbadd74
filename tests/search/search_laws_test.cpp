// The laws of search on tables without a model: each promise of the headers under its own name.

#include <torch/types.h>

#include <algorithm>
#include <set>

#include "catch.h"
#include "search/beam_search.h"
#include "search/forced_scoring.h"
#include "search/greedy_search.h"
#include "search/search.h"
#include "search/table_scorer.h"

using namespace nmt;

namespace {

constexpr std::int64_t eos = 0, bos = 1, unk = 3;

SearchSettings settings_of(std::int64_t beam, double length_penalty, bool with_attention = false) {
    return {.beam = beam,
            .length_penalty = length_penalty,
            .bos = bos,
            .eos = eos,
            .banned_tokens = {bos, unk},
            .with_attention = with_attention,
            .n_best = beam};
}

/// Every translation of at most `max_length` tokens that is possible, best first.
std::vector<Hypothesis> brute_force(const Table& table, std::int64_t sentence, std::int64_t max_length, double alpha) {
    std::vector<Hypothesis> all, open(1);
    for (std::int64_t length = 0; length <= max_length; ++length) {
        std::vector<Hypothesis> longer;
        for (const Hypothesis& begun : open) {
            Prefix prefix{bos};
            prefix.insert(prefix.end(), begun.tokens.begin(), begun.tokens.end());
            const std::vector<float> log_probs = table(sentence, prefix);
            for (std::int64_t token = 0; token < std::ssize(log_probs); ++token) {
                if (token == bos || token == unk || std::isinf(log_probs[token])) continue;
                Hypothesis next = begun;
                next.score += log_probs[token];
                if (token == eos) {
                    next.normalized_score = next.score / std::pow(length + 1, alpha);
                    all.push_back(next);
                } else {
                    next.tokens.push_back(token);
                    longer.push_back(next);
                }
            }
        }
        open = std::move(longer);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& x, const auto& y) { return x.normalized_score > y.normalized_score; });
    return all;
}

struct Partial {
    std::vector<std::int64_t> tokens;
    double score = 0;
};

/// Beam search of one sentence straight from its definition: every continuation, fully sorted, no rows, no batch.
std::vector<Hypothesis> plain_beam_search(const Table& table, std::int64_t sentence, const SearchSettings& settings,
                                          std::int64_t max_length) {
    std::vector<Partial> live(1);
    std::vector<Hypothesis> finished;
    while (!live.empty() && std::ssize(finished) < settings.beam) {
        std::vector<Partial> continuations;  // in the order of hypothesis, then token
        for (const Partial& begun : live) {
            Prefix prefix{bos};
            prefix.insert(prefix.end(), begun.tokens.begin(), begun.tokens.end());
            const std::vector<float> log_probs = table(sentence, prefix);
            for (std::int64_t token = 0; token < std::ssize(log_probs); ++token) {
                if (is_banned(settings, token) || std::isinf(log_probs[token])) continue;
                if (std::ssize(begun.tokens) == max_length && token != eos) continue;
                continuations.push_back({begun.tokens, begun.score + log_probs[token]});
                continuations.back().tokens.push_back(token);
            }
        }
        std::stable_sort(continuations.begin(), continuations.end(),
                         [](const Partial& x, const Partial& y) { return x.score > y.score; });
        live.clear();
        for (std::int64_t rank = 0; rank < std::min<std::int64_t>(2 * settings.beam, std::ssize(continuations));
             ++rank) {
            Partial& next = continuations[rank];
            if (next.tokens.back() != eos) {
                if (std::ssize(live) < settings.beam) live.push_back(next);
            } else if (rank < settings.beam) {
                const double length = static_cast<double>(next.tokens.size());
                next.tokens.pop_back();
                finished.push_back(
                    {next.tokens, next.score, next.score / std::pow(length, settings.length_penalty), {}, {}});
            }
        }
    }
    std::stable_sort(finished.begin(), finished.end(),
                     [](const auto& x, const auto& y) { return x.normalized_score > y.normalized_score; });
    if (std::ssize(finished) > settings.n_best) finished.resize(settings.n_best);
    return finished;
}

void check_same(const std::vector<Hypothesis>& got, const std::vector<Hypothesis>& wanted) {
    REQUIRE(got.size() == wanted.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        REQUIRE(got[i].tokens == wanted[i].tokens);
        REQUIRE(got[i].score == wanted[i].score);
        REQUIRE(got[i].normalized_score == wanted[i].normalized_score);
    }
}

std::vector<std::vector<Hypothesis>> search_all(const Table& table, const std::vector<std::int64_t>& sentences,
                                                const SearchSettings& settings,
                                                const std::vector<std::int64_t>& max_lengths) {
    TableScorer scorer(sentences, table);
    return search(scorer, settings, max_lengths, at::kCPU);
}

const std::vector<std::int64_t> sentences = {0, 1, 2, 3, 4, 5, 6};
const std::vector<std::int64_t> max_lengths = {5, 0, 9, 1, 7, 12, 3};

}  // namespace

TEST_CASE("a full-width beam finds what brute force finds, in the same order") {
    for (double alpha : {0.0, 0.6, 1.0, 2.0}) {
        for (std::int64_t sentence : {0, 1, 2}) {
            // Two tokens besides eos, bos and unk: 1 + 2 + 4 + 8 + 16 translations.
            const auto wanted = brute_force(random_table(5), sentence, 4, alpha);
            REQUIRE(wanted.size() == 31);
            check_same(search_all(random_table(5), {sentence}, settings_of(31, alpha), {4})[0], wanted);
            // Four tokens: 341 translations.
            const auto more = brute_force(random_table(7), sentence, 4, alpha);
            REQUIRE(more.size() == 341);
            check_same(search_all(random_table(7), {sentence}, settings_of(341, alpha), {4})[0], more);
        }
    }
}

TEST_CASE("beam search is its definition, ties and impossible tokens included") {
    for (const Table& table : {random_table(9), random_table(9, 12), table_with_ties(9), table_with_ties(40)}) {
        for (std::int64_t beam : {1, 2, 3, 5, 20}) {
            for (double alpha : {0.0, 1.0}) {
                const auto settings = settings_of(beam, alpha);
                const auto results = search_all(table, sentences, settings, max_lengths);
                for (std::size_t i = 0; i < sentences.size(); ++i) {
                    check_same(results[i], plain_beam_search(table, sentences[i], settings, max_lengths[i]));
                }
            }
        }
    }
}

TEST_CASE("beam 1 = greedy") {
    for (const Table& table : {random_table(9), random_table(50), table_with_ties(9)}) {
        const auto settings = settings_of(1, 0.7, /*with_attention=*/true);
        TableScorer for_greedy(sentences, table), for_beam(sentences, table);
        const auto greedy = greedy_search(for_greedy, settings, max_lengths, at::kCPU);
        const auto beam = beam_search(for_beam, settings, max_lengths, at::kCPU);
        REQUIRE(greedy.size() == beam.size());
        for (std::size_t i = 0; i < greedy.size(); ++i) {
            check_same(greedy[i], beam[i]);
            CHECK(greedy[i][0].token_log_probs == beam[i][0].token_log_probs);
            CHECK(greedy[i][0].attention == beam[i][0].attention);
        }
        CHECK(for_greedy.rows_of_steps == for_beam.rows_of_steps);
    }
}

TEST_CASE("a batch of n = n batches of one, for every beam from 1 to 20") {
    for (const Table& table : {random_table(8), table_with_ties(11)}) {
        for (std::int64_t beam = 1; beam <= 20; ++beam) {
            const auto settings = settings_of(beam, 1.0);
            const auto together = search_all(table, sentences, settings, max_lengths);
            for (std::size_t i = 0; i < sentences.size(); ++i) {
                check_same(together[i], search_all(table, {sentences[i]}, settings, {max_lengths[i]})[0]);
            }
        }
    }
}

TEST_CASE("the order of sentences changes nothing") {
    for (std::int64_t beam : {1, 4}) {
        const auto settings = settings_of(beam, 1.0);
        const auto results = search_all(random_table(8), sentences, settings, max_lengths);
        std::vector<std::int64_t> order = {4, 2, 6, 0, 5, 1, 3}, limits;
        for (std::int64_t sentence : order) limits.push_back(max_lengths[sentence]);
        const auto mixed = search_all(random_table(8), order, settings, limits);
        for (std::size_t i = 0; i < order.size(); ++i) check_same(mixed[i], results[order[i]]);
    }
}

TEST_CASE("search score = forced-decoding score, token by token") {
    for (const Table& table : {random_table(8), table_with_ties(11)}) {
        for (std::int64_t beam : {1, 2, 6}) {
            const auto settings = settings_of(beam, 0.6, /*with_attention=*/true);
            for (auto& n_best : search_all(table, sentences, settings, max_lengths)) {
                // The n hypotheses of a sentence are forced as a batch of n sentences with the same key.
                const auto sentence = static_cast<std::int64_t>(n_best[0].attention[0][0]);
                std::vector<std::vector<std::int64_t>> targets;
                for (const Hypothesis& hypothesis : n_best) targets.push_back(hypothesis.tokens);
                TableScorer scorer(std::vector<std::int64_t>(targets.size(), sentence), table);
                const auto forced = forced_scoring(scorer, settings, targets, at::kCPU);
                check_same(forced, n_best);
                for (std::size_t i = 0; i < forced.size(); ++i) {
                    CHECK(forced[i].token_log_probs == n_best[i].token_log_probs);
                    CHECK(forced[i].attention == n_best[i].attention);
                }
            }
        }
    }
}

TEST_CASE("attention rows are those of the hypothesis's own ancestors") {
    for (std::int64_t beam : {1, 3, 8}) {
        const auto results = search_all(random_table(8), sentences, settings_of(beam, 1.0, true), max_lengths);
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            for (const Hypothesis& hypothesis : results[i]) {
                REQUIRE(hypothesis.attention.size() == hypothesis.tokens.size() + 1);
                Prefix prefix{bos};
                for (std::size_t step = 0; step < hypothesis.attention.size(); ++step) {
                    CHECK(hypothesis.attention[step] == attention_of(sentences[i], prefix));
                    if (step < hypothesis.tokens.size()) prefix.push_back(hypothesis.tokens[step]);
                }
            }
        }
    }
    CHECK(search_all(random_table(8), {0}, settings_of(3, 1.0, false), {5})[0][0].attention.empty());
}

TEST_CASE("the n best are distinct, sorted, and begin with the one best") {
    for (std::int64_t beam : {2, 5, 12}) {
        auto settings = settings_of(beam, 1.0);
        const auto n_best = search_all(random_table(8), sentences, settings, max_lengths);
        settings.n_best = 1;
        const auto one_best = search_all(random_table(8), sentences, settings, max_lengths);
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            CHECK(std::ssize(n_best[i]) <= beam);
            std::set<std::vector<std::int64_t>> seen;
            for (const Hypothesis& hypothesis : n_best[i]) CHECK(seen.insert(hypothesis.tokens).second);
            CHECK(std::is_sorted(n_best[i].begin(), n_best[i].end(),
                                 [](const auto& x, const auto& y) { return x.normalized_score > y.normalized_score; }));
            check_same(one_best[i], {n_best[i][0]});
        }
    }
}
