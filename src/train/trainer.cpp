#include "train/trainer.h"

#include <ATen/record_function.h>

#include <cmath>
#include <limits>

#include "base/cat.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random_stream.h"
#include "model/precision.h"
#include "train/loss.h"

namespace nmt {
namespace {

double metric_value(const ValidationReport& report, DevMetric metric) {
    switch (metric) {
        case DevMetric::bleu:
            return report.bleu;
        case DevMetric::loss:
            return report.loss;
        case DevMetric::perplexity:
            return report.perplexity;
    }
    throw InternalError("unknown metric");
}

const char* metric_name(DevMetric metric) {
    switch (metric) {
        case DevMetric::bleu:
            return "bleu";
        case DevMetric::loss:
            return "loss";
        case DevMetric::perplexity:
            return "perplexity";
    }
    throw InternalError("unknown metric");
}

/// "3, 17, 25 and 61 more"
std::string first_lines(const std::vector<std::int64_t>& lines) {
    constexpr std::size_t kShown = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(lines.size(), kShown); ++i) text += cat(i ? ", " : "", lines[i]);
    if (lines.size() > kShown) text += cat(" and ", lines.size() - kShown, " more");
    return text;
}

}  // namespace

Trainer::Trainer(Seq2SeqImpl& model, Optimizer& optimizer, WeightAverage& average, TrainingData& data,
                 const Config& config, Progress& progress, TrainingObserver& observer, TrainerHooks hooks)
    : model_(model),
      optimizer_(optimizer),
      average_(average),
      data_(data),
      config_(config),
      progress_(progress),
      observer_(observer),
      hooks_(std::move(hooks)),
      started_seconds_(seconds_now()),
      elapsed_before_(progress.elapsed_seconds),
      first_update_(progress.update) {}

double Trainer::elapsed_seconds() const {
    return elapsed_before_ + seconds_now() - started_seconds_;
}

void Trainer::refuse(const std::string& what) const {
    const auto checkpoint = hooks_.last_checkpoint ? hooks_.last_checkpoint() : std::string();
    throw UserError(cat(what, "; the last checkpoint is ", checkpoint.empty() ? "none" : checkpoint,
                        ". A lower train.learning_rate or train.clip_norm may help."));
}

void Trainer::refuse(const char* what, double value, const Batch& batch) const {
    refuse(cat("the ", what, " is ", value, " at update ", progress_.update + 1,
               ", in the batch of the training lines ", first_lines(batch.line_numbers)));
}

Batch Trainer::next_batch() {
    RECORD_USER_SCOPE("data");
    return data_.batch(progress_.epoch, progress_.batch);
}

torch::Tensor Trainer::forward(const Batch& batch) {
    // Dropout's numbers depend on the seed and the update only.
    torch::manual_seed(
        random_key(config_.seed, RandomPurpose::dropout, {static_cast<std::uint64_t>(progress_.update + 1)}));
    std::optional<Bf16Products> products;
    const auto device = batch.source.tokens.device();
    if (usable_precision(config_.train.precision, device) == Precision::bf16) products.emplace(device.type());
    const auto logits = model_.forward(batch.source, batch.target);
    RECORD_USER_SCOPE("loss");
    return cross_entropy_sum(logits, batch.target.output, config_.train.label_smoothing);
}

double Trainer::descend(const torch::Tensor& loss, const Batch& batch) {
    {
        RECORD_USER_SCOPE("backward");
        optimizer_.zero_gradients();
        loss.backward();
    }
    RECORD_USER_SCOPE("optimizer");
    const auto norm = optimizer_.clip_gradients(config_.train.clip_norm);
    if (!std::isfinite(norm)) refuse("gradient's norm", norm, batch);
    optimizer_.step(learning_rate(config_.train, progress_));
    average_.add(progress_.update + 1);
    return norm;
}

void Trainer::update() {
    const auto started = seconds_now();
    const auto batch = next_batch();
    const auto loss = forward(batch);
    const auto loss_sum = loss.item<double>();
    if (!std::isfinite(loss_sum)) refuse("loss", loss_sum, batch);
    const auto norm = descend(loss / static_cast<double>(batch.tgt_tokens), batch);

    ++progress_.update;
    ++progress_.batch;
    const auto seconds = seconds_now() - started;
    window_.seconds += seconds;
    window_.loss += loss_sum;
    window_.gradient_norm += norm;
    window_.src_tokens += batch.src_tokens;
    window_.tgt_tokens += batch.tgt_tokens;
    ++window_.updates;
}

std::int64_t Trainer::epoch_of_last_update() const {
    return progress_.batch == 0 ? progress_.epoch - 1 : progress_.epoch;
}

void Trainer::report() {
    UpdateReport report;
    report.epoch = epoch_of_last_update();
    report.update = progress_.update;
    report.loss = window_.loss / static_cast<double>(window_.tgt_tokens);
    report.src_tokens_per_second = static_cast<double>(window_.src_tokens) / window_.seconds;
    report.tgt_tokens_per_second = static_cast<double>(window_.tgt_tokens) / window_.seconds;
    report.learning_rate = learning_rate(config_.train, progress_);
    report.gradient_norm = window_.gradient_norm / static_cast<double>(window_.updates);
    report.elapsed_seconds = elapsed_seconds();
    report.eta_seconds = eta_seconds();
    observer_.on_update(report);
    window_ = {};
}

double Trainer::eta_seconds() const {
    const auto done = progress_.update - first_update_;
    if (done == 0) return -1;
    // Validations count: what an update has cost so far, all in all.
    const auto per_update = (seconds_now() - started_seconds_) / static_cast<double>(done);
    const auto& train = config_.train;
    double eta = std::numeric_limits<double>::infinity();
    if (train.max_updates > 0) eta = per_update * static_cast<double>(train.max_updates - progress_.update);
    if (train.max_epochs > 0) {
        const auto per_epoch = data_.batches(progress_.epoch);
        const auto left = (train.max_epochs - progress_.epoch + 1) * per_epoch - progress_.batch;
        eta = std::min(eta, per_update * static_cast<double>(left));
    }
    if (train.max_minutes > 0) eta = std::min(eta, train.max_minutes * 60 - elapsed_seconds());
    return std::isfinite(eta) ? std::max(eta, 0.0) : -1;
}

std::optional<std::string> Trainer::limit_reached() const {
    const auto& train = config_.train;
    if (train.max_updates > 0 && progress_.update >= train.max_updates)
        return cat("reached train.max_updates = ", train.max_updates);
    if (train.max_epochs > 0 && progress_.epoch > train.max_epochs)
        return cat("reached train.max_epochs = ", train.max_epochs);
    if (train.max_minutes > 0 && elapsed_seconds() >= train.max_minutes * 60)
        return cat("reached train.max_minutes = ", train.max_minutes);
    if (config_.validate.patience > 0 && progress_.stalled_validations >= config_.validate.patience)
        return cat("no better ", metric_name(config_.validate.metric), " in ", progress_.stalled_validations,
                   " validations (validate.patience)");
    if (train.min_learning_rate > 0 && train.schedule != Schedule::constant &&
        progress_.update >= train.warmup_updates && learning_rate(train, progress_) < train.min_learning_rate)
        return cat("the learning rate fell below train.min_learning_rate = ", train.min_learning_rate);
    return std::nullopt;
}

bool Trainer::is_validation_due() const {
    const auto every = config_.validate.every_updates;
    return every > 0 ? progress_.update % every == 0 : progress_.batch == 0;
}

bool Trainer::validate_and_save() {
    bool is_best = false;
    if (hooks_.validate && progress_.validated_update != progress_.update) {
        const auto measured = [this] {
            const WeightAverage::InUse averages(average_);
            return hooks_.validate();
        }();
        if (!measured) {
            progress_.is_finished = false;  // it still owes this validation
            save(false);
            return false;
        }
        auto report = *measured;
        if (!std::isfinite(report.loss) || !std::isfinite(report.perplexity))
            refuse(cat("the loss on the dev set is ", report.loss, ", its perplexity ", report.perplexity,
                       ", after update ", progress_.update));
        report.epoch = epoch_of_last_update();
        report.update = progress_.update;
        const auto metric = config_.validate.metric;
        is_best = record_validation(progress_, metric_value(report, metric), config_.train, config_.validate);
        report.is_best = is_best;
        report.best = progress_.best;
        report.metric = metric_name(metric);
        report.elapsed_seconds = elapsed_seconds();
        observer_.on_validation(report);
    }
    save(is_best);
    return true;
}

void Trainer::save(bool is_best) {
    progress_.elapsed_seconds = elapsed_seconds();
    hooks_.save(is_best || !hooks_.validate);  // without validations the last weights are the best
}

bool Trainer::finish(const std::string& reason) {
    if (window_.updates > 0) report();
    progress_.is_finished = true;
    progress_.finish_reason = reason;
    if (!validate_and_save()) return false;
    observer_.on_finish({reason, progress_.update, progress_.best_update, progress_.best,
                         metric_name(config_.validate.metric), elapsed_seconds()});
    return true;
}

/// What an interrupted training still owes before its next update.
bool Trainer::catch_up() {
    // Fewer batches than when it stopped: another corpus or another size of batches.
    if (progress_.batch >= data_.batches(progress_.epoch)) {
        ++progress_.epoch;
        progress_.batch = 0;
    }
    const bool is_owed = hooks_.validate && progress_.validated_update != progress_.update;
    if (is_owed && progress_.update > 0 && is_validation_due() && !limit_reached()) return validate_and_save();
    return true;
}

int Trainer::stop_signal() const {
    return hooks_.stop_signal ? hooks_.stop_signal() : 0;
}

int Trainer::run() {
    model_.train();
    if (!catch_up()) return stop_signal();
    while (true) {
        if (const auto reason = limit_reached()) return finish(*reason) ? 0 : stop_signal();
        update();
        if (progress_.batch == data_.batches(progress_.epoch)) {
            ++progress_.epoch;
            progress_.batch = 0;
        }
        if (progress_.update % config_.train.log_every_updates == 0) report();
        if (const int signal = stop_signal()) {
            save(false);
            return signal;
        }
        const auto save_every = config_.train.save_every_updates;
        if (is_validation_due() && !limit_reached()) {
            if (!validate_and_save()) return stop_signal();
        } else if (save_every > 0 && progress_.update % save_every == 0) {
            save(false);
        }
    }
}

}  // namespace nmt
