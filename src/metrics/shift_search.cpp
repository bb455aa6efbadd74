#include "metrics/shift_search.h"

#include <algorithm>
#include <tuple>

namespace nmt {
namespace {

constexpr std::size_t kMaxBlockWords = 10;
constexpr std::size_t kMaxDistanceWords = 50;  // between the block and its equal in the reference
constexpr std::size_t kMaxCandidates = 1000;   // of all shifts of a sentence together

}  // namespace

void ShiftSearch::start(std::span<const Word> hypothesis, std::span<const Word> reference) {
    edits_.set_words(hypothesis, reference);
    ref_.assign(reference.begin(), reference.end());
    candidates_before_ = 0;
}

/// Lists what may be moved. False when the limit is reached, after which nothing moves any more: so nothing needs to
/// be tried either.
bool ShiftSearch::find_candidates() {
    edits_.align(alignment_);
    candidates_.clear();
    const std::vector<Word>& hyp = words();
    for (std::size_t hyp_start = 0; hyp_start < hyp.size(); ++hyp_start) {
        const std::size_t ref_begin = hyp_start > kMaxDistanceWords ? hyp_start - kMaxDistanceWords : 0;
        const std::size_t ref_end = std::min(ref_.size(), hyp_start + kMaxDistanceWords + 1);
        for (std::size_t ref_start = ref_begin; ref_start < ref_end; ++ref_start) {
            const std::size_t longest = std::min({kMaxBlockWords, hyp.size() - hyp_start, ref_.size() - ref_start});
            bool has_hyp_error = false;
            bool has_ref_error = false;
            for (std::size_t i = 0; i < longest && hyp[hyp_start + i] == ref_[ref_start + i]; ++i) {
                has_hyp_error |= alignment_.is_hyp_error[hyp_start + i] != 0;
                has_ref_error |= alignment_.is_ref_error[ref_start + i] != 0;
                if (!has_hyp_error || !has_ref_error) continue;
                add_candidates(hyp_start, ref_start, i + 1);
                if (candidates_before_ + candidates_.size() >= kMaxCandidates) return false;
            }
        }
    }
    candidates_before_ += candidates_.size();
    return true;
}

/// The block may go to before its equal in the reference, and to behind each of that one's words.
void ShiftSearch::add_candidates(std::size_t hyp_start, std::size_t ref_start, std::size_t length) {
    const std::vector<std::size_t>& hyp_end = alignment_.hyp_end;
    const std::size_t aligned_end = hyp_end[ref_start + 1];
    const bool is_within_itself = aligned_end > hyp_start && aligned_end <= hyp_start + length;
    if (is_within_itself) return;
    for (std::size_t n = ref_start; n <= ref_start + length; ++n)
        if (n == ref_start || hyp_end[n] != hyp_end[n - 1]) candidates_.push_back({hyp_start, length, hyp_end[n]});
}

/// A target within the block or at its end moves the block to the right by as much as the target lies behind its start:
/// sacreBLEU's way. Where fewer words follow it goes to the end.
WordMove ShiftSearch::move_of(const Candidate& candidate) const {
    const auto [start, length, target] = candidate;
    const std::size_t end = start + length;
    if (target < start) return {target, start, end};
    if (target > end) return {start, end, target};
    return {start, end, std::min(target + length, words().size())};
}

bool ShiftSearch::shift() {
    if (distance() == 0 || !find_candidates()) return false;
    // Of two that save as much: the longer block, then the one that starts first, then the one that goes less far to
    // the right. (sacreBLEU compares the words after the shift last; two that agree so far are the same shift.)
    const auto rank = [](std::int32_t left, const Candidate& c) {
        return std::tuple(left, kMaxBlockWords - c.length, c.start, c.target);
    };
    const Candidate* best = nullptr;
    std::int32_t best_distance = distance() - 1;
    for (const Candidate& candidate : candidates_) {
        const WordMove move = move_of(candidate);
        if (move.first == move.middle || move.middle == move.last) continue;
        const std::int32_t left = edits_.distance_after(move);
        if (left > best_distance) continue;
        if (best != nullptr && rank(left, candidate) >= rank(best_distance, *best)) continue;
        best = &candidate;
        best_distance = left;
    }
    if (best == nullptr) return false;
    edits_.move_words(move_of(*best));
    return true;
}

std::int64_t count_translation_edits(std::span<const ShiftSearch::Word> hypothesis,
                                     std::span<const ShiftSearch::Word> reference, ShiftSearch& search) {
    if (hypothesis.empty() || reference.empty())
        return static_cast<std::int64_t>(std::max(hypothesis.size(), reference.size()));
    search.start(hypothesis, reference);
    std::int64_t shifts = 0;
    while (search.shift()) ++shifts;
    return shifts + search.distance();
}

}  // namespace nmt
