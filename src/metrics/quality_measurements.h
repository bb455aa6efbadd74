#pragma once
// What a quality analysis finds out about every segment before anything is summed up.

#include <optional>
#include <vector>

#include "metrics/metric.h"
#include "metrics/quality_analysis.h"
#include "metrics/segment_traits.h"

namespace nmt {

struct Measurements {
    std::vector<double> source_words;                  // [segment]; empty without sources
    std::vector<double> reference_words;               // [segment] of several references the mean, rounded
    std::vector<double> rarest_frequency;              // [segment] NaN: no word; empty without a training text
    std::vector<std::vector<OutputTraits>> outputs;    // [segment][system]
    std::vector<StatisticsTable> rows;                 // [system] of `metric`
    std::vector<std::vector<double>> sentence_scores;  // [system][segment]
    std::optional<TrainingText> train_text;
};

/// The arguments are those of analyse_quality, of texts that fit together.
Measurements measure_segments(const QualityInput& input, const Metric& metric, const Metric& sentence_metric,
                              const QualityOptions& options);

}  // namespace nmt
