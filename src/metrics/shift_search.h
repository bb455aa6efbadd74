#pragma once
// TER's shifts (Snover et al. 2006): a block of words moved elsewhere counts as one edit. With the rules and limits of
// sacreBLEU's lib_ter.py, which follow Tercom.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/edit_distance.h"

namespace nmt {

/// Moves blocks of a hypothesis to where the reference has them, one after another, the one that saves most edits
/// first. Memory is reused: make one for each thread.
class ShiftSearch {
public:
    using Word = EditDistance::Word;

    /// Starts with a pair of sentences, neither empty. Equal words have equal numbers.
    void start(std::span<const Word> hypothesis, std::span<const Word> reference);

    /// Makes one shift. False, and nothing moves, if none saves an edit or too many have been looked at since start().
    bool shift();

    /// The hypothesis as it stands.
    const std::vector<Word>& words() const { return edits_.hypothesis(); }

    /// Edits that the hypothesis, as it stands, is away from the reference.
    std::int32_t distance() const { return edits_.distance(); }

private:
    /// The block [start, start + length) of the hypothesis, of which the reference has an equal one, and the place
    /// where it would go to.
    struct Candidate {
        std::size_t start, length, target;
    };

    bool find_candidates();
    void add_candidates(std::size_t hyp_start, std::size_t ref_start, std::size_t length);
    WordMove move_of(const Candidate& candidate) const;

    EditDistance edits_;
    WordAlignment alignment_;
    std::vector<Word> ref_;
    std::vector<Candidate> candidates_;  // of the shift at hand
    std::size_t candidates_before_ = 0;  // of the shifts before it
};

/// Translation edits: shifts, and the distance that is left after them. One side may be empty, or both.
std::int64_t count_translation_edits(std::span<const ShiftSearch::Word> hypothesis,
                                     std::span<const ShiftSearch::Word> reference, ShiftSearch& search);

}  // namespace nmt
