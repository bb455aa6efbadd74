// The whole family learns: every scoring x cell x position, on a toy that is learnt by looking back.

#include "base/random_stream.h"
#include "catch.h"
#include "config/check_config.h"
#include "search/search.h"
#include "train/trainer.h"
#include "translate/model_scorer.h"

using namespace nmt;

namespace {

constexpr std::int64_t kVocabulary = 12;  // pad 0, unk 1, bos 2, eos 3, then words

/// Sentences whose translation is their reversal, with every word exchanged for the next one.
class ToyData : public TrainingData {
public:
    std::int64_t batches(std::int64_t) override { return 10; }
    Batch batch(std::int64_t epoch, std::int64_t index) override {
        RandomStream stream(random_key(5, RandomPurpose::sample, {static_cast<std::uint64_t>(epoch * 100 + index)}));
        std::vector<TokenIds> src, tgt;
        Batch batch;
        for (int row = 0; row < 16; ++row) {
            TokenIds words(2 + stream.below(3)), reversed;
            for (auto& word : words) word = static_cast<std::int32_t>(4 + stream.below(kVocabulary - 4));
            for (auto word = words.rbegin(); word != words.rend(); ++word)
                reversed.push_back(*word + 1 < kVocabulary ? *word + 1 : 4);
            batch.src_tokens += static_cast<std::int64_t>(words.size()) + 1;
            batch.tgt_tokens += static_cast<std::int64_t>(words.size()) + 1;
            batch.line_numbers.push_back(row + 1);
            src.push_back(words);
            tgt.push_back(reversed);
        }
        batch.source = make_source(src, {}, torch::kCPU);
        batch.target = make_target(tgt, {}, torch::kCPU);
        return batch;
    }
};

class Losses : public TrainingObserver {
public:
    void on_start(const TrainingSummary&) override {}
    void on_update(const UpdateReport& report) override {
        values.push_back(report.loss);
        epochs.push_back(report.epoch);
    }
    void on_validation(const ValidationReport&) override {}
    void on_checkpoint(const std::string&, std::int64_t) override {}
    void on_finish(const TrainingFinished&) override { is_finished = true; }
    std::vector<double> values;
    std::vector<std::int64_t> epochs;
    bool is_finished = false;
};

Config toy_config(Attention attention, Cell cell, Position position) {
    Config config;
    config.seed = 3;
    config.output = "unused";
    config.model.attention = attention;
    config.model.position = position;
    config.model.encoder = {cell, 1, 24, 10, true, false};
    config.model.decoder = {cell, 1, 24, 10, 0};
    config.model.dropout = {0, 0, 0, 0};
    config.train.learning_rate = 0.02;
    config.train.label_smoothing = 0;
    config.train.max_updates = 50;
    config.train.log_every_updates = 10;
    return resolve(config);
}

}  // namespace

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
    ToyData data;
    Progress progress;
    Losses losses;
    int saves = 0;
    TrainerHooks hooks;
    hooks.save = [&](bool) { ++saves; };
    Trainer trainer(*model, optimizer, data, config, progress, losses, hooks);
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
    ToyData data;
    Progress progress;
    Losses losses;
    TrainerHooks hooks;
    hooks.save = [](bool) {};
    Trainer(*model, optimizer, data, config, progress, losses, hooks).run();
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
