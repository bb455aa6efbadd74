#include "report/quality_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace nmt {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json finite_or_null(double number) {
    return std::isfinite(number) ? Json(number) : Json(nullptr);
}

/// Lines as people count them.
Json lines(const std::vector<std::size_t>& segments) {
    Json array = Json::array();
    for (std::size_t segment : segments) array.push_back(segment + 1);
    return array;
}

Json train_text_json(const std::optional<TrainingText>& train_text) {
    if (!train_text) return nullptr;
    return {{"path", train_text->path},
            {"lines", train_text->lines},
            {"reference_words", train_text->reference_words},
            {"unseen_reference_words", train_text->unseen_reference_words}};
}

Json system_json(const SystemQuality& system, bool has_sources) {
    const FaultCounts& faults = system.faults;
    return {{"name", system.name},
            {"score", system.score},
            {"verbose", system.verbose},
            {"faults",
             {{"empty", faults.empty},
              {"over_long", faults.over_long},
              {"under_long", faults.under_long},
              {"repeated", faults.repeated},
              {"loops", faults.loops},
              {"copied", has_sources ? Json(faults.copied) : Json(nullptr)},
              {"copied_words", has_sources ? Json(faults.copied_words) : Json(nullptr)},
              {"words", faults.words}}},
            {"best", lines(system.best)},
            {"worst", lines(system.worst)},
            {"loop_examples", lines(system.loop_examples)}};
}

Json comparison_json(const SystemComparison& comparison, std::size_t system) {
    return {{"system", system},
            {"baseline", 0},
            {"difference", comparison.overall.difference},
            {"p_value", or_null(comparison.overall.p_value)},
            {"better", comparison.better},
            {"worse", comparison.worse},
            {"equal", comparison.equal},
            {"gained", lines(comparison.gained)},
            {"lost", lines(comparison.lost)}};
}

Json bucket_json(const QualityBucket& bucket) {
    Json systems = Json::array(), differences = Json::array();
    for (const BucketScore& system : bucket.systems)
        systems.push_back(
            Json{{"segments", system.segments}, {"share", system.share}, {"score", or_null(system.score)}});
    for (const auto& difference : bucket.differences) {
        differences.push_back(Json{{"difference", difference ? Json(difference->difference) : Json(nullptr)},
                                   {"p_value", difference ? or_null(difference->p_value) : Json(nullptr)}});
    }
    return {{"label", bucket.label},
            {"least", finite_or_null(bucket.least)},
            {"below", finite_or_null(bucket.below)},
            {"is_small", bucket.is_small},
            {"systems", std::move(systems)},
            {"differences", std::move(differences)}};
}

Json shown_json(const ShownSegment& segment) {
    return {{"source", or_null(segment.source)},
            {"references", segment.references},
            {"hypotheses", segment.hypotheses},
            {"scores", segment.scores}};
}

}  // namespace

std::string quality_json(const QualityAnalysis& analysis) {
    Json root{{"version", kQualityJsonVersion},
              {"metric", analysis.metric},
              {"signature", analysis.signature},
              {"is_higher_better", analysis.is_higher_better},
              {"tokenizer", analysis.tokenizer},
              {"is_lower_cased", analysis.is_lower_cased},
              {"segments", analysis.segment_count},
              {"references", analysis.reference_count},
              {"small_bucket_segments", analysis.small_bucket_segments},
              {"bootstrap_trials", analysis.bootstrap_trials},
              {"train_text", train_text_json(analysis.train_text)}};
    Json& systems = root["systems"] = Json::array();
    for (const SystemQuality& system : analysis.systems) systems.push_back(system_json(system, analysis.has_sources));
    Json& comparisons = root["comparisons"] = Json::array();
    for (std::size_t i = 0; i < analysis.comparisons.size(); ++i)
        comparisons.push_back(comparison_json(analysis.comparisons[i], i + 1));
    Json& breakdowns = root["breakdowns"] = Json::array();
    for (const QualityBreakdown& breakdown : analysis.breakdowns) {
        Json buckets = Json::array();
        for (const QualityBucket& bucket : breakdown.buckets) buckets.push_back(bucket_json(bucket));
        breakdowns.push_back(Json{{"by", name_of(breakdown.kind)}, {"buckets", std::move(buckets)}});
    }
    Json& shown = root["lines"] = Json::object();
    for (const auto& [segment, texts] : analysis.shown) shown[std::to_string(segment + 1)] = shown_json(texts);
    return root.dump(1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}

}  // namespace nmt
