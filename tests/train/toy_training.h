#pragma once
// A training that takes no time: sentences whose translation is their reversal, with every word exchanged.

#include "base/random_stream.h"
#include "config/check_config.h"
#include "train/trainer.h"

namespace nmt {

inline constexpr std::int64_t kVocabulary = 12;  // pad 0, unk 1, bos 2, eos 3, then words

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

inline Config toy_config(Attention attention, Cell cell, Position position) {
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

}  // namespace nmt
