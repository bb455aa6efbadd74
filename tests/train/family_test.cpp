// The whole family learns: every scoring x cell x position, on a toy that is learnt by looking back.

#include "catch.h"
#include "search/search.h"
#include "train/toy_training.h"
#include "translate/model_scorer.h"

using namespace nmt;

TEST_CASE("every scoring, cell and position trains for 50 updates and translates") {
    const auto attention = GENERATE(Attention::none, Attention::additive, Attention::dot, Attention::general,
                                    Attention::scaled_dot, Attention::query_key);
    const auto cell = GENERATE(Cell::lstm, Cell::gru, Cell::tanh);
    const auto position = GENERATE(Position::before_cell, Position::after_cell);
    CAPTURE(static_cast<int>(attention), static_cast<int>(cell), static_cast<int>(position));
    const bool is_none = attention == Attention::none;
    if (is_none && position == Position::after_cell) return;  // without attention there is no position
    const auto config = toy_config(attention, cell, is_none ? Position::automatic : position);

    Seq2Seq model(config.model, kVocabulary, kVocabulary);
    initialise(*model, config.seed);
    Optimizer optimizer(model->named_weights(), config.train);
    WeightAverage average(model->named_weights(), config.train.average_decay);
    ToyData data;
    Progress progress;
    Losses losses;
    int saves = 0;
    TrainerHooks hooks;
    hooks.save = [&](bool) { ++saves; };
    Trainer trainer(*model, optimizer, average, data, config, progress, losses, hooks);
    CHECK(trainer.run() == 0);
    CHECK(losses.is_finished);
    CHECK(saves > 0);
    CHECK(progress.update == 50);
    REQUIRE(losses.values.size() == 5);
    CHECK(losses.values.back() < losses.values.front() - 0.1);
    // A report after an epoch's last update belongs to that epoch.
    CHECK(losses.epochs == std::vector<std::int64_t>{1, 2, 3, 4, 5});

    model->eval();
    model->pack();
    const auto batch = data.batch(99, 0);
    ModelScorer scorer(*model, batch.source, true);
    const SearchSettings settings{.beam = 3, .banned_tokens = {0, 1, 2}};
    const auto found = search(scorer, settings, std::vector<std::int64_t>(16, 9), torch::kCPU);
    REQUIRE(found.size() == 16);
    for (const auto& hypotheses : found) CHECK(hypotheses.front().tokens.size() <= 9);
}

TEST_CASE("attention learns the toy in a minute where 50 updates do not") {
    auto config = toy_config(Attention::additive, Cell::lstm, Position::before_cell);
    config.train.max_updates = 600;
    config.train.precision = GENERATE(Precision::fp32, Precision::bf16);
    Seq2Seq model(config.model, kVocabulary, kVocabulary);
    initialise(*model, config.seed);
    Optimizer optimizer(model->named_weights(), config.train);
    WeightAverage average(model->named_weights(), config.train.average_decay);
    ToyData data;
    Progress progress;
    Losses losses;
    TrainerHooks hooks;
    hooks.save = [](bool) {};
    Trainer(*model, optimizer, average, data, config, progress, losses, hooks).run();
    model->eval();
    model->pack();
    const auto batch = data.batch(1000, 0);  // unseen
    ModelScorer scorer(*model, batch.source, false);
    const SearchSettings settings{.beam = 1, .banned_tokens = {0, 1, 2}};
    const auto found = search(scorer, settings, std::vector<std::int64_t>(16, 9), torch::kCPU);
    std::vector<std::int64_t> words;
    for (const auto& hypotheses : found) {
        words.insert(words.end(), hypotheses.front().tokens.begin(), hypotheses.front().tokens.end());
        words.push_back(3);
    }
    const auto expected = batch.target.output;
    REQUIRE(static_cast<std::int64_t>(words.size()) == expected.size(0));
    const auto right = (torch::tensor(words) == expected).to(torch::kFloat).mean().item<double>();
    CHECK(right > 0.99);
}
