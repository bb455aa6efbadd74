#include "metrics/quality_measurements.h"

#include <cmath>
#include <limits>

#include "base/parallel.h"
#include "metrics/word_cutter.h"
#include "metrics/word_frequency.h"

namespace nmt {
namespace {

constexpr std::size_t segments_in_range = 256;

class Measurer {
public:
    Measurer(const QualityInput& input, const QualityOptions& options)
        : input_(input),
          options_(options),
          cutter_(options.tokenizer, options.is_lower_cased, options.spm_model_path),
          segment_count_(input.references[0].size()) {}

    void count_training_text() {
        CutText cut;
        for (const auto& reference : input_.references) {
            for (const std::string& segment : reference) {
                cutter_.cut(segment, cut);
                for (std::string_view word : cut.words) frequency_.add_word(word);
            }
        }
        const std::uint64_t lines = frequency_.count_file(*input_.train_text_path, cutter_, options_.threads);
        measured_.train_text = {*input_.train_text_path, lines, frequency_.word_count(),
                                frequency_.unseen_word_count()};
        measured_.rarest_frequency.resize(segment_count_);
    }

    void examine_segments() {
        measured_.reference_words.resize(segment_count_);
        measured_.outputs.resize(segment_count_);
        if (input_.sources) measured_.source_words.resize(segment_count_);
        for_each_range(segment_count_, segments_in_range, options_.threads, [&](std::size_t begin, std::size_t end) {
            Workplace workplace;
            workplace.references.resize(input_.references.size());
            workplace.outputs.resize(input_.systems.size());
            for (std::size_t segment = begin; segment < end; ++segment) examine_segment(segment, workplace);
        });
    }

    void score_segments(const Metric& metric, const Metric& sentence_metric) {
        for (const QualitySystem& system : input_.systems) {
            measured_.rows.push_back(metric.segment_statistics(system.hypotheses, input_.references, options_.threads));
            const StatisticsTable& rows = measured_.rows.back();
            std::vector<double>& scores = measured_.sentence_scores.emplace_back(segment_count_);
            for_each_range(segment_count_, segments_in_range, options_.threads,
                           [&](std::size_t begin, std::size_t end) {
                               for (std::size_t segment = begin; segment < end; ++segment)
                                   scores[segment] = sentence_metric.score(rows.row(segment)).score;
                           });
        }
    }

    Measurements take() { return std::move(measured_); }

private:
    /// What one thread reuses from segment to segment.
    struct Workplace {
        std::vector<CutText> references, outputs;
        CutText source;
        std::vector<Words> reference_words, output_words;
        SegmentExaminer examiner;
    };

    void examine_segment(std::size_t segment, Workplace& at) {
        at.reference_words.clear();
        at.output_words.clear();
        std::size_t reference_length = 0;
        for (std::size_t i = 0; i < at.references.size(); ++i) {
            cutter_.cut(input_.references[i][segment], at.references[i]);
            at.reference_words.emplace_back(at.references[i].words);
            reference_length += at.references[i].words.size();
        }
        for (std::size_t i = 0; i < at.outputs.size(); ++i) {
            cutter_.cut(input_.systems[i].hypotheses[segment], at.outputs[i]);
            at.output_words.emplace_back(at.outputs[i].words);
        }
        Words source_words;
        if (input_.sources) {
            cutter_.cut((*input_.sources)[segment], at.source);
            source_words = at.source.words;
            measured_.source_words[segment] = static_cast<double>(source_words.size());
        }
        const auto reference_count = static_cast<double>(at.references.size());
        measured_.reference_words[segment] = std::floor(static_cast<double>(reference_length) / reference_count + 0.5);
        if (measured_.train_text) measured_.rarest_frequency[segment] = rarest_frequency(at.reference_words);
        at.examiner.examine(at.output_words, at.reference_words, input_.sources ? &source_words : nullptr,
                            measured_.outputs[segment]);
    }

    double rarest_frequency(std::span<const Words> references) const {
        double rarest = std::numeric_limits<double>::quiet_NaN();
        for (const Words& reference : references)
            for (std::string_view word : reference)
                rarest = std::fmin(rarest, static_cast<double>(frequency_.frequency(word)));  // a number beats NaN
        return rarest;
    }

    const QualityInput& input_;
    const QualityOptions& options_;
    const WordCutter cutter_;
    const std::size_t segment_count_;
    WordFrequency frequency_;
    Measurements measured_;
};

}  // namespace

Measurements measure_segments(const QualityInput& input, const Metric& metric, const Metric& sentence_metric,
                              const QualityOptions& options) {
    Measurer measurer(input, options);
    if (input.train_text_path) measurer.count_training_text();
    measurer.examine_segments();
    measurer.score_segments(metric, sentence_metric);
    return measurer.take();
}

}  // namespace nmt
