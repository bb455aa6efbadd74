#pragma once
// What one segment's texts are like: lengths, repetitions, copies. One segment at a time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "metrics/quality_analysis.h"

namespace nmt {

using Words = std::span<const std::string_view>;

/// One system's output in one segment; what the fields mean is said at FaultCounts and BreakdownKind.
struct OutputTraits {
    std::size_t words = 0;
    double length_ratio = std::numeric_limits<double>::quiet_NaN();  // NaN: the reference has no word
    bool is_empty = false, is_over_long = false, is_under_long = false;
    std::array<bool, kMaxRepeatedOrder> is_repeated{};  // [n - 1]
    std::size_t loop_words = 0;                         // words of the longest loop beyond its first turn; 0: none
    bool is_copied = false;
    std::size_t copied_words = 0;
};

/// Numbers words and n-grams of one segment from 0, so that equal ones have equal numbers.
class WordNumbers {
public:
    /// Forgets everything; room for `most` different keys.
    void start(std::size_t most);
    std::uint32_t number_of(std::string_view word);
    std::uint32_t count() const { return count_; }

private:
    struct Slot {
        std::string_view word;
        std::uint32_t number = 0;  // plus 1; 0: the slot is free
    };
    std::vector<Slot> slots_;  // open addressing, a power of two, at most half of them taken
    std::uint32_t count_ = 0;
};

/// The same for pairs of numbers.
class PairNumbers {
public:
    void start(std::size_t most);
    std::uint32_t number_of(std::uint32_t first, std::uint32_t second);
    std::uint32_t count() const { return count_; }

private:
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t number = 0;  // plus 1; 0: the slot is free
    };
    std::vector<Slot> slots_;
    std::uint32_t count_ = 0;
};

/// Its memory is reused from segment to segment: make one for each thread.
class SegmentExaminer {
public:
    /// The traits of each of `outputs` [system], in `traits` (overwritten). `references` holds at least one text;
    /// `source`: null when there is none.
    void examine(std::span<const Words> outputs, std::span<const Words> references, const Words* source,
                 std::vector<OutputTraits>& traits);

private:
    using Ids = std::vector<std::uint32_t>;

    /// The numbers of a text's words in ids_[text].
    void number_words(std::size_t text, Words words);
    void find_length_faults(std::size_t output, OutputTraits& traits) const;
    void find_repetitions(std::span<OutputTraits> traits);
    /// The runs of `period` words that follow one another in a text.
    struct Loop {
        std::size_t turns = 1;           // of the one with most turns
        std::size_t repeated_words = 0;  // of the longest
    };
    Loop longest_loop(const Ids& ids, std::size_t period) const;
    void find_loops(std::span<OutputTraits> traits) const;
    void find_copies(std::span<OutputTraits> traits);

    // Texts: the references, then the outputs, then the source.
    std::vector<Ids> ids_;       // [text][word]
    std::vector<Ids> gram_ids_;  // [text][start of the n-gram]
    std::size_t reference_count_ = 0, output_count_ = 0;
    bool has_source_ = false;
    WordNumbers word_numbers_;
    PairNumbers gram_numbers_;
    std::vector<bool> is_word_;                         // [word number] has a letter or a digit
    std::vector<bool> gram_is_word_;                    // [n-gram number] some word of it has
    std::vector<std::uint32_t> counts_, max_counts_;    // [n-gram number] in the text at hand; in any reference
    std::vector<bool> is_in_source_, is_in_reference_;  // [word number]
};

}  // namespace nmt
