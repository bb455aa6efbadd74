// What a scorer may rely on; the TableScorer throws on the rest.

#include <torch/types.h>

#include <numeric>

#include "base/error.h"
#include "catch.h"
#include "search/forced_scoring.h"
#include "search/search.h"
#include "search/table_scorer.h"

using namespace nmt;

namespace {

SearchSettings settings_of(std::int64_t beam) {
    return {.beam = beam, .bos = 1, .eos = 0, .banned_tokens = {1}};
}

/// Ends for certain after as many tokens as the sentence's key says.
std::vector<float> ends_at_key(std::int64_t sentence, const Prefix& prefix) {
    const bool ends = std::ssize(prefix) == sentence + 1;
    return ends ? std::vector<float>{-0.1F, -9, -5, -6, -7} : std::vector<float>{-20, -9, -1, -1.5F, -2};
}

/// A scorer whose answers lie in memory that the next step overwrites.
class ReusingScorer : public TableScorer {
public:
    using TableScorer::TableScorer;

    StepOutput step(const at::Tensor& tokens) override {
        if (last_.scores.defined()) {
            last_.scores.fill_(-1);
            last_.weights.fill_(-1);
        }
        return last_ = TableScorer::step(tokens);
    }

private:
    StepOutput last_;
};

}  // namespace

TEST_CASE("finished sentences leave the batch") {
    for (std::int64_t beam : {1, 3}) {
        TableScorer scorer({4, 0, 2, 9}, ends_at_key);
        search(scorer, settings_of(beam), {8, 8, 8, 8}, at::kCPU);
        if (beam == 1) CHECK(scorer.rows_of_steps == std::vector<std::int64_t>{4, 3, 3, 2, 2, 1, 1, 1, 1});
        // With a beam of 3 a sentence waits for three endings, but at its limit it goes.
        CHECK(scorer.rows_of_steps.size() <= 9);
        CHECK(scorer.rows_of_steps.front() == 4);
        CHECK(scorer.sentences() < 4);
    }
}

TEST_CASE("rows start with one a sentence and never exceed the beam") {
    TableScorer scorer({0, 1, 2}, random_table(7));
    search(scorer, settings_of(20), {6, 6, 6}, at::kCPU);
    CHECK(scorer.rows_of_steps[0] == 3);
    CHECK(scorer.rows_of_steps[1] == 3 * 5);  // all tokens but eos and bos
    for (std::int64_t rows : scorer.rows_of_steps) CHECK(rows <= 3 * 20);
}

TEST_CASE("a scorer may use the memory of its answers again") {
    for (std::int64_t beam : {1, 3}) {
        auto settings = settings_of(beam);
        settings.with_attention = true;
        const std::vector<std::int64_t> sentences = {0, 1, 2, 3}, limits = {6, 6, 2, 6};
        TableScorer plain(sentences, random_table(7));
        ReusingScorer reusing(sentences, random_table(7));
        const auto wanted = search(plain, settings, limits, at::kCPU);
        const auto got = search(reusing, settings, limits, at::kCPU);
        std::vector<std::vector<std::int64_t>> targets;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            CHECK(got[i][0].tokens == wanted[i][0].tokens);
            CHECK(got[i][0].attention == wanted[i][0].attention);
            targets.push_back(wanted[i][0].tokens);
        }
        ReusingScorer forced(sentences, random_table(7));
        const auto scores = forced_scoring(forced, settings, targets, at::kCPU);
        for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(scores[i].score == wanted[i][0].score);
    }
}

TEST_CASE("forced scoring takes empty targets, empty batches and impossible tokens, but no NaN") {
    TableScorer none({}, ends_at_key);
    CHECK(forced_scoring(none, settings_of(1), {}, at::kCPU).empty());
    TableScorer two({0, 3}, ends_at_key);
    const auto scores = forced_scoring(two, settings_of(1), {{}, {2, 3}}, at::kCPU);
    CHECK(scores[0].token_log_probs == std::vector<float>{-0.1F});
    CHECK(scores[1].token_log_probs == std::vector<float>{-1, -1.5F, -20});
    CHECK(scores[1].normalized_score == Approx(-22.5 / 3));
    TableScorer impossible({0}, markov_table({{1, 0, 0}, {0.5, 0, 0.5}, {1, 0, 0}}));
    CHECK(forced_scoring(impossible, settings_of(1), {{2, 2}}, at::kCPU)[0].score == -INFINITY);
    TableScorer broken({0}, [](std::int64_t, const Prefix&) { return std::vector<float>{std::nanf(""), 0}; });
    CHECK_THROWS_AS(forced_scoring(broken, settings_of(1), {{1}}, at::kCPU), InternalError);
    TableScorer one({0}, ends_at_key);
    CHECK_THROWS_AS(forced_scoring(one, settings_of(1), {{2}, {2}}, at::kCPU), InternalError);
}
