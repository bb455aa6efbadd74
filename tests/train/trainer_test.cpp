// What the training loop promises about interruptions: a training that was stopped and went on is the one that was not.

#include <functional>
#include <map>

#include "base/error.h"
#include "catch.h"
#include "train/toy_training.h"

using namespace nmt;

namespace {

/// Trains in memory. Weights and progress outlive a run, as they do on disk.
struct Training {
    Config config = toy_config(Attention::dot, Cell::gru, Position::after_cell);
    Seq2Seq model = nullptr;
    std::map<std::string, torch::Tensor> initial;  // weights
    std::optional<Optimizer> optimizer;
    std::optional<WeightAverage> average;
    ToyData data;
    Progress progress;
    Losses losses;
    std::function<int()> stop_signal;
    std::function<void()> on_validation;
    std::map<std::int64_t, double> validations;  // update -> value
    std::vector<bool> saves;                     // whether each was also the best
    bool is_saved_as_finished = false;
    bool has_dev = true;
    std::int64_t interrupted_update = 0;  // a signal comes during the validation after this one
    int signal = 0;

    int run() {
        if (!optimizer) {
            model = Seq2Seq(config.model, kVocabulary, kVocabulary);
            initialise(*model, config.seed);
            for (const auto& [name, weight] : model->named_weights()) initial[name] = weight.detach().clone();
            optimizer.emplace(model->named_weights(), config.train);
            average.emplace(model->named_weights(), config.train.average_decay);
        }
        TrainerHooks hooks;
        hooks.save = [this](bool is_best) {
            saves.push_back(is_best);
            is_saved_as_finished = progress.is_finished;
        };
        hooks.stop_signal = stop_signal;
        if (has_dev) {
            hooks.validate = [this]() -> std::optional<ValidationReport> {
                if (progress.update == interrupted_update) {
                    signal = 15;
                    return std::nullopt;
                }
                ValidationReport report;
                if (on_validation) on_validation();
                report.loss = model->named_weights().front().second.abs().sum().item<double>();  // any pure function
                REQUIRE(validations.emplace(progress.update, report.loss).second);               // once an update
                return report;
            };
        }
        return Trainer(*model, *optimizer, *average, data, config, progress, losses, hooks).run();
    }
};

Training plateau_training() {
    Training training;
    training.config.train.schedule = Schedule::plateau;
    training.config.validate.metric = DevMetric::loss;
    return training;
}

}  // namespace

TEST_CASE("a stop between an epoch's last update and its validation leaves the validation to the resumption") {
    auto straight = plateau_training();
    CHECK(straight.run() == 0);
    CHECK(straight.validations.size() == 5);
    auto stopped = plateau_training();
    stopped.stop_signal = [&] { return stopped.progress.update == 20 ? 15 : 0; };  // an epoch has ten updates
    CHECK(stopped.run() == 15);
    CHECK(stopped.progress.update == 20);
    CHECK(stopped.validations.size() == 1);
    stopped.stop_signal = {};
    CHECK(stopped.run() == 0);
    CHECK(stopped.validations == straight.validations);
    CHECK(stopped.progress.rate_factor == straight.progress.rate_factor);
}

TEST_CASE("a signal during a validation saves at once and leaves the validation to the resumption") {
    auto straight = plateau_training();
    CHECK(straight.run() == 0);
    for (const std::int64_t update : {20, 50}) {  // 50: the end of the training
        auto stopped = plateau_training();
        stopped.stop_signal = [&] { return stopped.signal; };
        stopped.interrupted_update = update;
        CHECK(stopped.run() == 15);
        CHECK(stopped.progress.update == update);
        CHECK_FALSE(stopped.is_saved_as_finished);
        CHECK(static_cast<std::int64_t>(stopped.validations.size()) == update / 10 - 1);
        CHECK(static_cast<std::int64_t>(stopped.saves.size()) == update / 10);
        CHECK_FALSE(stopped.saves.back());
        stopped.interrupted_update = stopped.signal = 0;
        CHECK(stopped.run() == 0);
        CHECK(stopped.is_saved_as_finished);
        CHECK(stopped.validations == straight.validations);
    }
}

TEST_CASE("a training that stopped beyond the end of what is now an epoch goes on with the next one") {
    auto training = plateau_training();
    training.progress.update = 37;
    training.progress.batch = 37;  // of an epoch of 40 once; now it has ten
    CHECK(training.run() == 0);
    CHECK(training.progress.update == 50);
    CHECK(training.progress.epoch == 3);
}

TEST_CASE("without a dev set the last weights are the best, whatever made them be saved") {
    auto training = plateau_training();
    training.config.train.schedule = Schedule::constant;
    training.has_dev = false;
    training.config.train.save_every_updates = 7;
    training.stop_signal = [&] { return training.progress.update == 25 ? 2 : 0; };
    CHECK(training.run() == 2);
    CHECK(training.saves == std::vector<bool>{true, true, true, true, true, true});  // 7, 10, 14, 20, 21, 25
}

TEST_CASE("the average takes in every update's weights, and validation sees the average") {
    auto training = plateau_training();
    training.config.model.tie_embeddings = Tying::target;
    training.config.model.decoder.readout = training.config.model.decoder.embedding;
    training.config.train.average_decay = 0.7;
    std::map<std::string, torch::Tensor> expected, weights;
    const auto largest_difference = [&](const std::map<std::string, torch::Tensor>& other) {
        double largest = 0;
        for (const auto& [name, weight] : training.model->named_weights())
            largest = std::max(largest, (weight - other.at(name)).abs().max().item<double>());
        return largest;
    };
    training.stop_signal = [&] {  // asked after every update
        const auto t = static_cast<double>(training.progress.update);
        const double decay = std::min(0.7, (1 + t) / (10 + t));
        for (const auto& [name, weight] : training.model->named_weights()) {
            if (t == 1) expected[name] = training.initial.at(name);
            expected[name] = decay * expected.at(name) + (1 - decay) * weight.detach();
            weights[name] = weight.detach().clone();
        }
        return 0;
    };
    training.on_validation = [&] {
        CHECK(largest_difference(expected) < 1e-6);
        CHECK(largest_difference(weights) > 1e-3);
    };
    training.run();
    CHECK(training.validations.size() == 5);
    CHECK(largest_difference(weights) == 0);

    training.config.train.max_updates = 60;
    training.on_validation = [] { throw UserError("the disk is full"); };
    CHECK_THROWS_AS(training.run(), UserError);
    CHECK(largest_difference(weights) == 0);
}
