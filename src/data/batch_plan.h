#pragma once
// Which pairs form which batch, and in which order, as a pure function of the seed, the epoch and the pairs' lengths:
// a resumed training sees the batches it would have seen.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/error.h"
#include "data/cache_format.h"

namespace nmt {

struct BatchOptions {
    /// Source + target tokens of a batch, eos and padding counted: n (max src + 1 + max tgt + 1) stays within it.
    /// A single pair over the budget is a batch of its own.
    std::int64_t batch_tokens = 4096;
    /// When over 0: this many pairs a batch (the last of a pool may have fewer), and batch_tokens is not used.
    std::int64_t batch_sentences = 0;
    /// Pairs are sorted by length within pools of this size, so that batches need little padding and the order stays
    /// random over the corpus.
    std::size_t pool_pairs = 500000;
};

/// Batches of pair numbers (indices into EncodedCorpus), flat in memory: 4 bytes a pair.
class BatchPlan {
public:
    /// The number of batches.
    std::size_t size() const { return starts_.size() - 1; }
    /// The pairs of batch `i` < size(); never empty.
    std::span<const std::uint32_t> batch(std::size_t i) const {
        require(i < size(), "a batch beyond the epoch's end");
        return std::span(pairs_).subspan(starts_[i], starts_[i + 1] - starts_[i]);
    }
    /// All pairs in the order of the batches.
    std::span<const std::uint32_t> pairs() const { return pairs_; }

    void reserve_pairs(std::size_t count) { pairs_.reserve(count); }
    void add_batch(std::span<const std::uint32_t> pairs) {
        pairs_.insert(pairs_.end(), pairs.begin(), pairs.end());
        starts_.push_back(static_cast<std::uint32_t>(pairs_.size()));
    }

private:
    std::vector<std::uint32_t> pairs_;
    std::vector<std::uint32_t> starts_{0};
};

/// The batches of one epoch, every pair exactly once: a permutation by (seed, RandomPurpose::epoch_order, epoch), cut
/// into pools; each pool sorted by target and source length, cut into batches, and its batches shuffled.
/// `records` is EncodedCorpus::records(); only lengths and order count. Throws UserError for 2^32 pairs or more.
BatchPlan epoch_batch_plan(std::span<const PairRecord> records, const BatchOptions& options, std::uint64_t seed,
                           std::uint64_t epoch);

/// The share of padding among all positions of the plan's batches, both sides, eos counted as a token: 0 to 1.
double padding_share(const BatchPlan& plan, std::span<const PairRecord> records);

}  // namespace nmt
