#pragma once
// Counts of n-grams that a hypothesis shares with one reference, for one segment at a time: chrF's inner loop. Unlike
// NgramMatches, every order counts, and each reference counts by itself.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nmt {

/// The hypothesis's n-grams as a trie inside one hash table: an n-gram is its first n - 1 symbols' slot and its last
/// symbol, so that no n-gram is ever built as a text. The memory is reused from segment to segment: make one for each
/// thread.
class NgramOverlap {
public:
    /// N-grams of 1 to `max_order` symbols are counted.
    explicit NgramOverlap(std::size_t max_order) : max_order_(max_order) {}

    /// Starts a new segment. Symbols are any numbers: code points, ids of words.
    void set_hypothesis(std::span<const std::uint32_t> symbols);

    /// Writes to `matches[order - 1]` (max_order of them) how many n-grams the hypothesis and this reference share:
    /// each counts as often as it stands in the one that has it less often.
    void count_matches(std::span<const std::uint32_t> reference, std::span<std::int64_t> matches);

private:
    struct Slot {
        std::uint64_t key = 0;  // the shorter n-gram's slot + 2 (1: there is none), last symbol; 0: the slot is free
        std::uint32_t hyp_count = 0;
        std::uint32_t ref_count = 0;  // in the reference at hand
    };

    /// The slot of `key`, or the free one where it would stand.
    std::size_t find(std::uint64_t key) const;

    std::size_t max_order_;
    std::vector<Slot> slots_;  // open addressing, a power of two of slots, at most three quarters of them taken
    int hash_shift_ = 0;       // the hash's top bits choose the slot
    bool has_ref_counts_ = false;
};

}  // namespace nmt
