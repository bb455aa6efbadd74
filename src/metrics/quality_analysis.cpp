#include "metrics/quality_analysis.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/cat.h"
#include "base/error.h"
#include "metrics/quality_buckets.h"
#include "metrics/quality_measurements.h"
#include "metrics/quality_significance.h"

namespace nmt {
namespace {

void check_input(const QualityInput& input) {
    require(!input.systems.empty() && !input.references.empty(), "a quality report needs a system and a reference");
    const std::size_t segments = input.references[0].size();
    const auto check = [&](const std::string& what, std::span<const std::string> text) {
        if (text.size() == segments) return;
        throw UserError(
            cat("different numbers of lines: the reference has ", segments, ", ", what, " has ", text.size()));
    };
    for (const auto& reference : input.references) check("another reference", reference);
    for (const QualitySystem& system : input.systems) check(system.name, system.hypotheses);
    if (input.sources) check("the source", *input.sources);
    if (segments == 0) throw UserError("a quality report needs at least one line");
}

class Analyser {
public:
    Analyser(const QualityInput& input, const Metric& metric, const QualityOptions& options, Measurements measured)
        : input_(input),
          metric_(metric),
          options_(options),
          measured_(std::move(measured)),
          segment_count_(input.references[0].size()) {}

    QualityAnalysis run() {
        describe();
        for (std::size_t system = 0; system < input_.systems.size(); ++system) add_system(system);
        for (std::size_t system = 1; system < input_.systems.size(); ++system) add_comparison(system);
        if (input_.sources) add_breakdown(BreakdownKind::source_length);
        add_breakdown(BreakdownKind::reference_length);
        add_breakdown(BreakdownKind::length_ratio);
        if (input_.train_text_path) add_breakdown(BreakdownKind::rarest_word);
        return std::move(result_);
    }

private:
    void describe() {
        result_.metric = metric_.name();
        result_.signature = metric_.signature(input_.references.size()).text();
        result_.is_higher_better = metric_.is_higher_better();
        result_.tokenizer = options_.tokenizer;
        result_.is_lower_cased = options_.is_lower_cased;
        result_.segment_count = segment_count_;
        result_.reference_count = input_.references.size();
        result_.small_bucket_segments = options_.small_bucket_segments;
        result_.bootstrap_trials = options_.bootstrap_trials;
        result_.has_sources = input_.sources.has_value();
        result_.train_text = measured_.train_text;
    }

    /// The first `listed_sentences` of `candidates` in the order of `worth` (highest first); of equal ones the longer
    /// reference comes first, then the smaller number. Their texts will be shown.
    template <class Worth>
    std::vector<std::size_t> list(std::vector<std::size_t> candidates, const Worth& worth) {
        const auto comes_first = [&](std::size_t a, std::size_t b) {
            if (worth(a) != worth(b)) return worth(a) > worth(b);
            if (measured_.reference_words[a] != measured_.reference_words[b])
                return measured_.reference_words[a] > measured_.reference_words[b];
            return a < b;
        };
        const std::size_t length = std::min(options_.listed_sentences, candidates.size());
        const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(length);
        std::partial_sort(candidates.begin(), end, candidates.end(), comes_first);
        candidates.resize(length);
        for (std::size_t segment : candidates) show(segment);
        return candidates;
    }

    std::vector<std::size_t> all_segments() const {
        std::vector<std::size_t> segments(segment_count_);
        std::iota(segments.begin(), segments.end(), 0U);
        return segments;
    }

    void show(std::size_t segment) {
        if (result_.shown.count(segment) != 0) return;
        ShownSegment shown;
        if (input_.sources) shown.source = (*input_.sources)[segment];
        for (const auto& reference : input_.references) shown.references.push_back(reference[segment]);
        for (std::size_t system = 0; system < input_.systems.size(); ++system) {
            shown.hypotheses.push_back(input_.systems[system].hypotheses[segment]);
            shown.scores.push_back(measured_.sentence_scores[system][segment]);
        }
        result_.shown.emplace(segment, std::move(shown));
    }

    FaultCounts count_faults(std::size_t system) const {
        FaultCounts faults;
        for (const auto& outputs : measured_.outputs) {
            const OutputTraits& traits = outputs[system];
            faults.empty += traits.is_empty ? 1 : 0;
            faults.over_long += traits.is_over_long ? 1 : 0;
            faults.under_long += traits.is_under_long ? 1 : 0;
            for (std::size_t i = 0; i < kMaxRepeatedOrder; ++i) faults.repeated[i] += traits.is_repeated[i] ? 1 : 0;
            faults.loops += traits.loop_words > 0 ? 1 : 0;
            faults.copied += traits.is_copied ? 1 : 0;
            faults.copied_words += traits.copied_words;
            faults.words += traits.words;
        }
        return faults;
    }

    void add_system(std::size_t system) {
        const MetricScore score = metric_.score(measured_.rows[system].sum());
        SystemQuality quality{.name = input_.systems[system].name,
                              .score = score.score,
                              .verbose = score.verbose,
                              .faults = count_faults(system)};
        const std::vector<double>& scores = measured_.sentence_scores[system];
        const double sign = metric_.is_higher_better() ? 1 : -1;
        quality.best = list(all_segments(), [&](std::size_t segment) { return sign * scores[segment]; });
        quality.worst = list(all_segments(), [&](std::size_t segment) { return -sign * scores[segment]; });
        const auto loop_words = [&](std::size_t segment) { return measured_.outputs[segment][system].loop_words; };
        std::vector<std::size_t> looping = all_segments();
        std::erase_if(looping, [&](std::size_t segment) { return loop_words(segment) == 0; });
        quality.loop_examples = list(std::move(looping), loop_words);
        result_.systems.push_back(std::move(quality));
    }

    ScoreDifference difference(std::size_t system, std::span<const std::size_t> segments, std::size_t trials) const {
        return difference_on(metric_, measured_.rows[0], measured_.rows[system], segments,
                             {trials, options_.seed, options_.threads});
    }

    void add_comparison(std::size_t system) {
        const std::vector<double>&baseline = measured_.sentence_scores[0], &scores = measured_.sentence_scores[system];
        const double sign = metric_.is_higher_better() ? 1 : -1;
        const auto gain = [&](std::size_t segment) { return sign * (scores[segment] - baseline[segment]); };
        SystemComparison comparison;
        std::vector<std::size_t> better, worse;
        for (std::size_t segment = 0; segment < segment_count_; ++segment) {
            if (gain(segment) > 0) better.push_back(segment);
            if (gain(segment) < 0) worse.push_back(segment);
        }
        comparison.better = better.size();
        comparison.worse = worse.size();
        comparison.equal = segment_count_ - better.size() - worse.size();
        comparison.gained = list(std::move(better), gain);
        comparison.lost = list(std::move(worse), [&](std::size_t segment) { return -gain(segment); });
        comparison.overall = difference(system, all_segments(), options_.bootstrap_trials);
        result_.comparisons.push_back(std::move(comparison));
    }

    double value_of(BreakdownKind kind, std::size_t segment, std::size_t system) const {
        switch (kind) {
            case BreakdownKind::source_length:
                return measured_.source_words[segment];
            case BreakdownKind::reference_length:
                return measured_.reference_words[segment];
            case BreakdownKind::length_ratio:
                return measured_.outputs[segment][system].length_ratio;
            case BreakdownKind::rarest_word:
                break;
        }
        return measured_.rarest_frequency[segment];
    }

    void add_breakdown(BreakdownKind kind) {
        const std::vector<BucketLimits> limits = bucket_limits(kind);
        const std::size_t systems = input_.systems.size();
        std::vector<std::vector<std::vector<std::size_t>>> members(  // [bucket][system] segments
            limits.size(), std::vector<std::vector<std::size_t>>(systems));
        for (std::size_t segment = 0; segment < segment_count_; ++segment)
            for (std::size_t system = 0; system < systems; ++system)
                members[bucket_of(limits, value_of(kind, segment, system))][system].push_back(segment);

        QualityBreakdown breakdown{kind, {}};
        const auto is_used = [](const auto& bucket) {
            return std::any_of(bucket.begin(), bucket.end(), [](const auto& segments) { return !segments.empty(); });
        };
        const auto add = [&](std::size_t bucket) {
            breakdown.buckets.push_back(
                filled_bucket(limits[bucket], members[bucket], kind != BreakdownKind::length_ratio));
        };
        const std::size_t no_value = limits.size() - 1;  // has no place on the scale
        std::size_t first = 0, last = no_value;
        while (first < last && !is_used(members[first])) ++first;
        while (first < last && !is_used(members[last - 1])) --last;
        for (std::size_t bucket = first; bucket < last; ++bucket) add(bucket);
        if (is_used(members[no_value])) add(no_value);
        result_.breakdowns.push_back(std::move(breakdown));
    }

    QualityBucket filled_bucket(const BucketLimits& limits, const std::vector<std::vector<std::size_t>>& segments,
                                bool has_same_segments) const {
        QualityBucket bucket{.label = limits.label, .least = limits.least, .below = limits.below};
        for (std::size_t system = 0; system < segments.size(); ++system) {
            const std::size_t count = segments[system].size();
            BucketScore score{count, static_cast<double>(count) / static_cast<double>(segment_count_), {}};
            if (count > 0) score.score = metric_.score(sum_of_rows(measured_.rows[system], segments[system])).score;
            bucket.systems.push_back(score);
            bucket.is_small = bucket.is_small || count < options_.small_bucket_segments;
        }
        // Few segments resampled are too much alike to say anything about chance.
        const std::size_t trials = bucket.is_small ? 0 : options_.bootstrap_trials;
        for (std::size_t system = 1; system < segments.size(); ++system) {
            const bool is_compared = has_same_segments && !segments[system].empty();
            bucket.differences.push_back(is_compared ? std::optional(difference(system, segments[system], trials))
                                                     : std::nullopt);
        }
        return bucket;
    }

    const QualityInput& input_;
    const Metric& metric_;
    const QualityOptions& options_;
    const Measurements measured_;
    const std::size_t segment_count_;
    QualityAnalysis result_;
};

}  // namespace

const char* name_of(BreakdownKind kind) {
    switch (kind) {
        case BreakdownKind::source_length:
            return "source_length";
        case BreakdownKind::reference_length:
            return "reference_length";
        case BreakdownKind::length_ratio:
            return "length_ratio";
        case BreakdownKind::rarest_word:
            break;
    }
    return "rarest_word";
}

QualityAnalysis analyse_quality(const QualityInput& input, const Metric& metric, const Metric& sentence_metric,
                                const QualityOptions& options) {
    check_input(input);
    return Analyser(input, metric, options, measure_segments(input, metric, sentence_metric, options)).run();
}

}  // namespace nmt
