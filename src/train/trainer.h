#pragma once
// The training loop: batches, updates, validations, checkpoints, limits.

#include <functional>
#include <optional>

#include "model/seq2seq.h"
#include "report/training_events.h"
#include "train/optimizer.h"
#include "train/progress.h"
#include "train/training_data.h"
#include "train/weight_average.h"

namespace nmt {

/// What the trainer asks of the outside.
struct TrainerHooks {
    /// Loss, perplexity, BLEU and samples of what the model holds, the weights' average if there is one; nothing when a
    /// signal asked to stop meanwhile. Without this hook there is no validation.
    std::function<std::optional<ValidationReport>()> validate;
    /// Puts weights, their average, optimizer and progress on disk; `is_best`: also as the best weights.
    std::function<void(bool is_best)> save;
    /// The number of a signal that asks to stop, or 0.
    std::function<int()> stop_signal;
    /// Where the last checkpoint lies, for the message when a loss is not finite; empty: there is none.
    std::function<std::string()> last_checkpoint;
};

class Trainer {
public:
    /// config: resolved. progress: as of a fresh training, or as loaded; the trainer keeps it up to date.
    /// All references must outlive the trainer.
    Trainer(Seq2SeqImpl& model, Optimizer& optimizer, WeightAverage& average, TrainingData& data, const Config& config,
            Progress& progress, TrainingObserver& observer, TrainerHooks hooks);

    /// Trains until a limit is reached or a signal asks to stop; saves before it returns.
    /// Returns the signal's number, or 0 when the training has finished.
    /// Throws UserError when a loss or a gradient is not finite, naming update, lines and last checkpoint, and when the
    /// dev set's loss or perplexity is not, naming update and last checkpoint.
    int run();

    /// The limit that the progress has reached, in words; nothing while there is more to do.
    std::optional<std::string> limit_reached() const;

private:
    Batch next_batch();
    torch::Tensor forward(const Batch& batch);
    double descend(const torch::Tensor& loss, const Batch& batch);
    void update();
    std::int64_t epoch_of_last_update() const;
    void report();
    // These three return false when a signal stopped the validation that they came to; the training is saved then and
    // owes it.
    bool catch_up();
    bool validate_and_save();
    bool finish(const std::string& reason);
    void save(bool is_best);
    bool is_validation_due() const;
    double eta_seconds() const;
    int stop_signal() const;
    double elapsed_seconds() const;
    [[noreturn]] void refuse(const std::string& what) const;
    [[noreturn]] void refuse(const char* what, double value, const Batch& batch) const;

    Seq2SeqImpl& model_;
    Optimizer& optimizer_;
    WeightAverage& average_;
    TrainingData& data_;
    const Config& config_;
    Progress& progress_;
    TrainingObserver& observer_;
    TrainerHooks hooks_;

    double started_seconds_;     // clock at the start of this process's share
    double elapsed_before_;      // progress.elapsed_seconds at that moment
    std::int64_t first_update_;  // progress.update at that moment

    struct Sums {
        double loss = 0, gradient_norm = 0, seconds = 0;
        std::int64_t src_tokens = 0, tgt_tokens = 0, updates = 0;
    } window_;
};

}  // namespace nmt
