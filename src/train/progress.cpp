#include "train/progress.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {

// A macro of the library: one list of fields for both directions; a missing field is an error.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Progress, update, epoch, batch, elapsed_seconds, has_best, best, best_update,
                                   validated_update, stalled_validations, rate_factor, plateau_validations, corpus,
                                   best_criterion, is_finished, finish_reason)

std::string to_json(const Progress& progress) {
    return nlohmann::json(progress).dump();
}

Progress progress_from_json(const std::string& text) {
    try {
        auto fields = nlohmann::json::parse(text);
        // Files of before there were such fields: what was due is taken as done.
        if (!fields.contains("validated_update")) fields["validated_update"] = fields.at("update");
        for (const auto* fingerprint : {"corpus", "best_criterion"})
            if (!fields.contains(fingerprint)) fields[fingerprint] = "";
        return fields.get<Progress>();
    } catch (const nlohmann::json::exception& error) {
        throw UserError(cat("the training's progress cannot be read: ", error.what()));
    }
}

void forget_best(Progress& progress) {
    progress.has_best = false;
    progress.best = 0;
    progress.best_update = 0;
    progress.stalled_validations = 0;
    progress.plateau_validations = 0;
}

bool is_better(DevMetric metric, double value, double other) {
    return metric == DevMetric::bleu ? value > other : value < other;
}

double learning_rate(const TrainOptions& options, const Progress& progress) {
    const auto update = static_cast<double>(progress.update + 1);
    const auto warmup = static_cast<double>(options.warmup_updates);
    double rate = options.learning_rate;
    if (update < warmup)
        rate *= update / warmup;
    else if (options.schedule == Schedule::inverse_sqrt)
        rate *= std::sqrt(std::max(warmup, 1.0) / update);
    if (options.schedule == Schedule::plateau) rate *= progress.rate_factor;
    return rate;
}

bool record_validation(Progress& progress, double value, const TrainOptions& train, const ValidateOptions& validate) {
    // After a crash between the two files the weights of this very update may be the best already.
    const bool is_best = !progress.has_best || is_better(validate.metric, value, progress.best) ||
                         (progress.best_update == progress.update && value == progress.best);
    progress.validated_update = progress.update;
    if (is_best) {
        progress.has_best = true;
        progress.best = value;
        progress.best_update = progress.update;
        progress.stalled_validations = 0;
        progress.plateau_validations = 0;
        return true;
    }
    ++progress.stalled_validations;
    if (++progress.plateau_validations >= train.plateau_patience && train.schedule == Schedule::plateau) {
        progress.rate_factor *= train.plateau_factor;
        progress.plateau_validations = 0;
    }
    return false;
}

}  // namespace nmt
