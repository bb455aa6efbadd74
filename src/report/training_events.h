#pragma once
// What a training tells the world: plain structs, so that the trainer does not know who draws them and the drawing does
// not know what torch is.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace nmt {

/// Printed once, before the first update.
struct TrainingSummary {
    std::string output;                                             // the model directory
    std::vector<std::pair<std::string, std::int64_t>> parameters;   // part -> number of parameters
    std::int64_t src_vocabulary = 0, tgt_vocabulary = 0;            // pieces
    std::int64_t pairs = 0, blank_pairs = 0, long_pairs = 0;        // kept; skipped as blank; skipped as over-long
    double padding_share = 0;                                       // of all positions of the first epoch, 0..1
    std::int64_t updates_per_epoch = 0;
    std::int64_t threads = 1;
    std::string device, precision;
    std::int64_t resumed_update = 0;                                // 0: a fresh training
};

/// Averages since the previous report.
struct UpdateReport {
    std::int64_t epoch = 0, update = 0;        // both from 1
    double loss = 0;                           // training loss per target token, nats, with label smoothing
    double src_tokens_per_second = 0, tgt_tokens_per_second = 0;  // without padding, end tokens counted
    double learning_rate = 0, gradient_norm = 0;                  // norm before clipping
    double elapsed_seconds = 0;                // training time since update 1, over all resumptions
    double eta_seconds = -1;                   // until the first limit is reached; negative: unknown
};

struct SampleTranslation {
    std::string source, translation, reference;
};

struct ValidationReport {
    std::int64_t epoch = 0, update = 0;
    double loss = 0, perplexity = 0, bleu = 0;  // loss per target token without smoothing, nats
    bool is_best = false;
    double best = 0;                            // best value of the configured metric so far
    std::string metric;                         // its name: bleu | loss | perplexity
    double seconds = 0;                         // what the validation took
    double elapsed_seconds = 0;
    std::vector<SampleTranslation> samples;
};

struct TrainingFinished {
    std::string reason;  // a full sentence's worth: "reached train.max_updates = 500"
    std::int64_t update = 0, best_update = 0;
    double best = 0;
    std::string metric;
    double elapsed_seconds = 0;
};

/// Receives the events in order, on the training thread.
class TrainingObserver {
public:
    virtual ~TrainingObserver() = default;
    virtual void on_start(const TrainingSummary& summary) = 0;
    virtual void on_update(const UpdateReport& report) = 0;          // every train.log_every_updates
    virtual void on_validation(const ValidationReport& report) = 0;
    virtual void on_checkpoint(const std::string& path, std::int64_t update) = 0;
    virtual void on_finish(const TrainingFinished& finished) = 0;
};

}  // namespace nmt
