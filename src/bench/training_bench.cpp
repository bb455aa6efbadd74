#include "bench/training_bench.h"

#include "base/clock.h"
#include "bench/machine.h"
#include "bench/model_work.h"
#include "bench/section_times.h"
#include "train/trainer.h"

namespace nmt {
namespace {

/// Passes batches on and counts what is in them.
class CountingData : public TrainingData {
public:
    explicit CountingData(TrainingData& data) : data_(data) {}
    std::int64_t batches(std::int64_t epoch) override { return data_.batches(epoch); }
    Batch batch(std::int64_t epoch, std::int64_t index) override {
        auto batch = data_.batch(epoch, index);
        counts.src_tokens += static_cast<double>(batch.src_tokens);
        counts.tgt_tokens += static_cast<double>(batch.tgt_tokens);
        counts.src_positions += static_cast<double>(batch.source.tokens.numel());
        counts.tgt_positions += static_cast<double>(batch.target.input.numel());
        return batch;
    }
    TrainingMeasure counts;

private:
    TrainingData& data_;
};

/// Starts the measurement after the warm-up.
class Starter : public TrainingObserver {
public:
    Starter(CountingData& data, SectionTimes& sections, at::Device device, std::int64_t warmup)
        : data_(data), sections_(sections), device_(device), warmup_(warmup) {}
    void on_update(const UpdateReport& report) override {
        if (report.update == warmup_) start();
    }
    void start() {
        wait_for(device_);
        data_.counts = {};
        sections_.reset();
        started_seconds = seconds_now();
    }
    void on_start(const TrainingSummary&) override {}
    void on_validation(const ValidationReport&) override {}
    void on_checkpoint(const std::string&, std::int64_t) override {}
    void on_finish(const TrainingFinished&) override {}
    double started_seconds = 0;

private:
    CountingData& data_;
    SectionTimes& sections_;
    at::Device device_;
    std::int64_t warmup_;
};

}  // namespace

TrainingMeasure measure_training(const Config& given, TrainingData& given_data, std::int64_t src_vocabulary,
                                 std::int64_t tgt_vocabulary, const at::Device& device, std::int64_t warmup,
                                 std::int64_t updates) {
    Config config = given;
    config.train.max_updates = warmup + updates;
    config.train.max_epochs = 0;
    config.train.max_minutes = 0;
    config.train.min_learning_rate = 0;
    config.train.log_every_updates = 1;
    config.train.save_every_updates = 0;

    Seq2Seq model(config.model, src_vocabulary, tgt_vocabulary);
    initialise(*model, config.seed);
    model->to(device);
    Optimizer optimizer(model->named_weights(), config.train);
    WeightAverage average(model->named_weights(), config.train.average_decay);
    CountingData data(given_data);
    SectionTimes sections;
    Starter starter(data, sections, device, warmup);
    if (warmup == 0) starter.start();
    Progress progress;
    TrainerHooks hooks;
    double ended = 0;
    hooks.save = [&](bool) {
        wait_for(device);
        ended = seconds_now();
    };
    Trainer(*model, optimizer, average, data, config, progress, starter, hooks).run();

    TrainingMeasure measure = data.counts;
    measure.updates = updates;
    measure.seconds = ended - starter.started_seconds;
    const auto work = model_work(config.model, tgt_vocabulary);
    measure.flops = 3 * (work.per_src_position * measure.src_positions + work.per_tgt_position * measure.tgt_positions);
    measure.sections = sections.seconds();
    double rest = measure.seconds;
    for (const auto& section : measure.sections) rest -= section.second;
    measure.sections.emplace_back("other", rest);
    return measure;
}

}  // namespace nmt
