#pragma once
// Where one or several systems are good and where they fail: quality by length, by length ratio and by rare words,
// repetitions, copies, empty outputs, best and worst sentences, and what changed between systems. Plain numbers and
// texts; report/quality_report.h writes them as a page or as JSON.
//
// A word here is what the metric's tokenizer (13a, or characters for Chinese, ...) leaves between white space, so
// punctuation marks are words too. Lengths are counted in these words.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "metrics/metric.h"
#include "metrics/resampling_seed.h"

namespace nmt {

// ---- what goes in ---------------------------------------------------------------------------------------------------

struct QualitySystem {
    std::string name;
    std::span<const std::string> hypotheses;  // [segment] UTF-8
};

struct QualityInput {
    std::vector<QualitySystem> systems;                    // at least one; the first is the baseline of the others
    std::vector<std::span<const std::string>> references;  // [reference][segment]; at least one
    std::optional<std::span<const std::string>> sources;   // [segment]; none: no source length, no copies
    std::optional<std::string> train_text_path;  // target side of the training text, plain or .gz; read line by line
};

struct QualityOptions {
    std::string tokenizer = "13a";           // a name of tokenizer_names(): the metric's own
    std::string spm_model_path{};            // for the tokenizer spm, and only for it
    bool is_lower_cased = false;             // words are compared without regard to case
    std::size_t listed_sentences = 10;       // length of each list of sentences
    std::size_t small_bucket_segments = 50;  // a bucket of fewer segments is marked as small
    std::size_t bootstrap_trials = 1000;     // 0: no significance
    ResamplingSeed seed{};                   // of the bootstrap
    unsigned threads = 0;                    // 0: one for each core; the result does not depend on it
};

// ---- what comes out -------------------------------------------------------------------------------------------------

/// The longest n-gram whose repetition is counted.
inline constexpr std::size_t kMaxRepeatedOrder = 4;

/// One system's segments in a bucket.
struct BucketScore {
    std::size_t segments = 0;
    double share = 0;               // of all segments, 0 to 1
    std::optional<double> score{};  // of the sum of the segments' rows; none without segments
};

/// One system against the baseline on the same segments.
struct ScoreDifference {
    double difference = 0;  // the system's score minus the baseline's
    std::optional<double>
        p_value{};  // paired bootstrap (Koehn 2004) as in sacreBLEU; none: no trials, or a small bucket
};

struct QualityBucket {
    std::string label;                   // as people read it: "11–20", "never seen"
    double least = 0;                    // the bucket holds the values v with least <= v < below
    double below = 0;                    // infinity for the last; NaN in both: segments without the value ("no words")
    std::vector<BucketScore> systems{};  // [system]
    std::vector<std::optional<ScoreDifference>> differences{};  // [system - 1]; none: no segments, or not the same ones
    bool is_small = false;                                      // fewer than small_bucket_segments for some system
};

enum class BreakdownKind {
    source_length,     // words of the source
    reference_length,  // words of the reference; of several, their mean, rounded
    length_ratio,      // hypothesis / reference; of several, the one closest in length, as in BLEU. Differs by system
    rarest_word,       // how often the rarest word of the references stands in the training text
};

/// The kind's name in reports: `source_length` and so on.
const char* name_of(BreakdownKind kind);

/// Every segment is in exactly one bucket. Buckets without segments are left out at both ends of the scale; segments
/// without a value come last.
struct QualityBreakdown {
    BreakdownKind kind = BreakdownKind::source_length;
    std::vector<QualityBucket> buckets;
};

/// Counts of segments, unless it says words.
struct FaultCounts {
    std::size_t empty = 0;       // no word, although every reference has one
    std::size_t over_long = 0;   // more than twice as long as the longest reference, and by at least 3 words
    std::size_t under_long = 0;  // not empty, less than half of the shortest reference, and by at least 3 words

    /// [n - 1]: some n-gram stands at least twice, and more often than in any reference. Punctuation alone is none.
    std::array<std::size_t, kMaxRepeatedOrder> repeated{};

    /// The same 1 to 8 words stand several times directly one after the other, more often than such a row of as many
    /// words in any reference: the loops that recurrent decoders fall into (Mi et al. 2016). Punctuation alone is none.
    std::size_t loops = 0;

    std::size_t copied = 0;        // the words of the source, none else, and no reference has just these; not empty
    std::size_t copied_words = 0;  // words of the output that are in the source but in no reference; not punctuation
    std::size_t words = 0;         // words of the output
};

struct SystemQuality {
    std::string name;
    double score = 0;
    std::string verbose{};  // the score's parts as the metric prints them
    FaultCounts faults{};

    // Segments (from 0) by sentence score; of equal ones those with the longer reference come first, then by number.
    std::vector<std::size_t> best{}, worst{};
    std::vector<std::size_t> loop_examples{};  // the most repeated words first
};

/// System s + 1 against the baseline.
struct SystemComparison {
    ScoreDifference overall{};
    std::size_t better = 0, worse = 0, equal = 0;  // segments by sentence score; better: for the user
    std::vector<std::size_t> gained{}, lost{};     // the segments whose sentence score changed most, either way
};

struct TrainingText {
    std::string path;
    std::uint64_t lines = 0;
    std::size_t reference_words = 0;         // different words of the references
    std::size_t unseen_reference_words = 0;  // of these, never in the training text
};

/// A segment that some list names.
struct ShownSegment {
    std::optional<std::string> source;
    std::vector<std::string> references;  // [reference]
    std::vector<std::string> hypotheses;  // [system]
    std::vector<double> scores;           // [system] sentence scores
};

struct QualityAnalysis {
    std::string metric;  // "BLEU"
    std::string signature;
    bool is_higher_better = true;
    std::string tokenizer;
    bool is_lower_cased = false;
    std::size_t segment_count = 0, reference_count = 0;
    std::size_t small_bucket_segments = 0, bootstrap_trials = 0;
    bool has_sources = false;
    std::optional<TrainingText> train_text;
    std::vector<SystemQuality> systems;
    std::vector<SystemComparison> comparisons;  // [system - 1]
    std::vector<QualityBreakdown> breakdowns;   // those for which the input has what is needed
    std::map<std::size_t, ShownSegment> shown;  // segment -> its texts
};

/// `metric` gives corpus and bucket scores; `sentence_metric` scores single rows of `metric`, e.g. BLEU with effective
/// order for BLEU; for other metrics the same object. Throws UserError: texts of different numbers of segments, no
/// segments, an unknown tokenizer, a training text that cannot be read.
QualityAnalysis analyse_quality(const QualityInput& input, const Metric& metric, const Metric& sentence_metric,
                                const QualityOptions& options = {});

}  // namespace nmt
